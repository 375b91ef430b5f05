"""Running recorded networks again: which can be built here, what their branches have now, and what drifted."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from xreg.registry.networks.built_in.records import read_record, recorded_evidence
from xreg.registry.networks.built_in.runner import Request, run_worker
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.recording.drift import Drift, drift_of
from xreg.registry.networks.recording.entry import TREE, Entry, Recorded, release_order
from xreg.registry.networks.recording.files import FOLDER, PACKAGES, read_all
from xreg.registry.networks.recording.making import Run, trimmed
from xreg.registry.networks.recording.population import Network, digest_of, installed
from xreg.registry.networks.table import source_digest
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.places import Place, place_of
from xreg.registry.repositories.views import Clones
from xreg.schema.network import NetworkError

SECONDS = 600.0  # for a built-in network; its 44 shapes took 20 s


class Moved(NamedTuple):
    """A branch that has other code now than was recorded, and a sentence for people on it."""

    name: str
    says: str


class Again(NamedTuple):
    """The recorded networks that can be run again, what moved since, and how many there are whose code is not here."""

    runnable: tuple[tuple[Network, Entry], ...]
    moved: tuple[Moved, ...]
    left_out: int


def recorded_here(
    records: Path = FOLDER, names: Sequence[str] = (), clones: Clones = (), branches: Sequence[str] = ()
) -> Again:
    """The recorded networks of these names (or all) and branches (or all), held against what is here."""
    places = {each.name: _Cloned(place_of(each.name), Clone(each.path)) for each in clones}
    runnable: list[tuple[Network, Entry]] = []
    moved: list[Moved] = []
    left_out = 0
    for recorded in read_all(records):
        place = places.get(recorded.repository) or _package(recorded.repository)
        for entry in _wanted(recorded, names, branches):
            network = place.network(recorded, entry) if place else None
            runnable += [(network, entry)] if network else []
            left_out += network is None
            moved += place.moved(recorded, entry) if place else []
    return Again(tuple(runnable), tuple(dict.fromkeys(moved)), left_out)


def _wanted(recorded: Recorded, names: Sequence[str], branches: Sequence[str]) -> Iterator[Entry]:
    digests = {recorded.digest(branch) for branch in branches}
    for entry in recorded.entries:
        if (not names or entry.evidence.network in names) and (not branches or entry.digest in digests):
            yield entry


def again(found: Again, run: Run, worker: str) -> Iterator[tuple[str, Drift | None]]:
    """Runs the networks, and says of each one what drifted."""
    known = {(entry.digest, entry.evidence.network): entry for _, entry in found.runnable}
    exact = {entry.key: entry for _, entry in found.runnable}
    for network, evidence in run([network for network, _ in found.runnable]):
        now = trimmed(evidence)._replace(network=network.network)
        entry = exact.get(Entry(network.digest, worker, now).key) or known[network.digest, network.network]
        yield f"{network.network} of {network.repository}, {network.folder}", drift_of(entry, now, worker)


class _Cloned:
    """A clone, asked what it has of the records."""

    def __init__(self, place: Place, clone: Clone) -> None:
        self._place, self._clone = place, clone

    def network(self, recorded: Recorded, entry: Entry) -> Network | None:
        """The network in its recorded state: on a branch that still has it, else at the commit that had it."""
        heads = recorded.states[entry.digest]
        newest = sorted(heads, key=release_order, reverse=True)
        for revision in chain(newest, (heads[branch] for branch in newest)):
            if self._digest(recorded.folder, revision) == entry.digest:
                name = entry.evidence.network
                return Network(recorded.repository, recorded.folder, name, entry.digest, revision, heads)
        return None

    def moved(self, recorded: Recorded, entry: Entry) -> Iterable[Moved]:
        """The branches of a state that have another one now."""
        for branch, commit in recorded.states[entry.digest].items():
            head = self._clone.head(branch)
            if head and self._digest(recorded.folder, branch) != entry.digest:
                says = (
                    f"{branch} of {recorded.repository} is at {head.commit[:8]} now and was at {commit[:8]}: record it"
                )
                yield Moved(f"{entry.evidence.network} in {recorded.folder}", says)

    def _digest(self, folder: str, revision: str) -> str:
        head = self._clone.head(revision)
        return digest_of(self._place, self._clone, head.commit, folder) if head else ""


class _Installed:
    """A package as it is installed here."""

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = {each.network: each for each in networks}

    def network(self, _: Recorded, entry: Entry) -> Network | None:
        """The network, where the recorded version is installed."""
        found = self._networks.get(entry.evidence.network)
        return found if found and found.digest == entry.digest else None

    def moved(self, recorded: Recorded, entry: Entry) -> Iterable[Moved]:
        """What is said where another version is installed."""
        found = next(iter(self._networks.values()), None)
        if found and not entry.digest.startswith(TREE) and found.digest != entry.digest:
            yield Moved(recorded.repository, f"{entry.digest} was recorded, and {found.digest} is installed: record it")


def _package(repository: str) -> _Installed | None:
    return _Installed(installed(place_of(repository))) if repository in PACKAGES else None


def built_in(name: str, isolation: Isolation = "auto") -> Drift | None:
    """Runs a built-in network at the ends of its recorded ranges and at the other shapes, and says what drifted.

    Raises NetworkError where MindSpore is missing, where the run does not come to its end, or where the isolation that
    is required cannot be had.
    """
    record, before = read_record(name), recorded_evidence(name, ())
    if record is None or before is None:
        return None
    sides = dict.fromkeys(side for each in record.squares for side in (each.first, each.last))
    shapes = (*((1, 3, side, side) for side in sides), *(each.shape for each in record.others))
    answer = run_worker(Request(name, shapes, "end", timeout=SECONDS, isolation=isolation))
    if answer.failure or answer.unchecked:
        raise NetworkError(f"{name} was not verified ({'; '.join((answer.failure, *answer.unchecked))}): try again")
    seen = tuple(attempt for shape in shapes if (attempt := record.attempt(shape)))
    now = before._replace(
        framework=answer.framework, source_digest=source_digest(name), attempts=answer.attempts,
        parameters=answer.parameters,
    )  # fmt: skip
    return drift_of(Entry(record.source_digest, "", before._replace(attempts=seen)), now, "")
