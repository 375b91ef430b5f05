"""What a record holds: states of a folder's code, and what each network did in them."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xreg.schema.network import NetworkEvidence, Supplied

Arguments = tuple[tuple[str, str], ...]  # keyword or place, and value as Python writes it
TREE = "git-tree:"
_NUMBERS = re.compile(r"\d{1,9}")


class Ran(NamedTuple):
    """What ran a network: `worker` is the digest of the code that built and ran it, shims and all."""

    framework: str
    device: str
    date: str
    worker: str
    isolation: tuple[str, ...]


class Entry(NamedTuple):
    """A network in one state of the code, as a run with certain arguments showed it.

    `digest` is the state's (`git-tree:…`, `mindcv 0.3.0`); `worker` that of the code that built and ran it.
    """

    digest: str
    worker: str
    evidence: NetworkEvidence

    @property
    def key(self) -> tuple[str, str, Arguments]:
        """What a later run of the same replaces: the state, the name, and the arguments of the first call."""
        builds = self.evidence.builds
        return self.digest, self.evidence.network, plain(builds[0].arguments) if builds else ()

    def in_state(self, digest: str) -> "Entry":
        """The same of another state of the code."""
        return self._replace(digest=digest, evidence=self.evidence._replace(source_digest=digest))

    @property
    def ran(self) -> Ran:
        """What ran it."""
        known = self.evidence
        return Ran(known.framework, known.device, known.date, self.worker, known.isolation)


class Recorded(NamedTuple):
    """All records of one folder of a repository: its states, each with the branches that had it and their commits."""

    repository: str
    folder: str
    states: Mapping[str, Mapping[str, str]]
    entries: tuple[Entry, ...]

    def digest(self, revision: str) -> str:
        """The state that a branch, a commit, or the beginning of a digest means; nothing where it was not recorded."""
        if revision in self.states:
            return revision
        if f"{TREE}{revision}" in self.states:
            return f"{TREE}{revision}"
        return next((digest for digest, heads in self.states.items() if _holds(heads, revision)), "")

    def origin(self, digest: str, revision: str) -> str:
        """Where a state's code is, for people."""
        heads = self.states[digest]
        branch = revision if revision in heads else next(reversed(list(heads)), "")
        where = f"{branch} at {heads[branch][:8]}, {self.folder}" if branch else digest
        return f"{self.repository} {where}"

    def with_entry(self, entry: Entry, heads: Mapping[str, str]) -> "Recorded":
        """The records with a new one, in the place of an earlier one of the same; `heads` have its state now."""
        moved = self.with_heads(entry.digest, heads)
        return moved._replace(entries=(*(each for each in moved.entries if each.key != entry.key), entry))

    def with_heads(self, digest: str, heads: Mapping[str, str]) -> "Recorded":
        """The records where these branches have one of the states now."""
        states = _moved(self.states, digest, heads)
        return self._replace(states=states, entries=tuple(each for each in self.entries if each.digest in states))


def plain(arguments: tuple[Supplied, ...]) -> Arguments:
    """The arguments without where they come from."""
    return tuple(sorted((each.name, each.value) for each in arguments))


def release_order(branch: str) -> tuple[bool, list[int], str]:
    """A branch's place among others: releases by their numbers (`r1.10` behind `r1.9`), then branches without any."""
    numbers = [int(part) for part in _NUMBERS.findall(branch)]
    return not numbers, numbers, branch


def _holds(heads: Mapping[str, str], revision: str) -> bool:
    return revision in heads or (len(revision) >= 7 and any(each.startswith(revision) for each in heads.values()))


def _moved(
    states: Mapping[str, Mapping[str, str]], digest: str, heads: Mapping[str, str]
) -> dict[str, Mapping[str, str]]:
    """The states with these branches at one of them. A tree that no branch has any longer is forgotten."""
    found: dict[str, Mapping[str, str]] = {}
    for each, known in {digest: {}, **states}.items():
        left = {branch: commit for branch, commit in known.items() if branch not in heads}
        found[each] = {**left, **heads} if each == digest else left
    return {each: known for each, known in found.items() if known or each == digest or not each.startswith(TREE)}
