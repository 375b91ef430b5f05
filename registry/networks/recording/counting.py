"""How many of the recorded networks build and run, and why the others do not."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xreg.registry.networks.recording.entry import Entry, Recorded, release_order
from xreg.schema.network import NetworkEvidence


class Counted(NamedTuple):
    """A network in its newest state: where that is, and what its record shows."""

    repository: str
    folder: str
    branch: str
    evidence: NetworkEvidence

    @property
    def runs(self) -> bool:
        """Whether it ran at some input."""
        return self.evidence.ever_ran

    @property
    def builds(self) -> bool:
        """Whether a call built it."""
        return bool(self.evidence.built)

    @property
    def why(self) -> str:
        """Why it does not build or run, in one sentence."""
        known = self.evidence
        last = next((each.error for each in reversed(known.builds) if each.error), "")
        tried = next((each.error for each in known.attempts if each.error), "")
        return known.reason or (tried if known.built else last) or known.note or "its record gives no reason"


def newest(records: Iterable[Recorded]) -> Iterator[Counted]:
    """Each network once, in its newest state; of several calls the one that shows most."""
    for recorded in records:
        found = dict[str, list[Entry]]()
        for entry in recorded.entries:
            found.setdefault(entry.evidence.network, []).append(entry)
        for _, entries in sorted(found.items()):
            best = max(entries, key=lambda each: _worth(recorded, each))
            branch = _age(recorded, best)[2] or best.digest
            yield Counted(recorded.repository, recorded.folder, branch, best.evidence)


def _worth(recorded: Recorded, entry: Entry) -> tuple[object, ...]:
    return _age(recorded, entry), entry.evidence.ever_ran, bool(entry.evidence.built)


def _age(recorded: Recorded, entry: Entry) -> tuple[bool, list[int], str]:
    """A state's newest release; before all releases come branches that are none."""
    heads = map(release_order, recorded.states[entry.digest])
    return max(((not other, numbers, branch) for other, numbers, branch in heads), default=(False, [], ""))
