"""A file whose digest and size were measured, and how it is known afterwards that it is still the same file."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xreg.publisher.fetching.hashing import file_digest
from xreg.schema.digests import Digest
from xreg.schema.errors import XregError

if TYPE_CHECKING:
    from xreg.publisher.fetching.fetch import Fetched

Stamp = tuple[int, ...]


class FileError(XregError):
    """A file that is to be verified cannot be read."""


class Measured(NamedTuple):
    """A file, the digest and the size of its bytes, and its state on the disk when they were measured."""

    path: Path
    digest: Digest
    size: int
    stamp: Stamp

    @property
    def unchanged(self) -> bool:
        """Whether the file is still the one that was measured, as far as the file system tells."""
        try:
            return stamp_of(self.path) == self.stamp and self.path.stat().st_size == self.size
        except OSError:
            return False


def stamp_of(path: Path) -> Stamp:
    """What changes when a file is written or replaced. Raises OSError."""
    state = path.stat()
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def measure(path: Path) -> Measured:
    """Measures a file at hand, in one pass. Raises FileError where it cannot be read."""
    try:
        stamp = stamp_of(path)
        digest, size = file_digest(path)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}: name another file.") from error
    return Measured(path, digest, size, stamp)


def measured(fetched: "Fetched") -> Measured:
    """What was fetched, and hashed as it came."""
    try:
        return Measured(fetched.path, fetched.digest, fetched.size, stamp_of(fetched.path))
    except OSError as error:
        raise FileError(f"{fetched.path}: cannot be read: {error.strerror}: fetch it again.") from error
