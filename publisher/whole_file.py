"""Writing a file whole or not at all: beside its place first, and then in the place of what was there."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def _ready(_: Path) -> None:
    """Nothing else must hold."""


def write_whole(path: Path, data: bytes, check: Callable[[Path], None] = _ready) -> None:
    """Puts the data in the place of a file, behind a link too, with the mode that the file had.

    `check` is given the file's real path when all is written, just before the file is replaced; what it raises leaves
    the file as it was. Raises OSError where the data cannot be written: the file is as it was then too.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.xreg")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(target.stat().st_mode & 0o7777)
        check(target)
        temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()
