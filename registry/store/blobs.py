"""Blobs: bytes under their digest, each a file of its own, or part of a pack that an import wrote in one piece."""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from xreg.registry.store.errors import DamagedError, StoreError
from xreg.registry.store.objects import CHUNK, Objects
from xreg.schema.digests import Digest

BLOBS, PACKS = "blobs", "packs"
# A larger blob is never packed: who reads it would hold it in memory.
PACKED = 1 << 20


class Place(NamedTuple):
    """Where a blob's bytes lie: a file of its own (no pack), or so many bytes of a pack from `start` on."""

    digest: Digest
    size: int
    pack: Digest | None = None
    start: int = 0

    @property
    def key(self) -> str:
        """The object that holds the bytes."""
        return key_of(PACKS, self.pack) if self.pack else key_of(BLOBS, self.digest)


class Source(NamedTuple):
    """Bytes that are to become a blob: in memory, or in a file."""

    digest: Digest
    size: int
    content: bytes | Path


def key_of(kind: str, digest: Digest) -> str:
    """Names the object of a digest; 256 folders keep each of them small."""
    return f"{kind}/{digest.hex[:2]}/{digest.hex}"


def measured(content: bytes) -> Source:
    """Names bytes by their digest."""
    return Source(Digest.of(content), len(content), content)


def write_apart(objects: Objects, source: Source) -> Place:
    """Writes a blob as a file of its own. Raises StoreError where a file no longer holds the bytes that were named."""
    place = Place(source.digest, source.size)
    content = source.content
    chunks = [content] if isinstance(content, bytes) else _checked(content, source)
    objects.put(place.key, chunks)
    return place


def _checked(path: Path, source: Source) -> Iterator[bytes]:
    """Reads a file piece by piece, and raises at its end where it is not what it was."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}. Fetch it again, then publish.") from error
    if (digest.hexdigest(), size) != (source.digest.hex, source.size):
        raise StoreError(f"{path} changed since it was verified: verify it again, then publish.")


def write_pack(objects: Objects, blobs: Mapping[Digest, bytes]) -> list[Place]:
    """Writes many small blobs as one file, which has one digest too: one wait for the disk instead of thousands."""
    whole = b"".join(blobs.values())
    pack = Digest.of(whole)
    objects.put(key_of(PACKS, pack), [whole])
    starts = accumulate((len(content) for content in blobs.values()), initial=0)
    return [Place(digest, len(blobs[digest]), pack, start) for digest, start in zip(blobs, starts, strict=False)]


def is_there(objects: Objects, place: Place) -> bool:
    """Whether the object that holds a blob is there and long enough."""
    size = objects.size(place.key)
    if size is None:
        return False
    return size >= place.start + place.size if place.pack else size == place.size


def read_blob(objects: Objects, place: Place) -> bytes:
    """Reads a blob whole. Raises DamagedError where its bytes are lost or changed."""
    return b"".join(read_chunks(objects, place))


def read_chunks(objects: Objects, place: Place) -> Iterator[bytes]:
    """Reads a blob piece by piece. Raises DamagedError, at the end at the latest, where they are not the blob's."""
    digest = hashlib.sha256()
    try:
        chunks = [objects.read(place.key, place.start, place.size)] if place.pack else objects.chunks(place.key)
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
    except FileNotFoundError as error:
        raise DamagedError(f"{place.digest} is lost: {_AGAIN}") from error
    except OSError as error:
        raise DamagedError(f"{place.digest} cannot be read ({error.strerror}): {_ADVICE}") from error
    if digest.hexdigest() != place.digest.hex:
        raise DamagedError(f"{place.digest} was changed: its bytes are {digest.hexdigest()[:12]}…: {_ADVICE}")


_ADVICE = "run xreg check --repair."
_AGAIN = "publish the same bytes again, or run xreg check --repair."
