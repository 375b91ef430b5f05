"""A folder of a commit on disk, from git's objects: whole or not at all, read-only, without links and without `.git`.

A clone may be somebody else's: what a tree names is put nowhere but below the folder that it is for.
"""

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from xreg.registry.networks.providers.protocol import Stage
from xreg.registry.repositories.clone import open_trees
from xreg.registry.repositories.trees import Trees
from xreg.schema.repository import RepositoryError

MOST_FILES, MOST_BYTES, MOST_DEPTH = 5000, 256 << 20, 24
LARGEST = 64 << 20  # bytes of a file
_NEVER = frozenset({"", ".", "..", ".git"})
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
        _Writing(open_trees(wanted.clone)).folder(wanted.tree, making, wanted.only)
        making.chmod(0o755)
        making.rename(there)
        there.chmod(0o555)
    except BaseException:
        remove(making)
        if there.is_dir():  # another process was faster
            return there
        raise
    return there


def remove(folder: Path) -> None:
    """Deletes what was staged: its folders are read-only, and so have to be opened first."""
    for each in [folder, *folder.rglob("*")]:
        if each.is_dir() and not each.is_symlink():
            each.chmod(0o755)
    rmtree(folder, ignore_errors=True)


class _Writing:
    """The writing of one folder, which counts what it writes."""

    def __init__(self, trees: Trees) -> None:
        self._trees, self._files, self._bytes = trees, 0, 0

    def folder(self, tree: str, path: Path, only: tuple[str, ...] = (), depth: int = 0) -> None:
        """Writes a folder, or only those of its entries."""
        entries = self._trees.entries(tree)
        if entries is None:
            raise RepositoryError(f"the clone lacks the folder {tree[:12]}: fetch it whole, without --filter")
        if depth > MOST_DEPTH:
            raise RepositoryError(f"the folder is deeper than {MOST_DEPTH} levels: that is no model's code")
        path.mkdir(exist_ok=True)
        for name, entry in entries.items():
            if name.lower() in _NEVER or "/" in name or "\\" in name or "\ufffd" in name:
                raise RepositoryError(f"the folder holds a file that is called {name!r}: it is not put on disk")
            if only and name not in only:
                continue
            if entry.folder:
                self.folder(entry.object, path / name, depth=depth + 1)
            else:
                self._file(entry.object, path / name)
        path.chmod(0o555 if depth else 0o755)

    def _file(self, blob: str, path: Path) -> None:
        found = self._trees.objects.read(blob, LARGEST)
        if found is None and path.name.lower().endswith(_PICTURES):
            return
        if not found or found[0] != "blob":
            raise RepositoryError(
                f"the clone lacks {path.name} ({blob[:12]}), or it is larger than {LARGEST >> 20} MiB: fetch it whole, "
                f"without --filter"
            )
        self._files, self._bytes = self._files + 1, self._bytes + len(found[1])
        if self._files > MOST_FILES or self._bytes > MOST_BYTES:
            raise RepositoryError(
                f"the folder holds more than {MOST_FILES} files or {MOST_BYTES >> 20} MiB: that is no model's code"
            )
        path.write_bytes(found[1])
        path.chmod(0o444)
