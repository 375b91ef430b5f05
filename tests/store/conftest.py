"""Registries of both kinds: every test that asks for one runs on SQLite with a folder, and on PostgreSQL with S3."""

import itertools
import os
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from support.servers import KEYS, bucket_server, postgres

from xreg.registry.store.bucket import BucketObjects
from xreg.registry.store.opening import open_registry
from xreg.registry.store.registry import Registry

KINDS = ("embedded", "server")
# So many registries `server_locations` are; a test that needs more is told that there is no such database.
GROUPS = 10
_number = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server for the whole run."""
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """An S3 server for the whole run, its keys in the environment."""
    with bucket_server() as endpoint:
        before = {key: os.environ.get(key) for key in KEYS}
        os.environ.update(KEYS)
        # The first object makes the bucket.
        BucketObjects("releases", "", endpoint).put("made", [b"it"])
        yield endpoint
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


@pytest.fixture(params=KINDS)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new registry can be."""
    return make_location(request, request.param, tmp_path)


def make_location(request: pytest.FixtureRequest, kind: str, tmp_path: Path) -> str:
    """A place for a registry of a kind, with nothing in it."""
    if kind == "embedded":
        return str(tmp_path / "registry")
    return server_location_named(request, f"test_{next(_number)}")


def server_location_named(request: pytest.FixtureRequest, name: str) -> str:
    """A place on the servers: a database of this name, and a folder of the bucket."""
    reason = "psycopg is not installed: pip install 'xreg[server]'"
    psycopg = __import__("psycopg") if os.environ.get("CI") else pytest.importorskip("psycopg", reason=reason)
    server = request.getfixturevalue("postgres_server")
    endpoint = request.getfixturevalue("s3_server")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    request.addfinalizer(partial(_drop, psycopg, server, name))
    return f"{server}/{name}?blobs=s3://releases/{name}&endpoint={endpoint}"


def _drop(psycopg: ModuleType, server: str, name: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def server_location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new registry on servers can be."""
    return make_location(request, "server", tmp_path)


@pytest.fixture
def server_locations(request: pytest.FixtureRequest) -> str:
    """Where new registries on servers can be: with `{0}` in the place of a number."""
    name = f"test_{next(_number)}_"
    made = [server_location_named(request, f"{name}{number}") for number in range(GROUPS)]
    return made[0].replace(f"{name}0", f"{name}{{0}}")


@pytest.fixture
def registry(location: str) -> Iterator[Registry]:
    """A new registry of each kind."""
    with open_registry(location) as opened:
        yield opened


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Registry]:
    """A new embedded registry; its folder is `registry` in `tmp_path`."""
    with open_registry(str(tmp_path / "registry")) as opened:
        yield opened


@pytest.fixture
def index(embedded: Registry, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The index of `embedded`, as a second program sees it."""
    assert embedded.list() == ()
    connection = sqlite3.connect(tmp_path / "registry" / "index.sqlite", isolation_level=None)
    yield connection
    connection.close()
