"""What a clone's branches hold as a whole, for the record."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from xreg.registry.repositories.clone import Clone, Head
from xreg.registry.repositories.places import Place
from xreg.schema.repository import Branch, RepositoryError

_RELEASE = re.compile(r"master|main|v?r?\d+(?:\.\d+)+")
# Where the code moved to other branches long ago, its facts may be those of a tag or any other revision.
Revisions = Mapping[str, str]


def read_branches(clone: Path, place: Place, revisions: Revisions | None = None) -> tuple[Branch, ...]:
    """The facts of every release branch and of the main one, or those of `revisions`, by the branches they are of."""
    opened = Clone(clone)
    heads = _given(opened, revisions) if revisions else releases(opened)
    if not heads:
        raise RepositoryError(
            f"{clone} has no branch named master, main or r1.9: give a clone of the models' repository"
        )
    other = {name: revision for name, revision in (revisions or {}).items() if revision != name}
    return tuple(_branch(opened, place, name, head, other.get(name, "")) for name, head in heads)


def releases(clone: Clone) -> list[tuple[str, Head]]:
    """The release branches and the main one, by name."""
    return sorted((name, head) for name, head in clone.branches.items() if _RELEASE.fullmatch(name))


def _given(clone: Clone, revisions: Revisions) -> list[tuple[str, Head]]:
    found = []
    for branch, revision in revisions.items():
        head = clone.head(revision)
        if not head:
            raise RepositoryError(f"{clone.path} has no revision {revision}: give a branch, tag or commit that it has")
        found.append((branch, head))
    return found


def _branch(clone: Clone, place: Place, name: str, head: Head, revision: str) -> Branch:
    files = list(clone.files(head.commit, place.roots))
    found = (clone.folder(head.commit, path)[1] for path in clone.model_folders(head.commit, place.roots))
    folders = {folder.path: folder for folder in found if folder}
    shallow = {path for path in _parents(files) if path.count("/") < place.depth}
    return Branch(name, head.commit, head.date, folders, frozenset(shallow | folders.keys()), revision)


def _parents(files: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found
