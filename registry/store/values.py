"""What goes into a registry, and what it answers."""

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from xreg.schema.release import Release, ReleasedAsset, Uid
from xreg.schema.verification import State


class Draft(NamedTuple):
    """What is to be released. A path beside an asset stands for its bytes; without one the registry holds no bytes.

    `attest` is given the release as it will be, without its attestation, and gives the attestation's bytes. It may be
    asked more than once: where another publisher was faster, the release gets the next revision.
    """

    uid: Uid
    raw: bytes
    card: bytes
    assets: tuple[tuple[ReleasedAsset, Path | None], ...]
    evidence: bytes
    report: bytes
    publisher: str
    state: State
    claims: Mapping[str, str]
    attest: Callable[[Release], bytes] | None = None


class Published(NamedTuple):
    """A release and whether it is new; where it is not, the same was released before, and may have been yanked."""

    release: Release
    new: bool


class Imported(NamedTuple):
    """What an import did: how many releases are new, how many were there; each card that failed, with the reason."""

    new: int
    same: int
    failed: tuple[tuple[str, str], ...]


class Kind(Enum):
    """What is wrong with a byte of the registry."""

    LOST = "lost"
    CHANGED = "changed"
    ORPHANED = "orphaned"
    INDEX = "index"


class Problem(NamedTuple):
    """One thing that `check` found: what, where, a sentence, the releases that it touches, whether it was mended."""

    kind: Kind
    name: str
    message: str
    releases: tuple[str, ...] = ()
    repaired: bool = False


class Report(NamedTuple):
    """What `check` saw. `waiting` are files of no release that are too young to be called orphans."""

    releases: int
    blobs: int
    size: int
    problems: tuple[Problem, ...]
    waiting: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong, or all that was is mended."""
        return all(problem.repaired for problem in self.problems)
