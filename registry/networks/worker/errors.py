"""Where in a network's own code an error was raised."""

import os
from collections.abc import Iterator
from types import TracebackType

from xreg.registry.networks.text import printable

_CODE = list[str]()  # the folder of the network's own code


def own_code(folder: str) -> None:
    """From now on lines of the files in this folder are the network's own."""
    _CODE[:] = [os.path.realpath(folder) + os.sep]


def is_own(file: str) -> bool:
    """Whether a file is the network's own code."""
    path = os.path.realpath(file) if file and not _is_text(file) else ""
    return any(path.startswith(folder) for folder in _CODE)


def where(error: BaseException) -> str:
    """The last line of the network's own code that led to an error, as `src/resnet.py:31`; empty without one."""
    if isinstance(error, SyntaxError) and error.filename:
        return _named(error.filename, error.lineno or 0)
    lines = [_named(file, line) for file, line in _frames(error.__traceback__)]
    return next((line for line in reversed(lines) if line), "")


def _frames(traceback: TracebackType | None) -> Iterator[tuple[str, int]]:
    while traceback is not None:
        yield traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
        traceback = traceback.tb_next


def _is_text(file: str) -> bool:
    """Whether a name stands for code that is in no file, as `<string>` does: that is nobody's line."""
    return file.startswith("<")


def _named(file: str, line: int) -> str:
    if _is_text(file):
        return ""
    path = os.path.realpath(file)
    for folder in _CODE:
        if path.startswith(folder):
            return printable(f"{path.removeprefix(folder)}:{line}", 200)
    return ""
