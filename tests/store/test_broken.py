"""Disks that fill up, connections that break, calls that fail: a release is there whole, or not at all."""

import contextlib
import errno
import os
import subprocess
import threading

import obstore
import psycopg
import pytest
import sqlalchemy as sa
from obstore.exceptions import GenericError
from support.releases import UID, asset, draft, files

from xreg.registry.store import publishing
from xreg.registry.store.errors import StoreError
from xreg.registry.store.location import parse_location
from xreg.registry.store.opening import open_registry
from xreg.schema.release import Uid

CALLS = ("open", "write", "fsync", "replace", "makedirs")


def failing(call, left, reason):
    """A call that fails when it is called for the N-th time, and ever after."""

    def failed(*given, **named):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(reason, os.strerror(reason))
        return call(*given, **named)

    return failed


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EIO])
def test_each_call_that_fails_leaves_nothing_half(embedded, tmp_path, monkeypatch, name, reason):
    made = draft("second", assets=(asset(tmp_path / "model.ckpt"),))
    embedded.publish(draft())
    for number in range(100):
        with monkeypatch.context() as patched:
            patched.setattr(os, name, failing(getattr(os, name), [number], reason))
            try:
                published = embedded.publish(made)
            except StoreError as error:
                assert os.strerror(reason) in str(error)
                assert "do the same again" in str(error)
                published = None
        assert embedded.check().problems == ()
        assert not [path for path in files(tmp_path) if path.endswith(".part")] or name in ("write", "open", "fsync")
        assert len(embedded.history(UID)) == (2 if published else 1)
        if published:
            break
    assert number > 0
    assert embedded.check(repair=True, grace=0).clean


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name == "nt" or os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_up_keeps_what_was_released(small_disk):
    released = 0
    with open_registry(str(small_disk / "registry")) as registry:
        with pytest.raises(StoreError, match=r"No space left|disk is full|disk I/O error"):
            for number in range(10_000):
                registry.publish_all(
                    [draft(f"{number} {name}" * 500, Uid.parse(f"a/1/{number}-{name}")) for name in range(5)]
                )
                released += 5
        assert released > 50
        assert len(list(registry.all())) == released
        assert [problem for problem in registry.check().problems if "disk" not in problem.message] == []
        assert registry.read(next(registry.all()).card)


@pytest.fixture
def breaking(server_location):
    """A registry on servers, and a function that breaks its connections to the database."""
    database = parse_location(server_location).database.replace("postgresql+psycopg", "postgresql")
    with open_registry(server_location) as registry, psycopg.connect(database, autocommit=True) as other:

        def cut():
            others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            other.execute(f"{others} WHERE datname = current_database() AND pid <> pg_backend_pid()")

        yield registry, cut


def test_a_connection_that_breaks_at_any_statement_leaves_nothing_half(breaking):
    registry, cut = breaking
    for number in range(60):
        left = [number]

        def maybe(*_, left=left):
            left[0] -= 1
            if left[0] == -1:
                cut()

        sa.event.listen(registry._database._engine, "before_cursor_execute", maybe)
        try:
            new = registry.publish(draft(f"number {number}")).new
        except StoreError as error:
            assert "was done is not done twice" in str(error) or "Nothing was changed" in str(error)
            new = False
        finally:
            sa.event.remove(registry._database._engine, "before_cursor_execute", maybe)
        assert registry.check().problems == ()
        again = registry.publish(draft(f"number {number}"))
        assert again.new != new
        assert again.release.revision == number + 1
        if left[0] >= 0:
            break
    assert 5 < number < 59
    assert registry.check(repair=True, grace=0).clean


def test_a_connection_that_breaks_at_the_commit_is_safe_to_try_again(breaking, monkeypatch):
    registry, cut = breaking
    from sqlalchemy.engine.default import DefaultDialect

    commit = DefaultDialect.do_commit

    def broken(dialect, connection):
        monkeypatch.setattr(DefaultDialect, "do_commit", commit)
        cut()
        commit(dialect, connection)

    published = []
    for _ in range(3):
        monkeypatch.setattr(DefaultDialect, "do_commit", broken)
        with contextlib.suppress(StoreError):
            registry.publish(draft())
        monkeypatch.setattr(DefaultDialect, "do_commit", commit)
        published.append(registry.publish(draft()).release.revision)
    assert published == [1, 1, 1]
    assert registry.check().problems == ()


def test_a_bucket_that_fails_releases_nothing(server_location, monkeypatch):
    with open_registry(server_location) as registry:
        left = [0]

        def put(store, key, content, **named):
            left[0] -= 1
            if left[0] < 0:
                raise GenericError("The server stumbled.\n\nDebug source:\nlong")
            return real(store, key, content, **named)

        real = obstore.put
        monkeypatch.setattr(obstore, "put", put)
        for number in range(5):
            left[0] = number
            if number < 4:
                with pytest.raises(StoreError, match=r"The bucket failed: The server stumbled\. Do the same again"):
                    registry.publish(draft())
                assert registry.list() == ()
                assert registry.check().problems == ()
        assert registry.publish(draft()).new


def test_a_publisher_that_is_always_beaten_says_so(embedded, monkeypatch):
    monkeypatch.setattr(publishing, "_commit", lambda *_: False)
    with pytest.raises(StoreError, match="Other publishers were faster each time"):
        embedded.publish(draft())


def test_a_publisher_that_is_beaten_gets_the_next_revision(registry, location):
    def attest(release):
        if release.revision == 1:
            with open_registry(location) as other:
                other.publish(draft("faster"))
        return release.name.encode()

    release = registry.publish(draft("slower", attest=attest)).release
    assert release.revision == 2
    assert registry.read(release.attestation) == release.name.encode()


def test_two_that_publish_the_same_bytes_at_once_share_them(registry, location):
    def attest(release):
        with open_registry(location) as other:
            other.publish(draft(uid=Uid.parse("a/1/other")))
        return release.name.encode()

    registry.publish(draft(attest=attest))
    assert registry.check(grace=0).problems == ()


def test_threads_share_a_registry(registry):
    errors = []

    def work(name):
        try:
            for number in range(5):
                registry.publish(draft(f"{name} {number}", Uid.parse(f"a/1/{name}")))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [release.revision for release in registry.list()] == [5] * 4


def test_what_was_written_is_synced_before_it_is_named_and_named_before_it_is_indexed(embedded, tmp_path, monkeypatch):
    """A machine that loses its power keeps what was synced: the order of the calls is what a release rests on."""
    seen = []

    def recorded(name, call):
        def record(first, *rest, **named):
            answer = call(first, *rest, **named)
            opened = names.get(first, first)
            if name == "open":
                names[answer] = str(first)
            seen.append((name, str(rest[0]) if name == "replace" else str(opened)))
            if name == "replace":
                renamed[str(rest[0])] = str(first)
            return answer

        return record

    names, renamed = {}, {}
    for name in ("open", "fsync", "replace"):
        monkeypatch.setattr(os, name, recorded(name, getattr(os, name)))
    sa.event.listen(embedded._database._engine, "commit", lambda _: seen.append(("commit", "")))
    release = embedded.publish(draft(assets=(asset(tmp_path / "model.ckpt"),))).release
    last = max(number for number, (what, _) in enumerate(seen) if what == "commit")
    root = tmp_path / "registry" / "objects"
    for digest in release.blobs:
        path = str(root / "blobs" / digest.hex[:2] / digest.hex)
        named = seen.index(("replace", path))
        assert seen.index(("fsync", renamed[path])) < named
        folder = ("fsync", str(root / "blobs" / digest.hex[:2]))
        assert folder in seen[named:last]
        assert ("fsync", str(root / "blobs")) in seen[:last]
