"""Yanking: a release leaves search and stays readable; the next newest takes its place."""

import sqlalchemy as sa

from xreg.registry.store.database import Database
from xreg.registry.store.drafts import plain
from xreg.registry.store.errors import StoreError
from xreg.registry.store.inserting import last_standing, show
from xreg.registry.store.tables import releases, shown, uids, yanks
from xreg.schema.release import Uid


def yank(database: Database, uid: Uid, revision: int, reason: str, time: str) -> None:
    """Yanks a release that is there. The reason of an earlier yank stays."""
    said = plain(" ".join(reason.split()))
    if not said:
        raise StoreError(f"Yanking {uid}@{revision} needs a reason: whoever uses it will read it.")
    with database.writing() as connection:
        query = sa.select(releases.c.id, releases.c.uid).join(uids, uids.c.id == releases.c.uid)
        row = connection.execute(query.where(uids.c.uid == str(uid), releases.c.revision == revision)).one()
        if connection.execute(sa.select(yanks.c.release).where(yanks.c.release == row.id)).first():
            return
        connection.execute(sa.insert(yanks), [{"release": row.id, "reason": said, "time": time}])
        connection.execute(sa.delete(shown).where(shown.c.uid == row.uid))
        show(connection, last_standing(connection, [row.uid]))
