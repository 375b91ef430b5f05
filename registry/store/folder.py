# Paths stay texts: hundreds of thousands of them are made here.
# ruff: noqa: PTH103, PTH105, PTH108, PTH116, PTH118, PTH120, PTH123
"""Objects as files of a folder, each written beside its place, synced, and renamed."""

import contextlib
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from xreg.registry.store.errors import StoreError
from xreg.registry.store.objects import CHUNK, Stored

_TEMPORARY = ".part"
# Windows has no such call, and needs none.
_SYNCS_FOLDERS = os.name != "nt"


class FolderObjects:
    """Objects as files: the key is the path."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self._synced: set[str] = set()

    def put(self, key: str, chunks: Iterable[bytes]) -> None:
        """Writes a file that is there whole, or not at all, whenever the machine stops."""
        path = self._path(key)
        folder = os.path.dirname(path)
        try:
            self._make_folder(folder)
            self._replace(folder, path, chunks)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(f"{folder} cannot be written: {reason}. Mend that and do the same again.") from error

    @staticmethod
    def _replace(folder: str, path: str, chunks: Iterable[bytes]) -> None:
        temporary = os.path.join(folder, f".{uuid.uuid4().hex}{_TEMPORARY}")
        try:
            _write(temporary, chunks)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
        _sync_folder(folder)

    def size(self, key: str) -> int | None:
        """Measures a file; None where there is none."""
        try:
            return os.stat(self._path(key)).st_size
        except FileNotFoundError:
            return None

    def read(self, key: str, start: int, length: int) -> bytes:
        """Reads part of a file; fewer bytes where it ends before."""
        with open(self._path(key), "rb", buffering=0) as file:
            file.seek(start)
            return file.read(length)

    def chunks(self, key: str) -> Iterator[bytes]:
        """Reads a file piece by piece."""
        with open(self._path(key), "rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def walk(self) -> Iterator[Stored]:
        """Finds all files; one that goes away meanwhile is none."""
        now = time.time()
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(folder, name)
                with contextlib.suppress(FileNotFoundError):
                    state = os.stat(path)
                    key = os.path.relpath(path, self.root).replace(os.sep, "/")
                    yield Stored(key, state.st_size, now - state.st_mtime, name.endswith(_TEMPORARY))

    def remove(self, key: str) -> None:
        """Removes a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path(key))

    def _path(self, key: str) -> str:
        return os.path.join(self.root, *key.split("/"))

    def _make_folder(self, folder: str) -> None:
        """Makes a folder and those above it, and syncs their names, also where another process has just made them."""
        if folder in self._synced:
            return
        above = os.path.dirname(folder)
        if len(folder) > len(self.root):
            self._make_folder(above)
        os.makedirs(folder, exist_ok=True)
        _sync_folder(above)
        self._synced.add(folder)


def _write(path: str, chunks: Iterable[bytes]) -> None:
    """Writes a new file and syncs it."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(file, rest) :]
        os.fsync(file)
    finally:
        os.close(file)


def _sync_folder(folder: str) -> None:
    """Makes the names in a folder durable."""
    if not _SYNCS_FOLDERS:
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
