"""The part of a file that is there: written and hashed as bytes come, kept after a cut where it can be resumed."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from xreg.publisher.fetching.errors import FetchError
from xreg.publisher.fetching.files import guarded, read_json, write_json
from xreg.publisher.fetching.hashing import Hashing
from xreg.publisher.fetching.ranges import Validator
from xreg.schema.digests import Digest

# Bytes that are written and hashed at once: TLS gives them in pieces of 16 KiB, each too small to be worth the calls.
_GATHERED = 1 << 19


class Origin(NamedTuple):
    """Which version of which file a part is of: the server's validator, and the whole size if it was stated."""

    url: str
    validator: Validator
    total: int | None


class Part:
    """A part on disk. `size` counts all bytes that were taken; `earlier` tells that another run has begun it."""

    def __init__(self, path: Path, url: str) -> None:
        self.path, self.url = path, url
        self.size = 0
        self.earlier = False
        self.origin: Origin | None = None
        self._note = path.with_suffix(".json")
        self._file: int | None = None
        self._hashing: Hashing | None = None
        self._gathered: list[bytes] = []
        self._pending = 0

    @property
    def validator(self) -> str:
        """What `If-Range` is to name; empty where the part cannot be resumed."""
        return self.origin.validator.strong if self.origin else ""

    def resume(self) -> None:
        """Takes up what an earlier run has left, if it can be resumed: its bytes are hashed again."""
        with guarded(self.path.parent):
            origin = self._noted()
            if not origin or not self.path.exists():
                self.drop()
                return
            self._begin(origin, os.O_RDWR)
            self._read(self._kept(origin))
            self.earlier = self.size > 0

    def restart(self, origin: Origin) -> None:
        """Begins again with no bytes."""
        self.drop()
        with guarded(self.path.parent):
            if origin.validator.strong:
                write_json(self._note, {"url": origin.url, "validator": origin.validator, "total": origin.total})
            self._begin(origin, os.O_RDWR | os.O_CREAT | os.O_TRUNC)

    def append(self, chunk: bytes) -> None:
        """Takes the next bytes."""
        self._gathered.append(chunk)
        self._pending += len(chunk)
        self.size += len(chunk)
        if self._pending >= _GATHERED:
            self.flush()

    def flush(self) -> None:
        """Writes what was gathered, and gives it to be hashed."""
        if not self._gathered or self._file is None or not self._hashing:
            return
        content = b"".join(self._gathered)
        self._gathered, self._pending = [], 0
        with guarded(self.path.parent):
            _write(self._file, content)
        self._hashing.feed(content)

    def finish(self) -> Digest:
        """The digest of all bytes, which are on the disk now. The file stays where it is."""
        assert self._hashing and self._file is not None
        self.flush()
        with guarded(self.path.parent):
            os.fsync(self._file)
        digest = self._hashing.digest()
        self._shut()
        return digest

    def close(self) -> None:
        """Ends the work on a part: what cannot be resumed is not kept."""
        if not self.validator:
            self.drop()
            return
        with suppress(FetchError):  # what cannot be written is fetched again
            self.flush()
        self._shut()

    def drop(self) -> None:
        """Throws the part away."""
        self._shut()
        self.origin, self.size, self.earlier = None, 0, False
        with guarded(self.path.parent):
            self.path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    def forget(self) -> None:
        """Removes the note of a part whose file was moved."""
        with guarded(self.path.parent):
            self._note.unlink(missing_ok=True)

    def _noted(self) -> Origin | None:
        note = read_json(self._note)
        try:
            origin = Origin(note["url"], Validator(*note["validator"]), note["total"])
        except (KeyError, TypeError):
            return None
        return origin if origin.url == self.url and origin.validator.strong else None

    def _kept(self, origin: Origin) -> int:
        """How many bytes are taken up: one less than all of them, so that a request can ask whether they still hold."""
        there = self.path.stat().st_size
        return there if origin.total is None else max(0, min(there, origin.total - 1))

    def _begin(self, origin: Origin, flags: int) -> None:
        self._file = os.open(self.path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0), 0o600)
        self._hashing = Hashing()
        self.origin = origin

    def _read(self, count: int) -> None:
        assert self._hashing and self._file is not None
        os.ftruncate(self._file, count)
        while chunk := os.read(self._file, _GATHERED):
            self._hashing.feed(chunk)
            self.size += len(chunk)

    def _shut(self) -> None:
        self._gathered, self._pending = [], 0
        if self._hashing:
            self._hashing.close()
            self._hashing = None
        if self._file is not None:
            opened, self._file = self._file, None
            os.close(opened)


def _write(opened: int, content: bytes) -> None:
    """Writes all of some bytes: the system may take fewer at once."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(opened, rest) :]
