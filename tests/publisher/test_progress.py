"""The bar of long runs: on a terminal alone, erased at the end."""

import io
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.cards import OFFLINE, PATH, card

from xreg.publisher import batch, progress
from xreg.publisher.batch import WORTH_PROCESSES, Card, lint_cards
from xreg.publisher.progress import Progress

ROOT = Path(__file__).resolve().parents[2]


class Terminal(io.StringIO):
    """A terminal that tells when something stands on it."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted, self.seen = "", threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.wanted and self.wanted in text:
            self.seen.set()
        return super().write(text)

    def wait_for(self, wanted: str) -> None:
        self.seen.clear()
        self.wanted = wanted
        assert self.seen.wait(30), self.getvalue()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error as a terminal on which a bar appears at once."""
    made = Terminal()
    # Not in `sys` itself: there pytest puts its own between the fixtures and the test.
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=made))
    monkeypatch.setattr(progress, "DELAY", 0)
    monkeypatch.setattr(progress, "EVERY", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CI", raising=False)
    return made


def test_what_is_done_is_shown_and_erased(terminal: Terminal) -> None:
    with progress.progress(4) as bar:
        terminal.wait_for("0/4 ")
        bar.advance()
        terminal.wait_for("1/4 ")
        bar.advance(2)
        terminal.wait_for("3/4 ")
    assert " cards/s]" in terminal.getvalue()
    *_, before, blanks, after = terminal.getvalue().split("\r")
    assert "3/4 " in before
    assert not blanks.strip() and len(blanks) >= len(before)
    assert after == ""


def test_a_defect_in_the_block_erases_it_too(terminal: Terminal) -> None:
    with pytest.raises(KeyboardInterrupt), progress.progress(4):
        terminal.wait_for("0/4 ")
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith(" \r")
    assert not [thread for thread in threading.enumerate() if thread is not threading.main_thread() and thread.daemon]


def test_a_total_may_be_learned_later(terminal: Terminal) -> None:
    with progress.progress(None, "B") as bar:
        bar.total = 2048
        bar.advance(1024)
        terminal.wait_for("1.00k/2.00k")


def test_bytes_have_prefixes_and_an_unknown_total_has_no_bar(terminal: Terminal) -> None:
    with progress.progress(3 * 1024 * 1024, "B") as bar:
        bar.advance(1024 * 1024)
        terminal.wait_for("1.00M/3.00M")
    with progress.progress(None, "B") as bar:
        bar.advance(2048)
        terminal.wait_for("2.00k B [")


def test_a_short_run_shows_nothing_and_imports_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "DELAY", 600)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with progress.progress(1) as bar:
        bar.advance()
    assert terminal.getvalue() == ""


def test_a_terminal_that_is_gone_stops_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with progress.progress(2) as bar:
        terminal.wait_for("0/2 ")
        monkeypatch.setattr(terminal, "write", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        bar.advance()
    assert bar.done == 1


@pytest.mark.parametrize(("name", "value"), [("TERM", "dumb"), ("CI", "true"), (None, None)])
def test_where_nobody_looks_on_nothing_is_shown(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str | None, value: str | None
) -> None:
    if name and value:
        monkeypatch.setenv(name, value)
    else:
        monkeypatch.setattr(terminal, "isatty", lambda: False)
    threads = threading.active_count()
    with progress.progress(2) as bar:
        assert threading.active_count() == threads
        bar.advance()
    assert (terminal.getvalue(), bar.done) == ("", 1)


def test_nothing_to_do_is_no_progress(terminal: Terminal) -> None:
    threads = threading.active_count()
    with progress.progress(0):
        assert threading.active_count() == threads
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(("number", "jobs"), [(3, 1), (WORTH_PROCESSES + 5, 1), (WORTH_PROCESSES + 5, 2)])
def test_every_card_of_a_run_counts(number: int, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, Progress]] = []

    @contextmanager
    def counting(total: int) -> Iterator[Progress]:
        seen.append((total, Progress()))
        yield seen[-1][1]

    monkeypatch.setattr(batch, "progress", counting)
    cards = [Card(f"{place}/{PATH}", card().encode()) for place in range(number)]
    assert len(lint_cards(cards, OFFLINE, None, jobs)) == number
    ((total, bar),) = seen
    assert total == bar.done == number


def test_an_interrupt_ends_the_processes_and_erases_the_bar(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        terminal.wait_for(f"0/{WORTH_PROCESSES} ")
        raise KeyboardInterrupt

    monkeypatch.setattr(Progress, "advance", interrupted)
    cards = [Card(f"{place}/{PATH}", b"") for place in range(WORTH_PROCESSES)]
    with pytest.raises(KeyboardInterrupt):
        lint_cards(cards, OFFLINE, None, 2)
    assert terminal.getvalue().endswith(" \r")


def run_on_a_terminal(code: str, *arguments: str) -> tuple[str, str]:
    """What a program prints on standard output, a pipe, and on standard error, a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"TERM": "xterm"}
    setting = f"import os, fcntl, termios\nfcntl.ioctl(2, termios.TIOCSWINSZ, {_size(80)!r})\n"
    command: Sequence[str] = (sys.executable, "-c", setting + code, *arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, cwd=ROOT) as process:
        os.close(theirs)
        told = b"".join(_parts(ours))
        out, _ = process.communicate(timeout=60)
    os.close(ours)
    return out.decode(), told.decode()


def _size(columns: int) -> bytes:
    return (24).to_bytes(2, sys.byteorder) + columns.to_bytes(2, sys.byteorder) + bytes(4)


def _parts(handle: int) -> Iterator[bytes]:
    """What comes from a terminal until nobody holds its other end."""
    while True:
        try:
            yield os.read(handle, 65536)
        except OSError:
            return


# The first card waits until the bar has been drawn.
LINT = """
import sys, threading
from xreg.publisher import linting, batch, progress
progress.DELAY, progress.EVERY = {delay}, 0.01
drawn, real, write = threading.Event(), batch.lint, sys.stderr.write
def lint(text, path, options):
    assert drawn.wait({wait}) or not {wait}
    return real(text, path, options)
def writing(text):
    if "/2 [" in text:
        drawn.set()
    return write(text)
batch.lint, sys.stderr.write = lint, writing
from xreg.publisher.main import main
sys.exit(main(["lint", "--network", "recorded", "--no-cache", "--jobs", "1", *sys.argv[1:]]))
"""
CARDS = ("cards/xception.md", "tests/data/cards/clean.md")


def test_a_long_run_on_a_real_terminal() -> None:
    out, told = run_on_a_terminal(LINT.format(delay=0, wait=30), *CARDS)
    assert "XR301" in out
    assert "cards/s]" not in out and "\r" not in out
    assert "0/2 [00:00<?, ? cards/s]" in told
    *_, bar, blanks, end = told.split("\r")
    assert "/2 [" in bar
    assert (blanks.strip(), end) == ("", "")
    assert max(map(len, told.split("\r"))) <= 80


def test_a_short_run_on_a_real_terminal() -> None:
    out, told = run_on_a_terminal(LINT.format(delay=600, wait=0), *CARDS)
    assert "XR301" in out
    assert told == ""
