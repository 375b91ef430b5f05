"""The cards of a tree of assets: where the tree begins, what lies in it, and reading one card of it."""

import os
import stat
from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path

from xreg.schema.place import place_of

# Twice the hub's: publisher, backend, version, below two folders more.
_DEPTH = 10
_MAX_BYTES = 1024 * 1024
_TREE = "assets"


def root_of(path: str) -> str:
    """The tree of assets in which a card's path lies, or an empty text."""
    return _root_above(os.path.split(path)[0])


@lru_cache(maxsize=4096)
def _root_above(folder: str) -> str:
    normal = os.path.normpath(folder)
    if not place_of(f"{normal}/card.md").publisher:
        return ""
    parts = normal.replace("\\", "/").split("/")
    at = len(parts) - 1 - parts[::-1].index(_TREE)
    return normal[: len("/".join(parts[: at + 1]))]


def relative_to(root: str, path: str) -> str:
    """A path as seen from the tree, with `/`; an empty text for one that lies elsewhere."""
    folder, name = os.path.split(path)
    within = _within(root, folder)
    return within + name if within is not None else ""


@lru_cache(maxsize=4096)
def _within(root: str, folder: str) -> str | None:
    normal = os.path.normpath(folder)
    if not normal.startswith(root + os.sep):
        root, normal = os.path.realpath(root), os.path.realpath(normal)
    if normal == root:
        return ""
    return f"{normal[len(root) + 1 :]}/".replace(os.sep, "/") if normal.startswith(root + os.sep) else None


def listing(root: str, known: Container[str] = ()) -> dict[str, str]:
    """The cards below a folder, each with its size and the time of its last change; what cannot be listed is not there.

    Of `known` ones nothing but the path is wanted. Links and hidden folders are passed over: they may lead out of the
    tree, or round in it.
    """
    return dict(_below(root, "", _DEPTH, known))


def _below(folder: str, prefix: str, depth: int, known: Container[str]) -> Iterator[tuple[str, str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if name.endswith(".md"):
            path = prefix + name
            if stamp := "known" if path in known else _stamp(entry):
                yield path, stamp
        elif depth and entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{prefix}{name}/", depth - 1, known)


def _stamp(entry: "os.DirEntry[str]") -> str:
    """What tells one state of a card's file from another; nothing for what is no card."""
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError:
        return ""
    readme = entry.name.lower().startswith("readme")
    card = stat.S_ISREG(state.st_mode) and state.st_size <= _MAX_BYTES and not readme
    return f"{state.st_size}:{state.st_mtime_ns}" if card else ""


def read(root: str, relative: str) -> bytes | None:
    """The bytes of a card that was listed, or `None` where it cannot be read."""
    try:
        with Path(root, relative).open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError:
        return None
