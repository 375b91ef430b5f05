"""Card files: finding them, reading them within limits, and replacing them whole or not at all."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from xreg.publisher.whole_file import write_whole
from xreg.schema.errors import XregError
from xreg.schema.text import Text

# The hub's largest card has 56 kB.
MAX_BYTES = 1024 * 1024
STDIN = "-"
# A pipe or a device in the place of a card must not make the run wait for ever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)


class InputError(XregError):
    """A path that cannot be linted; the text says why and what to do. The other cards of a run go on."""


def cards(paths: Iterable[str]) -> Iterator[str | InputError]:
    """The cards that the paths name: files as they are, folders by the cards below them, each once."""
    seen: set[str] = set()
    for path in paths:
        for card in [path] if path == STDIN else _below(path):
            if isinstance(card, InputError):
                yield card
            elif card not in seen:
                seen.add(card)
                yield card


def _below(path: str) -> Iterator[str | InputError]:
    if os.path.isdir(path):
        root = os.path.realpath(path)
        yield from _walk(path, root)
    elif os.path.lexists(path):
        yield path
    else:
        yield InputError(f"{path}: there is no such file or folder")


def _walk(folder: str, root: str) -> Iterator[str | InputError]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(f"{folder}: cannot be listed: {error.strerror}: check its permissions")
        return
    for entry in entries:
        path = os.path.normpath(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif is_card(entry.name):
            yield path if _inside(entry, root) else InputError(
                f"{path}: is a link to a file outside of the folder: name that file itself to lint it"
            )  # fmt: skip


def is_card(name: str) -> bool:
    """Whether a file below a folder is a card: markdown, and no README."""
    return name.endswith(".md") and not name.lower().startswith("readme")


def _inside(entry: "os.DirEntry[str]", root: str) -> bool:
    return not entry.is_symlink() or os.path.realpath(entry.path).startswith(root.rstrip(os.sep) + os.sep)


def read(path: str) -> bytes:
    """The card's bytes. Raises InputError where it is no file, too large, or cannot be read."""
    try:
        handle = os.open(path, _FLAGS)
        try:
            return _read(path, handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}: check the path and its permissions") from error
    except ValueError as error:
        raise InputError(f"{path!r}: cannot be read: {error}") from error


def _read(path: str, handle: int) -> bytes:
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        raise InputError(f"{path}: is no regular file: name a card or a folder of cards")
    data = b""
    while len(data) <= MAX_BYTES and (part := os.read(handle, max(min(state.st_size, MAX_BYTES) + 1, 1 << 16))):
        data += part
    if len(data) > MAX_BYTES:
        size, most = f"{max(state.st_size, len(data)) / 1024 / 1024:.0f} MiB", MAX_BYTES // 1024 // 1024
        raise InputError(f"{path}: has {size}; a card has at most {most} MiB: is this a card?")
    return data


def replace(path: str, before: Text, after: Text) -> None:
    """Puts the new text in the place of the card, whole or not at all, with the mode that the file had.

    Raises InputError where the file changed since it was read or cannot be written; then it is as it was.
    """

    def check(target: Path) -> None:
        if target.read_bytes() != before.to_bytes():
            raise InputError(f"{path}: was changed by somebody else in the meantime: run xreg again")

    try:
        write_whole(Path(path), after.to_bytes(), check)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}: the card is as it was") from error
