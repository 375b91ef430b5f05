"""Objects of an S3 bucket, through obstore."""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xreg.registry.store.errors import StoreError
from xreg.registry.store.objects import CHUNK, Stored

if TYPE_CHECKING:
    from obstore.store import S3Store


class BucketObjects:
    """Objects under a prefix of a bucket. A put is one request, or parts that become one object when all are there."""

    def __init__(self, bucket: str, prefix: str, endpoint: str) -> None:
        self._store = _store(bucket, prefix, endpoint)

    def put(self, key: str, chunks: Iterable[bytes]) -> None:
        """Writes an object; chunks that end in an exception leave none."""
        import obstore

        with _translated():
            obstore.put(self._store, key, b"".join(chunks) if isinstance(chunks, list) else iter(chunks))

    def size(self, key: str) -> int | None:
        """Measures an object; None where there is none."""
        import obstore

        with _translated():
            try:
                return obstore.head(self._store, key)["size"]
            except FileNotFoundError:
                return None

    def read(self, key: str, start: int, length: int) -> bytes:
        """Reads part of an object; fewer bytes where it ends before."""
        import obstore

        size = self.size(key)
        if size is None:
            raise FileNotFoundError(key)
        end = min(start + length, size)
        if start >= end:
            return b""
        with _translated():
            return bytes(obstore.get_range(self._store, key, start=start, end=end))

    def chunks(self, key: str) -> Iterator[bytes]:
        """Reads an object piece by piece."""
        import obstore

        with _translated():
            for chunk in obstore.get(self._store, key).stream(min_chunk_size=CHUNK):
                yield bytes(chunk)

    def walk(self) -> Iterator[Stored]:
        """Finds all objects. Parts of an upload that broke are no objects: the bucket's lifecycle rule removes them."""
        import obstore

        now = datetime.now(timezone.utc)
        with _translated():
            for found in obstore.list(self._store):
                for each in found:
                    yield Stored(each["path"], each["size"], (now - each["last_modified"]).total_seconds())

    def remove(self, key: str) -> None:
        """Removes an object, if it is there."""
        import obstore

        with _translated(), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, key)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Says in one sentence what went wrong with the bucket; that an object is not there stays what it is."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        reason = " ".join(str(error).partition("Debug source")[0].split())[:500].rstrip(". ")
        raise StoreError(f"The bucket failed: {reason}. Do the same again: what was done is not done twice.") from error


def _store(bucket: str, prefix: str, endpoint: str) -> "S3Store":
    """Opens a bucket; the keys to it come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, …)."""
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise StoreError("A bucket needs the package obstore: pip install 'xreg[server]'.") from error
    if not endpoint:
        return S3Store(bucket, prefix=prefix or None)
    options = {"allow_http": endpoint.startswith("http://")}
    return S3Store(bucket, prefix=prefix or None, endpoint=endpoint, client_options=options)  # type: ignore[arg-type]
