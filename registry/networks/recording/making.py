"""Making records: what a run showed is put into its folder's file at once, so that nothing of it is lost later."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xreg.registry.networks.recording.entry import Entry, Recorded, plain
from xreg.registry.networks.recording.files import FOLDER, path_of, read, write
from xreg.registry.networks.recording.population import Network
from xreg.schema.network import Attempt, NetworkError, NetworkEvidence

if TYPE_CHECKING:
    from xreg.registry.networks.providers.protocol import Target

FEW = 3  # inputs that were tried in vain are kept, of those that nobody asked for
# Builds and runs networks, and gives what each one showed as soon as it is known, in any order.
Run = Callable[[Sequence[Network]], Iterable[tuple[Network, NetworkEvidence]]]


class Here(NamedTuple):
    """What runs networks here: the framework with its version, and the digest of the code that builds and runs them."""

    framework: str
    worker: str


def outstanding(networks: Iterable[Network], here: Here, records: Path = FOLDER) -> Iterator[Network]:
    """The networks whose state was not recorded by what is here; of those that were, the branches are put right."""
    for network in networks:
        path = _path(network, records)
        known = read(path)
        if not known or not any(_same(each, network, here) for each in known.entries):
            yield network
        elif known.states[network.digest] != network.heads and network.heads:
            write(known.with_heads(network.digest, network.heads), path)


def _same(entry: Entry, network: Network, here: Here) -> bool:
    known = entry.evidence
    same = (entry.digest, known.network, known.framework, entry.worker) == (network.digest, network.network, *here)
    return same and (network.target is None or _answers(known, network.target))


def _answers(known: NetworkEvidence, target: "Target") -> bool:
    """Whether a record has a card's call and, where that built, the first of its inputs."""
    called = not known.builds or plain(known.builds[0].arguments) == plain(target.calls[0])
    first = next((given.tensors[0].shape for given in target.inputs), None)
    return called and (first is None or not known.built or known.attempt(first) is not None)


def record_all(networks: Sequence[Network], run: Run, worker: str, records: Path = FOLDER) -> Iterator[NetworkEvidence]:
    """Runs the networks and records each one as soon as it has run; gives what was recorded."""
    for network, evidence in run(networks):
        yield keep(network, evidence, worker, records)


def keep(network: Network, evidence: NetworkEvidence, worker: str, records: Path = FOLDER) -> NetworkEvidence:
    """Puts what a run showed into its file; raises OSError where that cannot be written."""
    path = _path(network, records)
    before = read(path) or Recorded(network.repository, network.folder, {}, ())
    entry = Entry(network.digest, worker, trimmed(evidence)._replace(network=network.network))
    earlier = next((each for each in before.entries if each.key == entry.key), None)
    if earlier and network.target and (earlier.worker, earlier.evidence.framework) == (worker, evidence.framework):
        entry = _together(earlier, entry)
    write(before.with_entry(entry, network.heads), path)
    return entry.evidence


def _together(earlier: Entry, entry: Entry) -> Entry:
    """A card's run with the attempts that were made for other cards."""
    known, seen = entry.evidence, {(each.shape, each.dtype, each.rest) for each in entry.evidence.attempts}
    others = (each for each in earlier.evidence.attempts if (each.shape, each.dtype, each.rest) not in seen)
    attempts = tuple(sorted((*known.attempts, *others), key=lambda each: (each.shape, each.dtype, each.rest)))
    return entry._replace(evidence=known._replace(attempts=attempts))


def _path(network: Network, records: Path) -> Path:
    path = path_of(network.repository, network.folder, network.network, records)
    if path is None:
        raise NetworkError(
            f"{network.folder!r} of {network.repository} is no folder that can be recorded: leave it out"
        )
    return path


def trimmed(evidence: NetworkEvidence) -> NetworkEvidence:
    """What of a run is worth keeping: no times, no checkpoint, and few of the inputs that were only guessed."""
    attempts = tuple(each._replace(seconds=None) for each in _telling(evidence))
    left_out = len(evidence.attempts) - len(attempts)
    more = f"{left_out} more inputs that its signature suggests were tried in vain." if left_out else ""
    said = "" if evidence.reason and evidence.reason in evidence.note else evidence.note
    note = " ".join(filter(None, (said, more)))
    return evidence._replace(how="recorded", attempts=attempts, checkpoint=None, accepted_from="", origin="", note=note)


def _telling(evidence: NetworkEvidence) -> Iterator[Attempt]:
    most = 0 if evidence.ever_ran else FEW
    for attempt in evidence.attempts:
        if attempt.asked or attempt.output is not None:
            yield attempt
        elif most:
            most -= 1
            yield attempt
