"""Writing a page to its file, whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from xreg.schema.errors import XregError


def write_whole(path: Path, data: bytes) -> None:
    """Puts the data in the place of the file, with the mode that it had. Raises XregError where that cannot be done."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.xreg")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as error:
        raise XregError(f"{path}: cannot be written: {error.strerror}: give --html another file") from error
    finally:
        with suppress(OSError):
            temporary.unlink()
