"""The rows of new releases, written by the only writer."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from xreg.registry.store.rows import asset_rows, parts, release_row
from xreg.registry.store.searching import insert_words, tokens
from xreg.registry.store.tables import assets, releases, shown, uids, yanks
from xreg.schema.digests import Digest
from xreg.schema.release import Release


class Entry(NamedTuple):
    """A new release, the text of its card, and the digests whose bytes the registry holds."""

    release: Release
    card: bytes
    held: tuple[Digest, ...]


def insert_releases(connection: sa.Connection, entries: list[Entry]) -> None:
    """Writes new releases. The numbers follow the last ones: nobody else writes meanwhile."""
    numbers = _uids(connection, [str(entry.release.uid) for entry in entries])
    first = _next(connection, releases)
    rows: list[dict[str, Any]] = []
    listed: list[dict[str, Any]] = []
    words: list[tuple[int, list[str]]] = []
    for number, entry in enumerate(entries, first):
        rows.append(release_row(number, numbers[str(entry.release.uid)], entry.release))
        listed += asset_rows(number, entry.release, entry.held)
        words.append((number, tokens(entry.release, entry.card)))
    connection.execute(sa.insert(releases), rows)
    if listed:
        connection.execute(sa.insert(assets), listed)
    insert_words(connection, words)
    show(connection, {row["uid"]: row["id"] for row in rows})


def _uids(connection: sa.Connection, wanted: list[str]) -> dict[str, int]:
    """Reads the numbers of UIDs; new ones get the next."""
    found: dict[str, int] = {}
    for part in parts(sorted(set(wanted))):
        found.update((row.uid, row.id) for row in connection.execute(sa.select(uids).where(uids.c.uid.in_(part))))
    missing = [uid for uid in dict.fromkeys(wanted) if uid not in found]
    if missing:
        new = dict(zip(missing, range(first := _next(connection, uids), first + len(missing)), strict=True))
        connection.execute(sa.insert(uids), [{"id": number, "uid": uid} for uid, number in new.items()])
        found.update(new)
    return found


def _next(connection: sa.Connection, table: sa.TableClause) -> int:
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1)).scalar_one())


def show(connection: sa.Connection, newest: Mapping[int, int]) -> None:
    """Makes search and list show these releases of these UIDs (numbers of both), and no other ones of them."""
    for part in parts(list(newest)):
        connection.execute(sa.delete(shown).where(shown.c.uid.in_(part)))
    if newest:
        connection.execute(sa.insert(shown), [{"uid": uid, "release": number} for uid, number in newest.items()])


def last_standing(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, int]:
    """Finds the newest release of each UID that was not yanked."""
    found: dict[int, int] = {}
    for part in parts(list(numbers)):
        query = (
            sa.select(releases.c.uid, sa.func.max(releases.c.id))
            .where(releases.c.uid.in_(part), releases.c.id.not_in(sa.select(yanks.c.release)))
            .group_by(releases.c.uid)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found
