"""The asset files that the user has at hand: which asset each one is, and its digest in one streaming pass."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.errors import XregError
from xreg.schema.evidence import AssetFile

CHUNK = 1 << 20


class AssetError(XregError):
    """An asset file cannot be read; the text says which and why."""


class AssetSource(NamedTuple):
    """Files given one by one (`--asset`) and a folder that holds files under their own names (`--assets`)."""

    given: tuple[Path, ...] = ()
    folder: Path | None = None

    def files(self, document: Document) -> Iterator[AssetFile]:
        """The files of the card's assets that are at hand. Raises AssetError where one cannot be read."""
        for number, path in self.paths(document):
            state = path.stat()
            sha256, size, seen = _digest(path, state.st_size, state.st_mtime_ns)
            yield AssetFile(number, str(path), sha256, size, seen)

    def paths(self, document: Document) -> Iterator[tuple[int, Path]]:
        """The card's assets that are at hand: each one's number, and the file."""
        for asset in document.assets:
            if path := self._path(asset.number, asset.file_name, len(document.assets)):
                yield asset.number, path

    def _path(self, index: int, name: str, count: int) -> Path | None:
        if named := next((path for path in self.given if path.name == name), None):
            return named
        if len(self.given) == 1 and count == 1:
            return self.given[0]
        if len(self.given) == count > 1 and index < count:
            return self.given[index]
        path = self.folder / name if self.folder and name else None
        return path if path and path.is_file() else None


@lru_cache(maxsize=1024)
def _digest(path: Path, size: int, changed: int) -> tuple[str, int, str]:
    """The file's sha256, its size, and the time at which it was read; the same bytes are read once in a run."""
    del size, changed  # they only tell one state of the file from another
    state, length = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                state.update(chunk)
                length += len(chunk)
    except OSError as error:
        raise AssetError(f"{path}: cannot be read: {error.strerror}: give another file with --asset") from error
    return state.hexdigest(), length, datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
