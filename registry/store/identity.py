"""The name that an index and its files share: files are never taken for orphans because their index was lost."""

import sqlalchemy as sa

from xreg.registry.store.database import Database
from xreg.registry.store.errors import StoreError
from xreg.registry.store.objects import Objects
from xreg.registry.store.tables import registry

KEY = "registry.id"


def pair(database: Database, objects: Objects, blobs: str) -> None:
    """Names new files after their index. Raises StoreError where the files are those of another index."""
    with database.reading() as connection:
        own = str(connection.execute(sa.select(registry.c.id)).scalar_one())
    try:
        there = objects.read(KEY, 0, len(own)).decode("ascii", "replace")
    except FileNotFoundError:
        objects.put(KEY, [own.encode("ascii")])
        return
    if there != own:
        advice = "restore the lost index from a backup, or name the right one."
        raise StoreError(f"The files in {blobs} belong to another index than this one: {advice}")
