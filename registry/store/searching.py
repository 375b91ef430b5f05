"""Finding releases by words and filters: FTS5 in SQLite, tsvector in PostgreSQL, the same answers from both."""

from collections.abc import Mapping

import sqlalchemy as sa

from xreg.registry.store.errors import StoreError
from xreg.registry.store.rows import read_releases, selection
from xreg.registry.store.tables import releases, shown, uids
from xreg.registry.store.words import FILTERS, tokens_of, wanted, wanted_facets
from xreg.schema.release import Release

# Statements that are tried one after the other until enough is found. PostgreSQL looks at the newest releases first, as
# a word of most cards is there at once; a rarer one it then looks up, which its planner would not do by itself.
_MATCH = {
    "sqlite": (
        "SELECT words.rowid FROM words CROSS JOIN shown ON release = words.rowid"
        " WHERE words MATCH :query ORDER BY words.rowid DESC LIMIT :limit",
    ),
    "postgresql": (
        "SELECT rowid FROM words JOIN shown ON release = rowid WHERE tokens @@ CAST(:query AS tsquery)"
        " AND rowid > (SELECT max(rowid) FROM words) - 2000 ORDER BY rowid DESC LIMIT :limit",
        "WITH found AS MATERIALIZED (SELECT rowid FROM words WHERE tokens @@ CAST(:query AS tsquery))"
        " SELECT rowid FROM found JOIN shown ON release = rowid ORDER BY rowid DESC LIMIT :limit",
    ),
}
_INSERT = {
    "sqlite": "INSERT INTO words (rowid, tokens) VALUES (:number, :tokens)",
    "postgresql": "INSERT INTO words (rowid, tokens)"
    " VALUES (:number, array_to_tsvector(string_to_array(:tokens, ' ')))",
}
# A token, one that is a beginning, and what stands between two that must both be there.
_SYNTAX = {"sqlite": ('"{}"', '"{}" *', " AND "), "postgresql": ("'{}'", "'{}':*", " & ")}


def facets_of(release: Release) -> dict[str, str]:
    """Reads what a release can be filtered by."""
    found = {key: release.claims.get(claim, "") for key, claim in FILTERS.items()}
    found["version"] = found["version"] or release.uid.version
    found["backend"] = found["backend"] or release.uid.backend
    return {**{key: value for key, value in found.items() if value}, "state": release.state.value}


def tokens(release: Release, card: bytes) -> list[str]:
    """Lists the tokens by which a release is found."""
    return tokens_of(str(release.uid), release.claims, facets_of(release), card.decode("utf-8", "replace"))


def insert_words(connection: sa.Connection, words: list[tuple[int, list[str]]]) -> None:
    """Writes the tokens of releases."""
    rows = [{"number": number, "tokens": " ".join(found)} for number, found in words]
    connection.execute(sa.text(_INSERT[connection.dialect.name]), rows)


def search(connection: sa.Connection, words: str, facets: Mapping[str, str], limit: int) -> tuple[Release, ...]:
    """Finds releases that hold all words: those with all of them in name or title first, then the newest first."""
    unknown = set(facets) - {*FILTERS, "state"}
    if unknown:
        raise StoreError(f"Releases have no {', '.join(sorted(unknown))}: filter by {', '.join(FILTERS)} or state.")
    if words.strip() and not wanted(words, "name"):
        return ()
    named = _matches(connection, wanted(words, "name"), facets, limit)
    if len(named) < limit and words:
        named += [
            number for number in _matches(connection, wanted(words, "text"), facets, limit) if number not in set(named)
        ]
    return _in_order(connection, named[:limit])


def _matches(
    connection: sa.Connection, found: list[tuple[str, bool]], facets: Mapping[str, str], limit: int
) -> list[int]:
    one, beginning, both = _SYNTAX[connection.dialect.name]
    terms = [(beginning if begins else one).format(token) for token, begins in [*found, *wanted_facets(facets)]]
    if not terms:
        query = sa.select(shown.c.release).order_by(shown.c.release.desc()).limit(limit)
        return list(connection.execute(query).scalars())
    values = {"query": both.join(terms), "limit": limit}
    numbers: list[int] = []
    for statement in _MATCH[connection.dialect.name]:
        numbers = list(connection.execute(sa.text(statement), values).scalars())
        if len(numbers) >= limit:
            break
    return numbers


def _in_order(connection: sa.Connection, numbers: list[int]) -> tuple[Release, ...]:
    found = read_releases(connection, selection().where(releases.c.id.in_(numbers)))
    return tuple(found[number] for number in numbers)


def listed(connection: sa.Connection, after: str, limit: int) -> tuple[Release, ...]:
    """Lists the releases that are shown, by UID, those behind a UID."""
    query = selection().join(shown, shown.c.release == releases.c.id).where(uids.c.uid > after)
    return tuple(read_releases(connection, query.order_by(uids.c.uid).limit(limit)).values())
