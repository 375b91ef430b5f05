"""One commit of a repository as evidence sees it: live in a clone, or as it was recorded."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from xreg.registry.repositories.places import Place
from xreg.registry.repositories.record import RecordedBranch, read_record
from xreg.schema.repository import Folder

if TYPE_CHECKING:
    from xreg.registry.repositories.clone import Clone, Head

_RELEASE = re.compile(r"r(\d{1,3}(?:\.\d{1,3}){1,3})")


class Given(NamedTuple):
    """A clone that was given for a repository. `state` tells apart what it holds: another one where a branch moved."""

    name: str
    path: Path
    state: str


Clones = tuple[Given, ...]


class View(Protocol):
    """What may be asked of a commit. Each answer may be a LookupError, where a clone lacks what would tell."""

    commit: str
    date: str
    how: str
    revision: str

    def exists(self, path: str) -> bool: ...

    def folder(self, path: str) -> Folder | None: ...

    def folders(self) -> Iterable[str]: ...

    def later(self, path: str) -> tuple[str, "View"] | None: ...


class Recorded:
    """A branch of the record."""

    how = "recorded"

    def __init__(self, branch: RecordedBranch, depth: int) -> None:
        _, self.commit, self.date, *revision = branch.head
        self.revision = revision[0] if revision else ""
        self._branch, self._depth = branch, depth

    def exists(self, path: str) -> bool:
        """Whether a folder exists; one that lies deeper than was recorded, within one that exists, may."""
        parts = path.split("/")
        above = "/".join(parts[: self._depth])
        return self._branch.exists(path) or (len(parts) > self._depth and self._branch.exists(above))

    def folder(self, path: str) -> Folder | None:
        return self._branch.folder(path)

    def folders(self) -> Iterable[str]:
        return self._branch.folders()

    def later(self, path: str) -> "tuple[str, View] | None":
        """The next release branch on which the folder has a hub file that tells what may be given."""
        record, own = self._branch.record, _version(self._branch.head[0])
        numbered = ((_version(head[0]), number) for number, head in enumerate(record.heads))
        for _, number in sorted(each for each in numbered if own and each[0] > own):
            branch = RecordedBranch(record, number)
            if branch.tells(path):
                return branch.head[0], Recorded(branch, self._depth)
        return None


class Read:
    """A commit in a clone."""

    how = "read"

    revision = ""

    def __init__(self, clone: "Clone", head: "Head", roots: tuple[str, ...], recorded: View | None) -> None:
        self.commit, self.date = head
        self._clone, self._roots, self._recorded = clone, roots, recorded

    def exists(self, path: str) -> bool:
        return self._found(path)[0]

    def folder(self, path: str) -> Folder | None:
        return self._found(path)[1]

    def folders(self) -> Iterable[str]:
        return self._clone.model_folders(self.commit, self._roots)

    def later(self, path: str) -> "tuple[str, View] | None":
        """As it was recorded: a clone is asked for the linked commit alone."""
        return self._recorded.later(path) if self._recorded else None

    def _found(self, path: str) -> tuple[bool, Folder | None]:
        return self._clone.folder(self.commit, path)


def source_of(repository: str, branch: str, view: View) -> str:
    """Where facts come from, for people."""
    read = f" ({view.revision})" if view.revision else ""
    return f"{repository} {branch}{read} at {view.commit[:8]}, {view.how} {view.date}"


@lru_cache(maxsize=256)
def _version(branch: str) -> tuple[int, ...]:
    """The numbers of a release branch (`r1.10`), none for any other."""
    match = _RELEASE.fullmatch(branch)
    return tuple(int(part) for part in match[1].split(".")) if match else ()


@lru_cache(maxsize=256)
def view_of(place: Place, branch: str, clones: Clones) -> View | None:
    """A branch, tag or commit: in the clone that was given; else, where that lacks it, as the record has it."""
    given = next((each for each in clones if each.name == place.name), None)
    if given:
        from xreg.registry.repositories.clone import open_clone  # git, and all that reads code: for clones only

        clone = open_clone(given.path, given.state)
        if head := clone.head(branch):
            return Read(clone, head, place.roots, _recorded(place, branch))
    return _recorded(place, branch)


def _recorded(place: Place, branch: str) -> View | None:
    record = read_record(place.record) if place.record else None
    if not record:
        return None
    moved = place.moved
    found = record.branch(moved.since if moved and branch in moved.branches else branch)
    return Recorded(found, place.depth) if found else None
