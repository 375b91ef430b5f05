"""What is recorded under a network's name, wherever it comes from."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from xreg.registry.networks.built_in.records import read_record, recorded_evidence
from xreg.registry.networks.recording.files import FOLDER, read, read_all
from xreg.schema.network import Attempt, NetworkEvidence


class Shown(NamedTuple):
    """A record of a network: its folder, the states of it that behaved like that, and the branches that had them."""

    repository: str
    folder: str
    digests: tuple[str, ...]
    heads: Mapping[str, str]
    worker: str
    evidence: NetworkEvidence


def names(records: Path = FOLDER, repository: str | None = None) -> list[str]:
    """The names of all recorded networks, each with the repositories that have it."""
    found = dict[str, dict[str, None]]()
    for each in read_all(records):
        for entry in each.entries if repository in (None, each.repository) else ():
            found.setdefault(entry.evidence.network, {})[each.repository] = None
    return [f"{name}  ({', '.join(places)})" for name, places in sorted(found.items())]


def shown(
    name: str, records: Path = FOLDER, repository: str | None = None, revision: str | None = None
) -> Iterator[Shown]:
    """The records of a name, of all repositories or of one, in all states or in that of a branch, commit or tree."""
    wanted = f'"network":{json.dumps(name, ensure_ascii=False)}'.encode()
    if records == FOLDER and not (repository or revision):
        yield from _built_in(name)
    for path in sorted(records.glob("*/*.json")):
        found = read(path) if wanted in path.read_bytes() else None
        if not found or repository not in (None, found.repository):
            continue
        alike = dict[tuple[str, NetworkEvidence], list[str]]()
        for entry in found.entries:
            if entry.evidence.network == name and revision_fits(entry.digest, revision, found.digest(revision or "")):
                alike.setdefault((entry.worker, entry.evidence._replace(source_digest="")), []).append(entry.digest)
        for (worker, evidence), digests in alike.items():
            heads = {branch: commit for each in digests for branch, commit in found.states[each].items()}
            yield Shown(found.repository, found.folder, tuple(digests), heads, worker, evidence)


def revision_fits(digest: str, revision: str | None, meant: str) -> bool:
    """Whether a state is the one that is asked for; any where none is."""
    return revision is None or digest == meant


def _built_in(name: str) -> Iterator[Shown]:
    """The record of a sweep, with the first side of each of its ranges."""
    record, evidence = read_record(name), recorded_evidence(name, ())
    if record is None or evidence is None:
        return
    squares = tuple(Attempt((1, 3, each.first, each.first), each.output, each.error) for each in record.squares)
    yield Shown("built-in", "", (record.source_digest,), {}, "", evidence._replace(attempts=(*squares, *record.others)))
