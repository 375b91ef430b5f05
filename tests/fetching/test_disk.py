"""A disk that is full, before and in the middle; nothing half is ever taken for whole."""

import errno
import os
from collections import namedtuple

import pytest
from support.asset_server import CONTENT, chunked, honest

from xreg.publisher.fetching import files, part
from xreg.publisher.fetching.errors import CacheError, NoSpaceError, TruncatedError
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.fetching.files import RESERVE, size
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
Usage = namedtuple("Usage", "total used free")


class Disk:
    """Takes so many bytes, a limited number at once, and is full then."""

    def __init__(self, room, error=errno.ENOSPC, at_once=1 << 30):
        self.room, self.error, self.at_once = room, error, at_once

    def write(self, opened, content):
        if self.room <= 0:
            raise OSError(self.error, os.strerror(self.error))
        taken = os.write(opened, content[: min(self.room, self.at_once)])
        self.room -= taken
        return taken


@pytest.fixture
def disk(monkeypatch):
    """Puts a disk of limited room under the parts."""

    def put(made):
        class System:
            write = staticmethod(made.write)

            def __getattr__(self, name):
                return getattr(os, name)

        monkeypatch.setattr(part, "os", System())

    return put


def test_room_is_looked_for_first(server, settings, monkeypatch):
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: Usage(0, 0, RESERVE + len(CONTENT) - 1))
    with pytest.raises(NoSpaceError, match=r"needs 2\.9 MiB more, and the disk has 66\.9 MiB free: make room"):
        fetch(server.link, settings)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: Usage(0, 0, RESERVE + len(CONTENT)))
    assert fetch(server.link, settings).digest == DIGEST


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_disk_that_fills_up_keeps_what_can_be_resumed(server, settings, disk, error):
    disk(Disk(1_000_000, error))
    with pytest.raises(NoSpaceError, match="the disk is full"):
        fetch(server.link, settings)
    assert len(server.asked) == 1
    disk(Disk(1 << 40))
    found = fetch(server.link, settings)
    assert (found.digest, found.resumed) == (DIGEST, True)
    assert server.ranges == ["", "bytes=1000000-"]


def test_what_cannot_be_resumed_is_removed_from_a_full_disk(server, settings, disk):
    server.script = [chunked([CONTENT])]
    disk(Disk(1_000_000))
    with pytest.raises(NoSpaceError):
        fetch(server.link, settings)
    assert not list((settings.folder / "parts").glob("*.part"))


def test_another_failure_of_the_disk_is_another_error(server, settings, disk):
    disk(Disk(1_000_000, errno.EIO))
    with pytest.raises(CacheError, match="Input/output error"):
        fetch(server.link, settings)


def test_writes_of_a_part_are_completed(server, settings, disk):
    disk(Disk(1 << 40, at_once=100_000))
    assert fetch(server.link, settings).digest == DIGEST


def test_a_disk_that_is_full_at_the_end_of_a_cut_loses_nothing_but_that(server, settings, disk):
    server.script = [honest(stop=1000), honest()]
    disk(Disk(0))
    with pytest.raises(TruncatedError):
        fetch(server.link, settings._replace(attempts=1))
    disk(Disk(1 << 40))
    assert fetch(server.link, settings).digest == DIGEST


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_note_that_cannot_be_written_leaves_no_half(server, settings, monkeypatch, call):
    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", full) if call == "fsync" else patched.setattr(files.Path, "replace", full)
        with pytest.raises(NoSpaceError):
            fetch(server.link, settings)
    assert not [path for path in settings.folder.rglob("*") if path.suffix == ".new"]
    assert fetch(server.link, settings).digest == DIGEST


def test_a_file_system_that_syncs_no_folders_is_used_all_the_same(server, settings, monkeypatch):
    real = os.fsync

    def fsync(opened):
        if os.path.isdir(f"/proc/self/fd/{opened}"):
            raise OSError(errno.EINVAL, "no")
        real(opened)

    monkeypatch.setattr(files.os, "fsync", fsync)
    assert fetch(server.link, settings).digest == DIGEST


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (96_468_992, "92.0 MiB"), (8 << 30, "8.0 GiB"),
     (1 << 40, "1.0 TiB"), (1 << 60, "1048576.0 TiB")],
)  # fmt: skip
def test_sizes_are_for_people(count, said):
    assert size(count) == said
