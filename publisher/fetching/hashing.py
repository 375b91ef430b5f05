"""Digests of what is larger than memory: of a file, and of bytes while they come, beside the reading and writing."""

import hashlib
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from xreg.schema.digests import Digest

_CHUNK = 1 << 20
# Chunks that wait to be hashed: what bounds the memory where the disk and the network are faster than SHA-256.
_WAITING = 16


def file_digest(path: Path) -> tuple[Digest, int]:
    """The digest of a file and its size, in one pass."""
    state, size = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        buffer = memoryview(bytearray(_CHUNK))
        while count := file.readinto(buffer):
            state.update(buffer[:count])
            size += count
    return Digest(state.hexdigest()), size


class Hashing:
    """SHA-256 of bytes that are fed one after the other; a thread hashes, and the feeder goes on meanwhile.

    Both queues are the interpreter's own: a `Queue` that Ctrl-C interrupts in the middle can stay locked for ever.
    """

    def __init__(self) -> None:
        self._state = hashlib.sha256()
        self._chunks: SimpleQueue[bytes | None] = SimpleQueue()
        self._room: SimpleQueue[None] = SimpleQueue()
        for _ in range(_WAITING):
            self._room.put(None)
        self._thread = Thread(target=self._hash, daemon=True)
        self._thread.start()

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes; waits where too many are not hashed yet."""
        self._room.get()
        self._chunks.put(chunk)

    def close(self) -> None:
        """Ends the thread, after what was fed is hashed."""
        self._chunks.put(None)
        self._thread.join()

    def digest(self) -> Digest:
        """The digest of all that was fed. Nothing can be fed afterwards."""
        self.close()
        return Digest(self._state.hexdigest())

    def _hash(self) -> None:
        while (chunk := self._chunks.get()) is not None:
            self._state.update(chunk)
            self._room.put(None)
