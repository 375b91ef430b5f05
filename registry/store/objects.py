"""Where bytes lie: a folder or a bucket, both as objects under keys."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

CHUNK = 1 << 20


class Stored(NamedTuple):
    """One object: its key, its size, its age in seconds; `temporary` where a writer left it in mid-write."""

    key: str
    size: int
    age: float
    temporary: bool = False


class Objects(Protocol):
    """Bytes under keys. What `put` wrote is whole and durable when it returns, and not there at all before."""

    def put(self, key: str, chunks: Iterable[bytes]) -> None:
        """Writes an object, over one of that key; where the chunks end in an exception nothing is written."""

    def size(self, key: str) -> int | None:
        """Measures an object; None where there is none."""

    def read(self, key: str, start: int, length: int) -> bytes:
        """Reads part of an object; fewer bytes where it ends before. Raises FileNotFoundError."""

    def chunks(self, key: str) -> Iterator[bytes]:
        """Reads an object piece by piece. Raises FileNotFoundError."""

    def walk(self) -> Iterator[Stored]:
        """Finds all objects, and what writers left in mid-write."""

    def remove(self, key: str) -> None:
        """Removes an object, if it is there."""
