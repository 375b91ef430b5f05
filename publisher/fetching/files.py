"""Files of the cache: written whole or not at all, and failures of the disk as errors that say what to do."""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from xreg.publisher.fetching.errors import CacheError, NoSpaceError

# What is left free on the disk: a full one stops other programs.
RESERVE = 64 << 20

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turns failures of the disk into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise no_space(folder) from error
        raise CacheError(
            f"{folder}: cannot be used as the cache of assets: {error.strerror or error}: make it writable, or name "
            "another folder in XREG_CACHE_DIR."
        ) from error


def no_space(folder: Path) -> NoSpaceError:
    """The error for a disk that is full."""
    return NoSpaceError(
        f"{folder}: the disk is full, or your share of it: make room, or name a folder on another disk in "
        "XREG_CACHE_DIR; what is there is kept, and the next run goes on from it where the server allows that."
    )


def check_space(folder: Path, wanted: int) -> None:
    """Raises NoSpaceError where the disk has no room for so many bytes more."""
    free = shutil.disk_usage(folder).free
    if free < wanted + RESERVE:
        raise NoSpaceError(
            f"{folder}: the file needs {size(wanted)} more, and the disk has {size(free)} free: make room, or name a "
            "folder on another disk in XREG_CACHE_DIR."
        )


def size(count: int) -> str:
    """A number of bytes for a person: 92.3 MiB."""
    value, unit = float(count), "bytes"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if value < 1024:
            break
        value, unit = value / 1024, larger
    return f"{value:.1f} {unit}" if unit != "bytes" else f"{count} bytes"


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Writes a file whole or not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def read_json(path: Path) -> Mapping[str, Any]:
    """The object in a file; empty where there is none, or the file is damaged."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def sync_folder(folder: Path) -> None:
    """Makes a rename in a folder last, where the system has a call for it."""
    with suppress(OSError):  # Windows opens no folders, and some file systems do not sync them
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
