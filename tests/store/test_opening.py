"""Where a registry lies, and how it is opened and brought up to date."""

import sqlite3
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.releases import UID, draft

from xreg.registry.store import database, tables
from xreg.registry.store.errors import NotReleasedError, StoreError
from xreg.registry.store.location import Location, parse_location
from xreg.registry.store.opening import open_objects, open_registry, user_registry


@pytest.mark.parametrize(
    ("text", "index", "blobs", "endpoint"),
    [
        ("/data/registry", "sqlite:////data/registry/index.sqlite", "/data/registry/objects", ""),
        ("sqlite+folder:/data/registry", "sqlite:////data/registry/index.sqlite", "/data/registry/objects", ""),
        ("postgresql://me@host/db?blobs=s3://b/p", "postgresql+psycopg://me@host/db", "s3://b/p", ""),
        (
            "postgres:///db?blobs=/folder&sslmode=require&endpoint=https://s3.host",
            "postgresql+psycopg:///db?sslmode=require",
            "/folder",
            "https://s3.host",
        ),
    ],
)
def test_a_location_is_read(text, index, blobs, endpoint):
    assert parse_location(text) == Location(text, index, blobs, endpoint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "location is empty"),
        ("sqlite+folder:", "location is empty"),
        ("https://host/registry", "is no registry"),
        ("mysql://me:secret@host/db", "is no registry"),
        ("postgresql://me@host/db", "does not say where the blobs lie"),
        ("postgresql://me:secret@host/db?blobs=s3://b", "holds a password"),
        ("postgresql://host/db?blobs=s3://b&password=secret", "holds a password"),
    ],
)
def test_what_is_no_location_is_refused_and_no_secret_is_shown(text, message):
    with pytest.raises(StoreError, match=message) as caught:
        parse_location(text)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("blobs", ["gs://bucket", "s3://"])
def test_blobs_lie_in_folders_and_buckets_alone(blobs):
    with pytest.raises(StoreError, match="holds no blobs"):
        open_objects(Location("", "", blobs))


def test_blobs_beside_a_database_server_may_lie_in_a_folder(tmp_path):
    objects = open_objects(Location("", "", str(tmp_path)))
    objects.put("a/b", [b"c"])
    assert (tmp_path / "a" / "b").read_bytes() == b"c"


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/xreg/registry"),
        ("linux", {}, "/home/me/.local/share/xreg/registry"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "/home/me/Library/Application Support/xreg/registry"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/xreg/registry"),
        ("win32", {}, "/home/me/AppData/Local/xreg/registry"),
    ],
)
def test_the_users_own_registry_has_its_usual_place(monkeypatch, platform, environment, expected):
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/me", **environment}.items():
        monkeypatch.setenv(name, value)
    assert user_registry() == Path(expected)


def test_without_a_location_the_users_own_registry_is_opened(monkeypatch, tmp_path):
    monkeypatch.setattr("xreg.registry.store.opening.user_registry", lambda: tmp_path / "own")
    with open_registry() as registry:
        registry.publish(draft())
    with open_registry(str(tmp_path / "own"), create=False) as registry:
        assert registry.latest(UID).revision == 1


def test_a_folder_may_have_any_name(tmp_path):
    with open_registry(str(tmp_path / "a?b#c%20d é")) as registry:
        registry.publish(draft())
    assert (tmp_path / "a?b#c%20d é" / "index.sqlite").is_file()


def test_what_only_reads_makes_no_registry(tmp_path):
    with pytest.raises(NotReleasedError, match="There is no registry at"):
        open_registry(str(tmp_path / "typo"), create=False)
    assert not (tmp_path / "typo").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="There can be no registry at"):
        open_registry(str(tmp_path / "file" / "registry"))


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "index.sqlite").write_bytes(b"no database at all, but long enough to be one" * 100)
    with pytest.raises(StoreError, match="database failed: file is not a database"):
        open_registry(str(tmp_path))


def test_a_registry_is_opened_again_without_migrating(location):
    with open_registry(location) as registry:
        registry.publish(draft())
    loaded = set(sys.modules)
    with open_registry(location) as registry:
        assert registry.latest(UID).revision == 1
    assert not {name for name in set(sys.modules) - loaded if name.startswith("alembic")}


def test_files_whose_index_was_lost_are_not_given_to_a_new_one(tmp_path):
    """A new index would take all of them for orphans."""
    with open_registry(str(tmp_path)) as registry:
        release = registry.publish(draft()).release
    index = tmp_path / "index.sqlite"
    (tmp_path / "backup").write_bytes(index.read_bytes())
    index.unlink()
    for _ in range(2):
        with pytest.raises(StoreError, match="belong to another index than this one: restore the lost index"):
            open_registry(str(tmp_path))
    for path in tmp_path.glob("index.sqlite*"):
        path.unlink()
    (tmp_path / "backup").rename(index)
    with open_registry(str(tmp_path)) as registry:
        assert registry.read(release.card) == draft().card


def test_a_registry_of_a_newer_version_is_left_alone(location):
    with open_registry(location) as registry, registry._database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="made by a newer xreg: upgrade"):
        open_registry(location)


def test_the_tables_are_as_the_code_names_them(registry):
    with registry._database.reading() as connection:
        inspector = sa.inspect(connection)
        for table in tables.TABLES:
            assert [column["name"] for column in inspector.get_columns(table.name)] == list(table.c.keys())


def test_who_comes_second_makes_no_second_index(tmp_path, monkeypatch):
    with open_registry(str(tmp_path)) as registry:
        answers = iter(["", database.HEAD])
        monkeypatch.setattr(database, "_version", lambda _: next(answers))
        registry._database.migrate()
        assert list(answers) == []


class Locked:
    """A connection that cannot be changed to WAL at first, as while another process does so."""

    def __init__(self, times):
        self.times = times
        self.mode = "delete"

    def execute(self, statement):
        if statement == "PRAGMA journal_mode=WAL":
            self.times -= 1
            if self.times >= 0:
                raise sqlite3.OperationalError("database is locked")
            self.mode = "wal"
        return self

    def fetchone(self):
        return (self.mode,)


def test_the_change_to_wal_waits_for_others(monkeypatch):
    patient = Locked(3)
    database._prepare(patient, None)
    assert patient.mode == "wal"
    monkeypatch.setattr(database, "_PATIENCE", -1)
    with pytest.raises(sqlite3.OperationalError):
        database._prepare(Locked(3), None)


def test_where_folders_cannot_be_synced_they_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr("xreg.registry.store.folder._SYNCS_FOLDERS", False)
    open_objects(Location("", "", str(tmp_path))).put("a", [b"b"])
    assert (tmp_path / "a").read_bytes() == b"b"


def test_sqlite_waits_for_the_disk_and_lets_readers_read(embedded):
    with embedded._database.reading() as connection:
        answers = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert answers == ["wal", 2, 1]


@pytest.mark.parametrize(
    ("missing", "text", "message"),
    [
        ("psycopg", "postgresql://host/db?blobs=/folder", "PostgreSQL needs the package psycopg"),
        ("obstore", "postgresql://host/db?blobs=s3://bucket", "bucket needs the package obstore"),
    ],
)
def test_what_a_server_needs_is_named(monkeypatch, missing, text, message):
    for name in [name for name in sys.modules if name.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(StoreError, match=message):
        open_registry(text)


def test_a_bucket_at_its_owners_place_needs_no_endpoint(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    from xreg.registry.store.bucket import BucketObjects

    assert BucketObjects("bucket", "", "")._store.config["bucket"] == "bucket"
