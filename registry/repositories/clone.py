"""A clone: its branches, and what one commit holds, read through git and without a checkout."""

import os
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from hashlib import sha256
from os import getpid
from pathlib import Path
from typing import NamedTuple

from xreg.registry.repositories.folders import HUB_CONF, read_folder
from xreg.registry.repositories.git import Objects, run
from xreg.registry.repositories.trees import Trees
from xreg.schema.repository import Folder, RepositoryError, is_readme

_COMMIT = re.compile(r"[0-9a-f]{7,40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"refs/(?:heads/|tags/|remotes/(?P<remote>[^/]+)/)(?P<name>.+)")
# Behind the clone's own branches, and those of a remote.
_TAGS = 2
_REGULAR = ("100644", "100755")


class Head(NamedTuple):
    """A branch or tag: its commit, and the date of that."""

    commit: str
    date: str


class Clone:
    """A clone, bare or not, with branches of its own, of a remote, or tags."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folders = dict[str, Folder | None]()
        self._refs = run(path, "for-each-ref", "--format=%(refname) %(objectname) %(*objectname) %(committerdate:short)"
                         " %(*committerdate:short)", "refs/heads", "refs/remotes", "refs/tags")  # fmt: skip

    @property
    def state(self) -> str:
        """Another text where a branch or tag moved, or objects were fetched."""
        packs = Path(os.fsdecode(run(self.path, "rev-parse", "--git-path", "objects/pack").strip()))
        folder = self.path / packs
        changed = folder.stat().st_mtime_ns if folder.is_dir() else 0
        return sha256(self._refs + str(changed).encode()).hexdigest()

    @property
    def branches(self) -> dict[str, Head]:
        """The branches by name; the clone's own win over a remote's."""
        return {name: head for (rank, name), head in self._ranked if rank != _TAGS}

    @cached_property
    def heads(self) -> dict[str, Head]:
        """Branches and tags by name; branches win over tags."""
        return {name: head for (_, name), head in self._ranked}

    @cached_property
    def _ranked(self) -> list[tuple[tuple[int, str], Head]]:
        """Branches and tags, the ones that win last."""
        found: dict[tuple[int, str], Head] = {}
        for line in self._refs.decode("utf-8", "replace").splitlines():
            ref, *rest = line.split(" ")
            match, rest = _REF.fullmatch(ref), [part for part in rest if part]
            names = [part for part in rest if len(part) >= 40]
            dates = [part for part in rest if len(part) < 40]
            if match and names and dates:
                rank = _TAGS if ref.startswith("refs/tags/") else 1 if match["remote"] else 0
                found.setdefault((rank, match["name"]), Head(names[-1], dates[-1]))
        return sorted(found.items(), reverse=True)

    def head(self, branch: str) -> Head | None:
        """The commit that a link's branch, tag or commit means in this clone."""
        if branch in self.heads:
            return self.heads[branch]
        return self._commit(branch) if _COMMIT.fullmatch(branch) else None

    def _commit(self, name: str) -> Head | None:
        try:
            output = run(self.path, "rev-list", "--max-count=1", "--format=%cs", f"{name}^{{commit}}", "--")
        except RepositoryError:
            return None
        commit, _, date = output.decode("ascii", "replace").strip().removeprefix("commit ").partition("\n")
        return Head(commit, date)

    @property
    def trees(self) -> Trees:
        """The clone's folders, for this process: another one's pipes cannot be shared."""
        return open_trees(self.path)

    def folder(self, commit: str, path: str) -> tuple[bool, Folder | None]:
        """Whether a folder exists, and its facts. Raises LookupError where the clone does not tell."""
        trees = self.trees
        root = trees.root(commit)
        if root is None:
            raise LookupError(commit)
        entry = trees.at(root, path)
        if not entry or not entry.folder:
            return False, None
        if trees.entries(entry.object) is None:
            raise LookupError(path)
        found = self.folder_at(entry.object)
        return True, found._replace(path=path) if found else None

    def folder_at(self, tree: str) -> Folder | None:
        """The facts of a folder by the name of its object, read once; its path is left empty."""
        if tree not in self._folders:
            self._folders[tree] = read_folder(self.trees, tree, "")
        return self._folders[tree]

    def model_folders(self, commit: str, roots: tuple[str, ...]) -> tuple[str, ...]:
        """The folders that hold a README or a hub file."""
        return tuple(
            dict.fromkeys(
                folder
                for folder, _, name in (path.rpartition("/") for path in self.files(commit, roots))
                if folder and (is_readme(name) or name == HUB_CONF)
            )
        )

    def files(self, commit: str, roots: tuple[str, ...]) -> Iterator[str]:
        """The regular files of a commit below some folders; links and other repositories are none."""
        for line in run(self.path, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *roots).split(b"\0"):
            entry, _, path = line.decode("utf-8", "replace").partition("\t")
            if entry.split(" ")[0] in _REGULAR:
                yield path


def open_trees(path: Path) -> Trees:
    """A clone's folders, for this process; raises nothing where it is no clone, whose objects are all missing."""
    return _trees(path, getpid())


@lru_cache(maxsize=8)
def _trees(path: Path, _: int) -> Trees:
    return Trees(Objects(path))


@lru_cache(maxsize=8)
def open_clone(path: Path, _: str) -> Clone:
    """A clone in one state, read once. Raises RepositoryError for what is none."""
    return Clone(path)
