"""What a file is by its first bytes, whatever its name says: what is no model, and what may run code when it is loaded.

A pickle executes what it says while it is read; it is looked for inside archives too, and never opened.
"""

import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from xreg.registry.formats.values import FormatError

_HEAD = 4096
_MOST_MEMBERS = 10_000
_PICKLED_SUFFIXES = (".pkl", ".pickle", ".pt", ".pth", ".joblib")


class _Mark(NamedTuple):
    """How a kind of file begins, and what to say of it."""

    begins: bytes
    message: str


_NO_MODEL = (
    _Mark(b"version https://git-lfs", "this is a Git LFS pointer, not the file: fetch it with `git lfs pull`"),
    _Mark(
        b"<!doctype html", "this is an HTML page, not a model: the link leads to a page, or the server showed an error"
    ),
    _Mark(b"<html", "this is an HTML page, not a model: the link leads to a page, or the server showed an error"),
    _Mark(b"<?xml", "this is an XML document, not a model: most often the error of an object store"),
    _Mark(b"%pdf-", "this is a PDF, not a model"),
)
_GZIP, _ZIP, _NPY, _TAR = b"\x1f\x8b", b"PK\x03\x04", b"\x93NUMPY", b"ustar"
_TAR_AT = 257


def refuse_what_is_no_model(path: Path) -> None:
    """Raises FormatError for a file that is empty, a page, a pointer, or a pickle, on its own or within an archive."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise FormatError("the file is empty")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark in _NO_MODEL:
        if text.startswith(mark.begins):
            raise FormatError(mark.message)
    _refuse_pickle(path, head)


def _refuse_pickle(path: Path, head: bytes) -> None:
    if is_pickle(head):
        raise FormatError("this is a pickle, which executes what it says when it is loaded: refused")
    if head.startswith(_ZIP):
        _refuse_members(path, _zip_members(path))
    elif head[_TAR_AT:].startswith(_TAR) or head.startswith(_GZIP):
        _refuse_members(path, _tar_members(path))
    elif head.startswith(_NPY) and b"'descr': '|O'" in head:
        raise FormatError("this array holds Python objects as a pickle, which executes what it says: refused")


def is_pickle(head: bytes) -> bool:
    """Whether bytes begin as a pickle of protocol 2 to 5 does."""
    return len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def _refuse_members(path: Path, members: dict[str, bytes]) -> None:
    for name, head in members.items():
        if is_pickle(head) or name.lower().endswith(_PICKLED_SUFFIXES):
            raise FormatError(f"{path.name} holds {name}, a pickle, which executes what it says when loaded: refused")


def _zip_members(path: Path) -> dict[str, bytes]:
    """The members with their first bytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:_MOST_MEMBERS]
            return {name: _head(archive, name) for name in names}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise FormatError(f"a damaged zip archive: {error}") from error


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(16)


def _tar_members(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                found[member.name] = content.read(16) if content else b""
                if len(found) >= _MOST_MEMBERS:
                    break
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise FormatError(f"an archive that cannot be read: {error}") from error
    return found
