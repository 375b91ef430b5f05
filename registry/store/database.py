"""The index's database: SQLite beside the files, or PostgreSQL. One writer at a time, readers whenever they like."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from xreg.registry.store.errors import StoreError

# The version of the schema that this code knows, the last one under `migrations/versions`.
HEAD = "0001"
_MIGRATIONS = Path(__file__).parent / "migrations"
# A writer waits that long for the others, in seconds.
_PATIENCE = 120
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_PATIENCE * 1000}")
# All writers of a PostgreSQL database wait for this lock, as SQLite's wait for its file: an arbitrary number.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(7878732771)")
_WRITES = "xreg_writes"


class Database:
    """The connections to an index. Not to be carried over a fork."""

    def __init__(self, url: str) -> None:
        self._engine = _sqlite(url) if url.startswith("sqlite") else _postgres(url)
        self.dialect = self._engine.dialect.name

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Gives one state of the index, which no writer changes meanwhile."""
        with _translated("Nothing was changed."), self._engine.connect() as connection:
            if self.dialect == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Gives the only writer's connection. What was written holds when the block ends, whole, or not at all."""
        advice = "Do the same again: what was done is not done twice."
        with _translated(advice), self._engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                if self.dialect == "postgresql":
                    connection.execute(_LOCK)
                yield connection

    def migrate(self) -> None:
        """Brings the schema to this code's version, if it is older. Raises StoreError where it is newer."""
        with self.reading() as connection:
            version = _version(connection)
        if version == HEAD:
            return
        with self.writing() as connection:
            if _version(connection) != HEAD:
                _upgrade(connection)


def _sqlite(url: str) -> sa.Engine:
    # Python's driver opens transactions at its own moments unless it is told to leave them alone.
    place = sa.URL.create("sqlite", database=url.removeprefix("sqlite:///"))
    engine = sa.create_engine(place, connect_args={"isolation_level": None, "timeout": _PATIENCE})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # Two that make a database at once: the change to WAL fails at once where it should wait.
    deadline = time.monotonic() + _PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchone()
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: str) -> sa.Engine:
    try:
        return sa.create_engine(url, pool_pre_ping=True)
    except ImportError as error:
        raise StoreError("PostgreSQL needs the package psycopg: pip install 'xreg[server]'.") from error


@contextlib.contextmanager
def _translated(advice: str) -> Iterator[None]:
    """Says in the user's words what the database's driver says in its own."""
    try:
        yield
    except SQLAlchemyError as error:
        cause: Any = error.orig if isinstance(error, DBAPIError) else error
        reason = " ".join(str(cause).split())[:500].rstrip(". ")
        raise StoreError(f"The registry's database failed: {reason}. {advice}") from error


def _version(connection: sa.Connection) -> str:
    """Reads the version of the schema; empty where there is none yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise StoreError("The registry was made by a newer xreg: upgrade xreg to read it.") from error
