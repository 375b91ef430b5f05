"""The index held against itself: rows against their seals, what is shown against what was released and yanked."""

from collections.abc import Iterator

import sqlalchemy as sa

from xreg.registry.store.blobs import read_blob
from xreg.registry.store.database import Database
from xreg.registry.store.errors import DamagedError
from xreg.registry.store.inserting import last_standing, show
from xreg.registry.store.objects import Objects
from xreg.registry.store.publishing import places_of
from xreg.registry.store.rows import MOST, read_releases, seal, selection
from xreg.registry.store.searching import insert_words, tokens
from xreg.registry.store.tables import releases, shown, uids
from xreg.registry.store.values import Kind, Problem
from xreg.schema.errors import XregError
from xreg.schema.release import Release


def index_problems(database: Database, objects: Objects, *, repair: bool) -> list[Problem]:
    """Finds what is wrong in the index itself, and makes anew what follows from the releases."""
    with database.reading() as connection:
        problems = [*_broken_pages(connection), *_changed_rows(connection)]
        derived = [*_wrongly_shown(connection), *_without_words(connection)]
    if not (repair and derived):
        return problems + derived
    with database.writing() as connection:
        _show_anew(connection)
        _write_words(connection, objects)
    with database.reading() as connection:
        left = {problem.name for problem in (*_wrongly_shown(connection), *_without_words(connection))}
    return problems + [problem._replace(repaired=problem.name not in left) for problem in derived]


def _broken_pages(connection: sa.Connection) -> Iterator[Problem]:
    """Asks SQLite whether its file is sound; PostgreSQL looks after its own."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.execute(sa.text("PRAGMA integrity_check(20)")):
        if found != "ok":
            yield Problem(Kind.INDEX, "index", f"The index is damaged: {found}: restore it from a backup.")
    for row in connection.execute(sa.text("PRAGMA foreign_key_check")):
        yield Problem(Kind.INDEX, row[0], f"A row of {row[0]} names a {row[2]} that is not there.")


def _changed_rows(connection: sa.Connection) -> Iterator[Problem]:
    """Finds releases whose rows do not say any more what they said."""
    last = 0
    while True:
        rows = connection.execute(
            sa.select(releases.c.id, releases.c.revision, releases.c.seal, uids.c.uid)
            .join(uids, uids.c.id == releases.c.uid)
            .where(releases.c.id > last)
            .order_by(releases.c.id)
            .limit(MOST)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        found = _readable(connection, [row.id for row in rows])
        for row in rows:
            if row.id not in found or seal(found[row.id]).hex != row.seal:
                name = f"{row.uid}@{row.revision}"
                advice = "restore the index from a backup."
                yield Problem(Kind.INDEX, name, f"The index's rows of {name} were changed: {advice}", (name,))


def _readable(connection: sa.Connection, numbers: list[int]) -> dict[int, Release]:
    """Reads releases; one whose row cannot be read costs the others nothing."""
    query = selection()
    try:
        return read_releases(connection, query.where(releases.c.id.in_(numbers)))
    except (XregError, ValueError):
        if len(numbers) == 1:
            return {}
        return {key: value for one in numbers for key, value in _readable(connection, [one]).items()}


def _wrongly_shown(connection: sa.Connection) -> Iterator[Problem]:
    """Finds UIDs for which search shows another release than the newest that stands."""
    numbers = {row.id: row.uid for row in connection.execute(sa.select(uids))}
    standing = last_standing(connection, numbers)
    showing = {row.uid: row.release for row in connection.execute(sa.select(shown))}
    for uid, name in numbers.items():
        if standing.get(uid) != showing.get(uid):
            advice = "xreg check --repair makes it anew."
            yield Problem(Kind.INDEX, name, f"Search does not show the newest release of {name}: {advice}")


def _without_words(connection: sa.Connection) -> Iterator[Problem]:
    """Finds releases that no word leads to."""
    for number, name in _wordless(connection).items():
        advice = "xreg check --repair makes them anew."
        yield Problem(Kind.INDEX, f"words of {number}", f"The words of {name} are not indexed: {advice}", (name,))


def _wordless(connection: sa.Connection) -> dict[int, str]:
    query = (
        sa.select(releases.c.id, releases.c.revision, uids.c.uid)
        .join(uids, uids.c.id == releases.c.uid)
        .where(sa.text("releases.id NOT IN (SELECT rowid FROM words)"))
    )
    return {row.id: f"{row.uid}@{row.revision}" for row in connection.execute(query)}


def _show_anew(connection: sa.Connection) -> None:
    connection.execute(sa.delete(shown))
    numbers = connection.execute(sa.select(uids.c.id)).scalars().all()
    show(connection, last_standing(connection, numbers))


def _write_words(connection: sa.Connection, objects: Objects) -> None:
    """Indexes the words of releases that have none; those whose card is damaged have to wait for it."""
    missing = list(_wordless(connection))
    for number, release in _readable(connection, missing).items() if missing else ():
        place = places_of(connection, [release.card])[release.card]
        try:
            insert_words(connection, [(number, tokens(release, read_blob(objects, place)))])
        except DamagedError:
            continue
