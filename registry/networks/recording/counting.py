"""How many of the recorded networks build and run, how many only at inputs that were guessed, and why others do not."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xreg.registry.networks.recording.entry import Entry, Recorded, release_order
from xreg.schema.network import Attempt, NetworkEvidence


class Counted(NamedTuple):
    """A network in one state, where that is, and what its record shows."""

    repository: str
    folder: str
    branch: str
    evidence: NetworkEvidence

    @property
    def runs(self) -> bool:
        """Whether it ran at some input."""
        return self.evidence.ever_ran

    @property
    def guessed(self) -> bool:
        """Whether nothing states any of the inputs that it ran at."""
        ran = [each for each in self.evidence.attempts if each.output is not None]
        return bool(ran) and all(self._guessed(each) for each in ran)

    def _guessed(self, attempt: Attempt) -> bool:
        # Older records do not say where an input comes from: of a repository's network, only what was asked is stated.
        untold = not attempt.asked and not attempt.source and self.evidence.provider == "repository"
        return attempt.guessed or untold

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
        for entries in _by_network(recorded.entries):
            best = max(entries, key=lambda each: _worth(recorded, each))
            branch = _age(recorded, best)[2] or best.digest
            yield Counted(recorded.repository, recorded.folder, branch, best.evidence)


def on_branches(records: Iterable[Recorded]) -> Iterator[Counted]:
    """Each network once for each branch that has a state of it that was recorded; of several calls as in `newest`."""
    for recorded in records:
        branches = dict[str, list[Entry]]()
        for entry in recorded.entries:
            for branch in recorded.states[entry.digest]:
                branches.setdefault(branch, []).append(entry)
        for branch, found in branches.items():
            for entries in _by_network(found):
                best = max(entries, key=_shows)
                yield Counted(recorded.repository, recorded.folder, branch, best.evidence)


def _by_network(entries: Iterable[Entry]) -> list[list[Entry]]:
    found = dict[str, list[Entry]]()
    for entry in entries:
        found.setdefault(entry.evidence.network, []).append(entry)
    return [each for _, each in sorted(found.items())]


def _worth(recorded: Recorded, entry: Entry) -> tuple[object, ...]:
    return _age(recorded, entry), *_shows(entry)


def _shows(entry: Entry) -> tuple[bool, bool]:
    return entry.evidence.ever_ran, bool(entry.evidence.built)


def _age(recorded: Recorded, entry: Entry) -> tuple[bool, list[int], str]:
    """A state's newest release; before all releases come branches that are none."""
    heads = map(release_order, recorded.states[entry.digest])
    return max(((not other, numbers, branch) for other, numbers, branch in heads), default=(False, [], ""))
