"""A folder of a commit on disk, from git's objects: whole or not at all, read-only, without `.git`.

A link that leads to something in the folder becomes a copy of it; others are left out, and that is noted.

A clone may be somebody else's: what a tree names is put nowhere but below the folder that it is for.
"""

import posixpath
import re
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from xreg.registry.networks.providers.protocol import Stage
from xreg.registry.networks.text import printable
from xreg.registry.repositories.clone import open_trees
from xreg.registry.repositories.trees import Entry, Trees
from xreg.schema.repository import RepositoryError

MOST_FILES, MOST_BYTES, MOST_DEPTH = 5000, 256 << 20, 24
LARGEST = 64 << 20  # bytes of a file
_NEVER = frozenset({"", ".", "..", ".git"})
# What some systems take for something else: streams and devices, names that end otherwise there.
_ELSEWHERE = re.compile(r".*[/\\:\ufffd]|.*[. ]$|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$", re.IGNORECASE | re.DOTALL)
_Found = tuple[Entry, str] | None  # what is to be put somewhere, and where it lies; `None` for what is left out
# What no code is read from: a partial clone may lack such files.
_PICTURES = (".bmp", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".svg")


def stage(wanted: Stage, into: Path) -> Path:
    """Puts the folder below `into`, once, and says where it is.

    Pictures that the clone lacks are left out. Raises RepositoryError where it lacks another part of the folder, or the
    folder is larger than a model's code can be.
    """
    there = into / ".".join((wanted.tree, *wanted.only))
    if there.is_dir():
        return there
    into.mkdir(parents=True, exist_ok=True)
    making = Path(mkdtemp(dir=into, prefix=".staging-"))
    try:
        writing = _Writing(open_trees(wanted.clone), wanted.tree)
        writing.folder(wanted.tree, making, wanted.only)
        if writing.left_out:
            _note_of(there).write_text("\n".join(writing.left_out), encoding="utf-8")
        making.chmod(0o755)
        making.rename(there)
        there.chmod(0o555)
    except BaseException:
        remove(making)
        if there.is_dir():  # another process was faster
            return there
        raise
    return there


def left_out(folder: Path) -> tuple[str, ...]:
    """The links of a staged folder that lead elsewhere, and so are not on disk."""
    note = _note_of(folder)
    return tuple(note.read_text(encoding="utf-8").split("\n")) if note.is_file() else ()


def _note_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.left-out")


def remove(folder: Path) -> None:
    """Deletes what was staged: its folders are read-only, and so have to be opened first."""
    for each in [folder, *folder.rglob("*")]:
        if each.is_dir() and not each.is_symlink():
            each.chmod(0o755)
    rmtree(folder, ignore_errors=True)


class _Writing:
    """The writing of one folder, which counts what it writes."""

    def __init__(self, trees: Trees, root: str) -> None:
        self._trees, self._root, self._files, self._bytes = trees, root, 0, 0
        self._open, self.left_out = list[str](), list[str]()

    def folder(self, tree: str, path: Path, only: tuple[str, ...] = (), place: str = "") -> None:
        """Writes a folder, or only those of its entries; `place` is where it lies in the whole one."""
        if len(self._open) > MOST_DEPTH:
            raise RepositoryError(f"the folder is deeper than {MOST_DEPTH} levels: that is no model's code")
        path.mkdir(exist_ok=True)
        self._count(0)
        self._open.append(tree)
        for name, found in self._entries(tree, place).items():
            if name.lower() in _NEVER or _ELSEWHERE.match(name):
                raise RepositoryError(f"the folder holds a file that is called {name!r}: it is not put on disk")
            if only and name not in only:
                continue
            self._put(found, path / name, posixpath.join(place, name))
        self._open.pop()
        path.chmod(0o555 if self._open else 0o755)

    def _put(self, found: _Found, path: Path, place: str) -> None:
        if found is None:
            self.left_out.append(printable(place))
        elif found[0].folder:
            self.folder(found[0].object, path, place=found[1])
        else:
            self._file(found[0].object, path)

    def _entries(self, tree: str, place: str) -> dict[str, _Found]:
        """What is to be put into a folder, and where it lies in the whole one."""
        entries = self._trees.entries(tree)
        if entries is None:
            raise RepositoryError(f"the clone lacks the folder {tree[:12]}: fetch it whole, without --filter")
        own = {name: (entry, posixpath.join(place, name)) for name, entry in entries.items()}
        return own | {name: self._led(place, where) for name, where in self._trees.links(tree).items()}

    def _led(self, place: str, where: str | None) -> _Found:
        """What a link leads to; `None` where that is not in the whole folder, or holds the link itself."""
        path = posixpath.normpath(posixpath.join(place, where or "/"))
        if path.startswith(("/", "..")) or path == ".":
            return None
        try:
            found = self._trees.at(self._root, path)
        except LookupError:
            return None
        return (found, path) if found and found.object not in self._open else None

    def _count(self, size: int) -> None:
        self._files, self._bytes = self._files + 1, self._bytes + size
        if self._files > MOST_FILES or self._bytes > MOST_BYTES:
            raise RepositoryError(
                f"the folder holds more than {MOST_FILES} files or {MOST_BYTES >> 20} MiB: that is no model's code"
            )

    def _file(self, blob: str, path: Path) -> None:
        found = self._trees.objects.read(blob, LARGEST)
        if found is None and path.name.lower().endswith(_PICTURES):
            return
        if not found or found[0] != "blob":
            raise RepositoryError(
                f"the clone lacks {path.name} ({blob[:12]}), or it is larger than {LARGEST >> 20} MiB: fetch it whole, "
                f"without --filter"
            )
        self._count(len(found[1]))
        path.write_bytes(found[1])
        path.chmod(0o444)
