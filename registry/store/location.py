"""What the location of a registry says: which database, and where the blobs lie."""

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from xreg.registry.store.errors import StoreError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_FOLDER = "sqlite+folder:"
_POSTGRES = frozenset({"postgresql", "postgres"})


class Location(NamedTuple):
    """A registry's place: the folder of an embedded one, or a PostgreSQL database; and where the blobs lie.

    `blobs` is `s3://bucket/prefix` or a folder; `endpoint` is the bucket's server, empty for Amazon's own.
    """

    text: str
    database: str
    blobs: str
    endpoint: str = ""


def parse_location(text: str) -> Location:
    """Reads where a registry lies. Raises StoreError, with the forms that there are."""
    if text.startswith(_FOLDER):
        return _embedded(text, text[len(_FOLDER) :])
    if not _SCHEME.match(text):
        return _embedded(text, text)
    parts = urlsplit(text)
    if parts.scheme not in _POSTGRES:
        raise StoreError(f"{_bare(text)!r} is no registry: give a folder, or postgresql://…?blobs=s3://bucket/prefix.")
    return _server(text, dict(parse_qsl(parts.query)))


def _embedded(text: str, folder: str) -> Location:
    if not folder:
        raise StoreError("The registry's location is empty: give a folder, or postgresql://…?blobs=s3://bucket/prefix.")
    root = Path(folder).expanduser().absolute()
    return Location(text, f"sqlite:///{root / 'index.sqlite'}", str(root / "objects"))


def _server(text: str, options: dict[str, str]) -> Location:
    parts = urlsplit(text)
    if parts.password is not None or "password" in options:
        raise StoreError(f"{_bare(text)!r} holds a password: take it out and set PGPASSWORD, or write ~/.pgpass.")
    blobs, endpoint = options.pop("blobs", ""), options.pop("endpoint", "")
    if not blobs:
        raise StoreError(f"{text!r} does not say where the blobs lie: add ?blobs=s3://bucket/prefix or ?blobs=/folder.")
    others = f"?{urlencode(options)}" if options else ""
    return Location(text, f"postgresql+psycopg://{parts.netloc}{parts.path}{others}", blobs, endpoint)


def _bare(text: str) -> str:
    """A location without what could be a password."""
    return re.sub(r"://[^@/]{0,500}@", "://…@", text[:1000]).partition("?")[0]
