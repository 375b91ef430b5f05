"""The folders and files of one commit, read from git's own objects: only what is asked for, and only so much."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from xreg.registry.repositories.git import Objects

_MAX_TREE, _MAX_FILE = 1 << 20, 1 << 20
_MAX_DEPTH, _MAX_LINK = 24, 4096
_FOLDER, _FILES = "40000", ("100644", "100755")
_LINK, _REPOSITORY = "120000", "160000"


class Entry(NamedTuple):
    """An entry of a folder: a file or a folder, and the name of its object."""

    folder: bool
    object: str


class Trees:
    """A clone's folders by the names of their objects. Links and other repositories are no entries, but `links`."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.entries = lru_cache(maxsize=4096)(self._entries)

    def _entries(self, tree: str) -> dict[str, Entry] | None:
        """The entries of a folder; `None` where the clone lacks it, or it is too large for a model's."""
        found = self.objects.read(tree, _MAX_TREE)
        return dict(_read(found[1], len(tree) // 2)) if found and found[0] == "tree" else None

    def links(self, tree: str) -> dict[str, str | None]:
        """Where the links of a folder lead, as they say; `None` for other repositories, and what cannot be read."""
        found = self.objects.read(tree, _MAX_TREE)
        listed = _listed(found[1], len(tree) // 2) if found and found[0] == "tree" else ()
        return {name: self._led(mode, blob) for mode, name, blob in listed if mode in (_LINK, _REPOSITORY)}

    def _led(self, mode: str, blob: str) -> str | None:
        found = self.objects.read(blob, _MAX_LINK) if mode == _LINK else None
        return found[1].decode("utf-8", "replace") if found and found[0] == "blob" else None

    def root(self, commit: str) -> str | None:
        """The folder of a commit's files."""
        found = self.objects.read(commit, _MAX_FILE)
        if not found or found[0] != "commit" or not found[1].startswith(b"tree "):
            return None
        return found[1][5:].partition(b"\n")[0].decode("ascii", "replace")

    def at(self, tree: str, path: str) -> Entry | None:
        """The entry at a path below a folder; `None` where there is none. Raises LookupError where that is unknown."""
        entry: Entry | None = Entry(True, tree)
        parts = [part for part in path.split("/") if part]
        for part in parts[: _MAX_DEPTH + 1]:
            if not entry or not entry.folder:
                return None
            entries = self.entries(entry.object)
            if entries is None:
                raise LookupError(path)
            entry = entries.get(part)
        return entry if len(parts) <= _MAX_DEPTH else None

    def read(self, tree: str, path: str) -> bytes | None:
        """The content of a regular file below a folder; `None` where it is missing or too large."""
        try:
            entry = self.at(tree, path)
        except LookupError:
            return None
        found = self.objects.read(entry.object, _MAX_FILE) if entry and not entry.folder else None
        return found[1] if found and found[0] == "blob" else None

    def files(self, tree: str, path: str) -> tuple[str, ...]:
        """The names of the regular files of one folder."""
        try:
            entry = self.at(tree, path)
        except LookupError:
            return ()
        entries = self.entries(entry.object) if entry and entry.folder else None
        return tuple(name for name, each in (entries or {}).items() if not each.folder)


def _read(content: bytes, width: int) -> Iterator[tuple[str, Entry]]:
    for mode, name, blob in _listed(content, width):
        if mode == _FOLDER or mode in _FILES:
            yield name, Entry(mode == _FOLDER, blob)


def _listed(content: bytes, width: int) -> Iterator[tuple[str, str, str]]:
    """Git's own form: mode, blank, name, NUL, and the object's name in `width` bytes."""
    at = 0
    while (end := content.find(b"\0", at)) >= 0:
        mode, _, name = content[at:end].decode("utf-8", "replace").partition(" ")
        at = end + 1 + width
        yield mode, name, content[end + 1 : at].hex()
