"""The first schema: releases that never change, with their blobs, and a full-text index.

What must hold is said here, to the database: no code of ours can break it, nor can a second program on the same data.
"""

import secrets

from alembic import op

revision = "0001"
down_revision = None

_HEX = "length({0}) = 64 AND trim({0}, '0123456789abcdef') = ''"
_STATES = "'verified', 'failed', 'not verified'"


def _digest(name: str) -> str:
    return _HEX.format(name)


_TABLES = (
    f"CREATE TABLE registry (id {{text}} NOT NULL PRIMARY KEY CHECK ({_digest('id')}))",
    """CREATE TABLE uids (
        id {id} NOT NULL PRIMARY KEY CHECK (id >= 1),
        uid {text} NOT NULL UNIQUE CHECK (uid <> '')
    )""",
    f"""CREATE TABLE blobs (
        digest {{text}} NOT NULL PRIMARY KEY CHECK ({_digest("digest")}),
        size BIGINT NOT NULL CHECK (size >= 0),
        pack {{text}} CHECK ({_digest("pack")}),
        start BIGINT NOT NULL DEFAULT 0 CHECK (start >= 0),
        CHECK (pack IS NOT NULL OR start = 0)
    ){{without_rowid}}""",
    f"""CREATE TABLE releases (
        id {{id}} NOT NULL PRIMARY KEY CHECK (id >= 1),
        uid BIGINT NOT NULL REFERENCES uids (id),
        revision BIGINT NOT NULL CHECK (revision >= 1),
        raw {{text}} NOT NULL REFERENCES blobs (digest),
        card {{text}} NOT NULL REFERENCES blobs (digest),
        evidence {{text}} NOT NULL REFERENCES blobs (digest),
        verification {{text}} NOT NULL REFERENCES blobs (digest),
        attestation {{text}} REFERENCES blobs (digest),
        state {{text}} NOT NULL CHECK (state IN ({_STATES})),
        time {{text}} NOT NULL CHECK (time LIKE '____-__-__T__:__:__Z'),
        publisher {{text}} NOT NULL CHECK (publisher <> ''),
        claims {{text}} NOT NULL,
        seal {{text}} NOT NULL CHECK ({_digest("seal")}),
        UNIQUE (uid, revision),
        UNIQUE (uid, id)
    )""",
    f"""CREATE TABLE assets (
        release BIGINT NOT NULL REFERENCES releases (id),
        position BIGINT NOT NULL CHECK (position >= 0),
        name {{text}} NOT NULL,
        link {{text}} NOT NULL,
        digest {{text}} CHECK ({_digest("digest")}),
        size BIGINT NOT NULL CHECK (size >= -1),
        state {{text}} NOT NULL CHECK (state IN ({_STATES})),
        blob {{text}} REFERENCES blobs (digest),
        PRIMARY KEY (release, position),
        CHECK (blob IS NULL OR (digest IS NOT NULL AND blob = digest)),
        CHECK (state <> 'verified' OR (digest IS NOT NULL AND size >= 0))
    ){{without_rowid}}""",
    """CREATE TABLE yanks (
        release BIGINT NOT NULL PRIMARY KEY REFERENCES releases (id),
        reason {text} NOT NULL CHECK (reason <> ''),
        time {text} NOT NULL CHECK (time LIKE '____-__-__T__:__:__Z')
    )""",
    """CREATE TABLE shown (
        uid {id} NOT NULL PRIMARY KEY REFERENCES uids (id),
        release BIGINT NOT NULL UNIQUE,
        FOREIGN KEY (uid, release) REFERENCES releases (uid, id)
    )""",
    "CREATE INDEX assets_of_a_digest ON assets (digest) WHERE digest IS NOT NULL",
    "CREATE INDEX blobs_of_a_pack ON blobs (pack) WHERE pack IS NOT NULL",
)

_WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE words USING fts5("
        "tokens, content='', detail=none, tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE words (rowid BIGINT NOT NULL PRIMARY KEY REFERENCES releases (id), tokens tsvector NOT NULL)",
        "CREATE INDEX words_tokens ON words USING gin (tokens) WITH (fastupdate = off)",
    ),
}

_KINDS = {
    "sqlite": {"id": "INTEGER", "text": "TEXT", "without_rowid": " WITHOUT ROWID"},
    "postgresql": {"id": "BIGINT", "text": 'TEXT COLLATE "C"', "without_rowid": ""},
}

# Table, event, the condition under which it is refused, and what the database then says.
_NEVER = (
    *(
        (table, event, "TRUE", "a release never changes")
        for table in ("registry", "uids", "releases", "assets", "yanks")
        for event in ("UPDATE", "DELETE")
    ),
    ("blobs", "DELETE", "TRUE", "a released blob is never removed"),
    ("blobs", "UPDATE", "NEW.digest <> OLD.digest OR NEW.size <> OLD.size", "a released blob never changes"),
    ("registry", "INSERT", "EXISTS (SELECT 1 FROM registry)", "a registry has one name"),
    (
        "releases",
        "INSERT",
        "NEW.revision <> (SELECT coalesce(max(revision), 0) + 1 FROM releases WHERE uid = NEW.uid)",
        "a revision follows the one before",
    ),
    (
        "shown",
        "INSERT",
        "EXISTS (SELECT 1 FROM yanks WHERE release = NEW.release)",
        "a yanked release is not shown",
    ),
    ("shown", "UPDATE", "TRUE", "what is shown is removed and written anew"),
)

_TRIGGER = {
    "sqlite": (
        "CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
        " RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        " RETURN {answer}; END $$",
        "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ),
}


def upgrade() -> None:
    """Makes the tables, the full-text index, and the triggers that keep releases as they are."""
    dialect = op.get_bind().dialect.name
    for statement in (*(table.format(**_KINDS[dialect]) for table in _TABLES), *_WORDS[dialect]):
        op.execute(statement)
    op.execute(f"INSERT INTO registry VALUES ('{secrets.token_hex(32)}')")
    for table, event, condition, message in _NEVER:
        answer = "OLD" if event == "DELETE" else "NEW"
        name = f"{table}_{event.lower()}"
        for statement in _TRIGGER[dialect]:
            op.execute(
                statement.format(
                    name=name, event=event, table=table, condition=condition, message=message, answer=answer
                )
            )
