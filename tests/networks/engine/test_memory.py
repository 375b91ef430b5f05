"""The memory of a check as a whole, read from /proc."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xreg.registry.networks.engine import memory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
SIZE = 32 << 20
LIMIT = 2 << 30


@pytest.fixture
def family() -> Iterator[int]:
    """A child that shares this process's pages with a child of its own, which holds SIZE bytes more."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.fork() == 0:
            kept = bytearray(b"x") * SIZE
            os.write(writing, b"x" if kept else b"")
        signal.pause()
        os._exit(0)
    os.read(reading, 1)
    yield child
    for each in [*memory.below(child), child]:
        os.kill(each, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)


def test_processes_below_another_are_found(family: int) -> None:
    assert family in memory.below(os.getpid()) and len(list(memory.below(family))) == 1
    assert list(memory.below(1 << 30)) == []


def test_what_they_hold_in_all_is_limited(family: int) -> None:
    assert memory.exceeds(SIZE - 1, family) and not memory.exceeds(LIMIT, family)


@pytest.mark.parametrize(("close", "exceeds"), [(100, False), (600, True), (None, True)])
def test_pages_that_forks_share_count_once_where_that_can_be_read(
    monkeypatch: pytest.MonkeyPatch, close: int | None, exceeds: bool
) -> None:
    monkeypatch.setattr(memory, "below", lambda _: iter((1, 2)))
    monkeypatch.setattr(memory, "_sum", lambda _, file, __: 700 if file == "status" else close)
    assert memory.exceeds(1000, 0) == exceeds


def test_a_process_that_has_ended_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "below", lambda _: iter((1 << 30,)))
    assert not memory.exceeds(0, 0)


@pytest.mark.parametrize(("lacking", "value"), [("_sum", None), ("_has_children", False), ("", None)])
def test_a_system_that_does_not_tell_is_said_to_lack_the_limit(
    monkeypatch: pytest.MonkeyPatch, lacking: str, value: object
) -> None:
    if lacking:
        monkeypatch.setattr(memory, lacking, lambda *_: value)
    step = memory.watching(8 << 30)
    assert step.lacks == ("memory" if lacking else None)
    says = "memory of all processes together at most 8192 MiB, looked at every 0.2 s"
    assert step.says == (f"not limited to: {says} (/proc does not tell it)" if lacking else says)


def test_sizes_are_read_in_kibibytes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Name:\tRssAnon: 7\nRssAnon:\t       3 kB\nRssFile:\t 9 kB\nRssShmem:\t 1 kB\n"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: text)
    assert memory._sum(1, "status", memory.ROUGH) == 4 << 10
    assert memory._sum(1, "status", memory.SHARED) is None
