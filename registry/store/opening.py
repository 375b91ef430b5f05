"""Opening a registry. What is heavy is imported when one is opened, and not before."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from xreg.registry.store.errors import NotReleasedError, StoreError
from xreg.registry.store.location import Location, parse_location

if TYPE_CHECKING:
    from xreg.registry.store.objects import Objects
    from xreg.registry.store.registry import Registry


def open_registry(location: str = "", *, create: bool = True) -> "Registry":
    """Opens a registry, the user's own where no location is given, and makes it where it is not there yet.

    `location` is a folder, or `postgresql://user@host/database?blobs=s3://bucket/prefix&endpoint=https://host`; what
    opens a server's doors comes from the environment alone. Raises StoreError; where nothing may be made, and there is
    no registry, NotReleasedError.
    """
    place = parse_location(location or str(user_registry()))
    embedded = place.database.startswith("sqlite")
    if embedded:
        _make_folder(place, create=create)
    from xreg.registry.store.database import Database
    from xreg.registry.store.identity import pair
    from xreg.registry.store.registry import Registry

    objects = open_objects(place)
    database = Database(place.database)
    try:
        database.migrate()
        pair(database, objects, place.blobs)
    except BaseException:
        database.close()
        raise
    return Registry(database, objects)


def open_objects(place: Location) -> "Objects":
    """Opens what holds the blobs: a folder, or a bucket."""
    if "://" not in place.blobs:
        from xreg.registry.store.folder import FolderObjects

        return FolderObjects(Path(place.blobs).absolute())
    parts = urlsplit(place.blobs)
    if parts.scheme != "s3" or not parts.netloc:
        raise StoreError(f"{place.blobs!r} holds no blobs: give s3://bucket/prefix or a folder.")
    from xreg.registry.store.bucket import BucketObjects

    return BucketObjects(parts.netloc, parts.path.strip("/"), place.endpoint)


def _make_folder(place: Location, *, create: bool) -> None:
    """Makes the folder of an embedded registry."""
    folder = Path(place.blobs).parent
    if not create and not (folder / "index.sqlite").is_file():
        raise NotReleasedError(f"There is no registry at {folder}: publish to it first, or name another one.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "the folder cannot be made"
        raise StoreError(f"There can be no registry at {folder}: {reason}. Name another folder.") from error


def user_registry() -> Path:
    """Names the user's own registry: `xreg/registry` in the folder for the user's data."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 (never raises)
    own = {
        "win32": Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"),
        "darwin": home / "Library" / "Application Support",
    }
    usual = own.get(sys.platform, Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share"))
    return usual / "xreg" / "registry"
