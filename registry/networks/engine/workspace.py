"""The session's own folder: the code and files that its children may read, where they may read them."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from xreg.registry.networks.engine.leftovers import PREFIX, mark, remove_leftovers
from xreg.schema.network import NetworkError


class Workspace:
    """A folder that others cannot list, and that holds `code` (read-only for children) and `scratch`.

    Those that killed processes left behind are deleted first.
    """

    def __init__(self) -> None:
        remove_leftovers(Path(tempfile.gettempdir()))
        # Real: in a view of its own a child has no links that lead here. Not listed, with a name that nobody guesses,
        # because children that run as another user must be able to enter it.
        self.top = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        self._mark = mark(self.top)
        self.top.chmod(0o711)
        self.code = self.top / os.urandom(16).hex()
        self.scratch = self.code.with_name(f"{self.code.name}-scratch")
        for folder in (self.code, self.scratch):
            folder.mkdir()
            folder.chmod(0o755)

    def place(self, path: Path) -> Path:
        """Where a child finds the file or folder: there already, or a copy (of a file rather a link) of it.

        Raises NetworkError where it cannot be read.
        """
        if path.is_relative_to(self.code) or (path.exists() and path.resolve().is_relative_to(self.code)):
            _open_to_all(path)
            return path.resolve()
        target = self.code / os.urandom(8).hex() / path.name
        target.parent.mkdir()
        target.parent.chmod(0o755)
        try:
            _copy(path.resolve(strict=True), target)
        except (OSError, shutil.Error) as error:
            raise NetworkError(f"{path} cannot be read ({error}): name a file or folder that you may read") from error
        return target

    def remove(self) -> None:
        """Delete it all."""
        shutil.rmtree(self.top, ignore_errors=True)
        if self._mark is not None:
            os.close(self._mark)
            self._mark = None


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
        _open_to_all(target)
        return
    if os.geteuid() != 0 or source.stat().st_mode & 0o004:
        try:
            os.link(source, target)
            return
        except OSError:  # another file system, or somebody else's file
            pass
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _open_to_all(place: Path) -> None:
    """Root's children run as another user, and must be able to read what root wrote for itself."""
    if os.geteuid() != 0:
        return
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if stat.S_ISDIR(mode) else 0o444))
