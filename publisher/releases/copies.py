"""A release copied into a folder: all of its files, each held against its digest, or nothing."""

import contextlib
import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xreg.publisher.progress import Progress
from xreg.schema.digests import Digest
from xreg.schema.errors import XregError
from xreg.schema.release import Release, ReleasedAsset

if TYPE_CHECKING:
    from xreg.registry.store.registry import Registry

# Names that are files' names on every system, and hide nothing.
_PLAIN = re.compile(r"[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,199}")
# Names that Windows keeps for devices, whatever they end in.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
_CHUNK = 1 << 20


class CopyError(XregError):
    """A release cannot be copied to where it was to go; nothing of it is there."""


class Part(NamedTuple):
    """A file of a release: its name in the folder, its digest, and its size where that is known, else 0."""

    name: str
    digest: Digest
    size: int = 0


def parts_of(registry: "Registry", release: Release) -> tuple[list[Part], list[ReleasedAsset]]:
    """The files that a registry holds of a release, and the assets whose bytes it does not hold."""
    parts = [Part(f"{release.uid.name}.md", release.card)]
    taken = {parts[0].name.casefold()}
    absent = []
    for number, asset in enumerate(release.assets):
        if asset.digest is None or not registry.holds(asset.digest):
            absent.append(asset)
            continue
        name = free_name(asset.name, number, taken)
        taken.add(name.casefold())
        parts.append(Part(name, asset.digest, max(asset.size, 0)))
    return parts, absent


def free_name(name: str, number: int, taken: set[str]) -> str:
    """The asset's own name, unless it would lead out of the folder, hide itself, or be another file's."""
    plain = _PLAIN.fullmatch(name) and name.partition(".")[0].casefold() not in _DEVICES and not name.endswith(".")
    named = name if plain else f"asset-{number}"
    while named.casefold() in taken:
        named = f"{number}-{named}"
    return named


def copy(registry: "Registry", parts: list[Part], folder: Path, bar: Progress) -> None:
    """Copies files into a folder, which may be there or not. A file that is there with the same bytes stays.

    Raises CopyError where another file is in the way, DamagedError where bytes are not those that were released; then
    nothing was added to the folder.
    """
    try:
        missing = [part for part in parts if not _there(folder / part.name, part.digest)]
        with _staged(folder) as stage:
            for part in missing:
                _write(registry, part, stage / part.name, bar)
            _move(stage, folder, missing)
    except OSError as error:
        raise CopyError(f"{folder}: cannot be written: {error.strerror}: name another folder with --to.") from error


def _there(path: Path, digest: Digest) -> bool:
    """Whether a file is there already. Raises CopyError where something else is."""
    if not os.path.lexists(path):
        return False
    if path.is_file() and not path.is_symlink():
        measured = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                measured.update(chunk)
        if measured.hexdigest() == digest.hex:
            return True
    raise CopyError(f"{path} is there and is another file: move it away, or name another folder with --to.")


@contextlib.contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, which is gone at the end: inside of one that is there, beside one that is not."""
    inside = folder.is_dir()
    base = folder if inside else folder.absolute().parent
    base.mkdir(parents=True, exist_ok=True)
    stage = base / f".{uuid.uuid4().hex}.xreg-pull"
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(registry: "Registry", part: Part, path: Path, bar: Progress) -> None:
    """Writes a file and syncs it. The registry raises where the bytes are not the digest's."""
    with path.open("xb") as file:
        for chunk in registry.chunks(part.digest):
            file.write(chunk)
            bar.advance(len(chunk))
        file.flush()
        os.fsync(file.fileno())


def _move(stage: Path, folder: Path, parts: list[Part]) -> None:
    """Puts the files in their place: a new folder at once, files of one that is there one by one, each whole."""
    if not os.path.lexists(folder):
        stage.rename(folder)
        return
    for part in parts:
        (stage / part.name).replace(folder / part.name)
