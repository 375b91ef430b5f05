"""The cache of assets, shared by all runs: files by digest, and for each link the digest that it gave last."""

import errno
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, SoftFileLock

from xreg.publisher.fetching.files import guarded, read_json, sync_folder, write_json
from xreg.publisher.fetching.hashing import file_digest
from xreg.publisher.fetching.part import Part
from xreg.publisher.fetching.ranges import Validator
from xreg.schema.digests import Digest, DigestError

# After that, nobody comes back for a part: the seconds of a week.
_STALE = 7 * 86400


class Entry(NamedTuple):
    """What a link gave: the file's digest and size, and what the server said with it. `written` tells two apart."""

    link: str
    digest: Digest
    size: int
    content_type: str
    final_link: str
    validator: Validator
    written: int


class Cache:
    """A folder of files by digest, of links, and of parts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._blobs, self._links, self.parts = folder / "sha256", folder / "links", folder / "parts"

    def prepare(self) -> None:
        """Makes the folders, and removes what nobody will resume."""
        with guarded(self.folder):
            for folder in (self._blobs, self._links, self.parts):
                folder.mkdir(parents=True, exist_ok=True)
            self._clean()

    @contextmanager
    def lock(self, url: str) -> Iterator[None]:
        """Waits until no other process fetches the link. The lock ends with its holder, however that ends."""
        with guarded(self.folder):
            lock = FileLock(self.parts / f"{_key(url)}.lock")
            _acquire(lock)
        try:
            yield
        finally:
            lock.release()

    def part(self, url: str) -> Part:
        """The part of a link's file. Only the holder of the link's lock may touch it."""
        return Part(self.parts / f"{_key(url)}.part", url)

    def path(self, digest: Digest) -> Path:
        """Where the file with a digest is, if it is there."""
        return self._blobs / digest.hex[:2] / digest.hex

    def entry(self, url: str) -> Entry | None:
        """What a link gave last."""
        return _entry(self._links / f"{_key(url)}.json", url)

    def sound(self, entry: Entry) -> bool:
        """Whether the file of an entry is there, byte for byte: it is hashed again. A damaged one is removed."""
        path = self.path(entry.digest)
        with guarded(self.folder):
            if not path.is_file():
                return False
            if file_digest(path) == (entry.digest, entry.size):
                return True
            path.unlink(missing_ok=True)
            return False

    def keep(self, part: Part, entry: Entry) -> Path:
        """Moves a finished part to its digest, then notes what the link gave."""
        path = self.path(entry.digest)
        with guarded(self.folder):
            path.parent.mkdir(exist_ok=True)
            part.path.replace(path)
            sync_folder(path.parent)
            write_json(self._links / f"{_key(entry.link)}.json", _noted(entry))
        part.forget()
        return path

    def links(self, digest: Digest) -> list[str]:
        """The links that gave the file with a digest when they were fetched last."""
        entries = (_entry(path, None) for path in sorted(self._links.glob("*.json")))
        return [entry.link for entry in entries if entry and entry.digest == digest]

    def _clean(self) -> None:
        before = time.time() - _STALE
        files: dict[str, list[Path]] = {}
        for path in self.parts.iterdir():
            if path.suffix != ".lock":  # a lock that goes while somebody waits for it is none
                files.setdefault(path.name.partition(".")[0], []).append(path)
        for key, paths in files.items():
            with suppress(OSError):  # another run has removed it, or holds it
                if max(path.stat().st_mtime for path in paths) < before:
                    self._remove(key, paths)

    def _remove(self, key: str, stale: list[Path]) -> None:
        with FileLock(self.parts / f"{key}.lock").acquire(timeout=0):
            for path in stale:
                path.unlink(missing_ok=True)


def _acquire(lock: BaseFileLock) -> None:
    lock.acquire()
    if isinstance(lock, SoftFileLock):
        lock.release()
        raise OSError(errno.ENOSYS, "its file system knows no locks")  # a marker file would outlive a killed holder


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _noted(entry: Entry) -> dict[str, object]:
    return entry._asdict() | {"digest": str(entry.digest)}


def _entry(path: Path, url: str | None) -> Entry | None:
    noted = read_json(path)
    try:
        found = Entry(**noted)
        entry = found._replace(digest=Digest.parse(str(found.digest)), validator=Validator(*found.validator))
    except (TypeError, DigestError):
        return None
    return entry if url in (None, entry.link) else None
