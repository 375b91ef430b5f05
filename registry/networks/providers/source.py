"""A folder of a model's code as its provider reads it: from git's objects, before anything is put on disk."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from xreg.registry.repositories.clone import open_trees

LONGEST = 256 << 10  # bytes of a file that is read for evidence


class Source(NamedTuple):
    """How files of the folder are read, and which there are in one of its folders."""

    read: Callable[[str], bytes | None]
    files: Callable[[str], tuple[str, ...]]

    def short(self, path: str) -> bytes | None:
        """A file that is no larger than evidence can be."""
        found = self.read(path)
        return found if found is not None and len(found) <= LONGEST else None


def source_of(clone: Path, tree: str) -> Source:
    """The folder of a tree in a clone."""
    trees = open_trees(clone)
    return Source(partial(trees.read, tree), partial(trees.files, tree))
