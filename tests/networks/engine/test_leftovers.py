"""What a killed process leaves behind is deleted at the next start, and nothing else is."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from support.attacks import ROOT

from xreg.registry.networks.engine import leftovers
from xreg.registry.networks.engine.leftovers import MARK, PREFIX, remove_leftovers
from xreg.registry.networks.engine.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")
KILLED = f"""
import os, sys
sys.path.insert(0, {str(ROOT / "src")!r})
from xreg.registry.networks.engine.workspace import Workspace
made = Workspace()
(made.scratch / "file").write_text("left behind")
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders for a while are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_the_folder_of_a_killed_process_is_deleted_at_the_next_start(place: Path) -> None:
    assert subprocess.run([sys.executable, "-I", "-c", KILLED], check=False).returncode == -9
    [left] = place.iterdir()
    assert (left / MARK).exists()
    made = Workspace()
    assert [each.name for each in place.iterdir()] == [made.top.name] != [left.name]
    made.remove()
    assert not list(place.iterdir())


def test_the_folder_of_a_living_process_stays(place: Path) -> None:
    first, second = Workspace(), Workspace()
    assert {first.top, second.top} == set(place.iterdir()) and first.code.is_dir()
    first.remove()
    first.remove()
    second.remove()


def test_a_fork_keeps_the_folder_of_its_parent(place: Path) -> None:
    made = Workspace()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    os.close(made._mark or 0)  # as if the parent had ended
    remove_leftovers(place)
    assert made.code.is_dir()
    os.close(writing)
    os.waitpid(child, 0)
    os.close(reading)
    remove_leftovers(place)
    assert not made.top.exists()


@pytest.mark.parametrize("marked", [True, False])
def test_what_is_no_session_s_stays(place: Path, marked: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder without a mark is being made, or another version's; a link leads to what is somebody else's."""
    other = tmp_path_factory.mktemp("other")
    (place / f"{PREFIX}link").symlink_to(other)
    (place / "notes").mkdir()
    (place / f"{PREFIX}new").mkdir()
    for folder in (other, place / "notes") if marked else ():
        (folder / MARK).touch()
    remove_leftovers(place)
    assert {each.name for each in place.iterdir()} == {f"{PREFIX}link", f"{PREFIX}new", "notes"} and other.is_dir()


def test_the_folder_of_another_user_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / f"{PREFIX}theirs"
    folder.mkdir()
    (folder / MARK).touch()
    own = os.geteuid()
    monkeypatch.setattr(leftovers.os, "geteuid", lambda: own + 1)
    remove_leftovers(place)
    assert folder.is_dir()
    monkeypatch.setattr(leftovers.os, "geteuid", lambda: own)
    remove_leftovers(place)
    assert not folder.exists()


def test_a_mark_that_is_a_link_is_not_followed(place: Path) -> None:
    folder = place / f"{PREFIX}odd"
    folder.mkdir()
    (folder / MARK).symlink_to(place / "notes")
    (place / "notes").touch()
    remove_leftovers(place)
    assert folder.is_dir()


def test_where_there_are_no_locks_nothing_is_deleted(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = place / f"{PREFIX}left"
    left.mkdir()
    (left / MARK).touch()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    made = Workspace()
    monkeypatch.setattr(leftovers.sys, "platform", "win32")
    remove_leftovers(place)
    assert left.is_dir() and not (made.top / MARK).exists()
    made.remove()
    assert not made.top.exists()
