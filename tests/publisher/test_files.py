"""Cards as files: finding them, reading them within limits, and replacing them whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from xreg.publisher import files
from xreg.publisher.files import InputError
from xreg.schema.text import Text


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the test runs."""
    folder = tmp_path / "hub"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("# x\n")


def found(*paths: str) -> list[str]:
    return [f"error: {path}" if isinstance(path, InputError) else path for path in files.cards(paths)]


@pytest.mark.usefixtures("hub")
def test_cards_below_a_folder() -> None:
    make(
        "b/z.md", "b/a.md", "a/c/d.md", "README.md", "a/readme_CN.md", "a/ReadMe.md", "x.txt", "x.MD", "x.md.bak", "md"
    )
    assert found(".") == ["a/c/d.md", "b/a.md", "b/z.md"]
    assert found("b", "a") == ["b/a.md", "b/z.md", "a/c/d.md"]


@pytest.mark.usefixtures("hub")
def test_hidden_files_and_folders_are_passed_over() -> None:
    make(".git/a.md", ".hidden.md", "a/.b/c.md", "a/d.md")
    assert found(".") == ["a/d.md"]


@pytest.mark.usefixtures("hub")
def test_a_path_that_is_named_is_a_card_whatever_its_name() -> None:
    make("README.md", "x.txt", ".hidden.md")
    assert found("README.md", "x.txt", ".hidden.md") == ["README.md", "x.txt", ".hidden.md"]


@pytest.mark.usefixtures("hub")
def test_each_card_once() -> None:
    make("a/b.md")
    assert found("a/b.md", "a", ".", "a/b.md", "-", "-") == ["a/b.md", "-"]


@pytest.mark.usefixtures("hub")
def test_what_is_missing_does_not_stop_the_others() -> None:
    make("a.md")
    assert found("gone", "a.md", "gone.md") == [
        "error: gone: there is no such file or folder",
        "a.md",
        "error: gone.md: there is no such file or folder",
    ]


@pytest.mark.usefixtures("hub")
def test_an_empty_folder_has_no_cards() -> None:
    assert found(".") == []


def test_links_inside_the_folder_are_cards_and_links_out_of_it_are_not(hub: Path) -> None:
    make("a/b.md", "../outside/secret.md")
    Path("a/inside.md").symlink_to("b.md")
    Path("a/out.md").symlink_to(hub.parent / "outside" / "secret.md")
    Path("a/near.md").symlink_to(hub.parent / "hub2")
    Path("a/dangling.md").symlink_to("gone.md")
    reached = found("a")
    assert [path for path in reached if not path.startswith("error")] == ["a/b.md", "a/dangling.md", "a/inside.md"]
    errors = [path for path in reached if path.startswith("error")]
    assert [error.split(":")[1].strip() for error in errors] == ["a/near.md", "a/out.md"]
    assert all("link to a file outside of the folder: name that file itself" in error for error in errors)


def test_a_link_that_is_named_is_followed(hub: Path) -> None:
    make("../outside/card.md")
    Path("link.md").symlink_to(hub.parent / "outside" / "card.md")
    assert found("link.md") == ["link.md"]
    assert files.read("link.md") == b"# x\n"


@pytest.mark.usefixtures("hub")
def test_links_to_folders_are_not_followed() -> None:
    """So a link to a folder above makes no endless run."""
    make("a/b.md")
    Path("a/loop").symlink_to("..")
    assert found(".") == ["a/b.md"]


@pytest.mark.usefixtures("hub")
def test_a_folder_that_cannot_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a/b.md", "c/d.md")
    listed: Callable[[str], object] = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    error, card = found(".")
    assert "a: cannot be listed: Permission denied: check its permissions" in error
    assert card == "c/d.md"


def refused(path: str) -> str:
    with pytest.raises(InputError) as caught:
        files.read(path)
    return str(caught.value)


@pytest.mark.usefixtures("hub")
def test_what_is_no_file_is_refused_at_once() -> None:
    """A pipe without a writer would keep a plain reader waiting for ever."""
    os.mkfifo("pipe.md")
    Path("folder.md").mkdir()
    Path("loop.md").symlink_to("loop.md")
    assert "pipe.md: is no regular file: name a card" in refused("pipe.md")
    assert "folder.md: is no regular file: name a card or a folder" in refused("folder.md")
    assert "gone.md: cannot be read: No such file" in refused("gone.md")
    assert "loop.md: cannot be read: Too many levels of symbolic links" in refused("loop.md")
    assert "/dev/null: is no regular file" in refused("/dev/null")
    assert "cannot be read: embedded null" in refused("a\0b")


@pytest.mark.usefixtures("hub")
def test_a_card_of_100_mb_is_not_read_into_memory() -> None:
    with Path("giant.md").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    try:
        assert "giant.md: has 100 MiB; a card has at most 1 MiB: is this a card?" in refused("giant.md")
        assert tracemalloc.get_traced_memory()[1] < 4 * files.MAX_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.usefixtures("hub")
def test_a_card_of_the_largest_size_is_read() -> None:
    with Path("large.md").open("wb") as file:
        file.truncate(files.MAX_BYTES)
    assert len(files.read("large.md")) == files.MAX_BYTES
    with Path("large.md").open("ab") as file:
        file.write(b"x")
    assert "1 MiB" in refused("large.md")


OLD, NEW = Text("old \udcff\r\n"), Text("new \udcff\r\n")


@pytest.fixture
def path(hub: Path) -> Path:
    """A card to replace."""
    card = hub / "card.md"
    card.write_bytes(OLD.to_bytes())
    return card


def test_replace(path: Path) -> None:
    files.replace(str(path), OLD, NEW)
    assert path.read_bytes() == b"new \xff\r\n"
    assert os.listdir(path.parent) == ["card.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664, 0o400])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    files.replace(str(path), OLD, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_stays_a_link(path: Path) -> None:
    link = path.with_name("link.md")
    link.symlink_to("card.md")
    files.replace(str(link), OLD, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW.to_bytes()


def untouched(path: Path) -> bool:
    return path.read_bytes() == OLD.to_bytes() and os.listdir(path.parent) == ["card.md"]


def test_a_card_that_was_changed_in_the_meantime_is_left_alone(path: Path) -> None:
    path.write_bytes(b"changed")
    with pytest.raises(InputError, match="was changed by somebody else in the meantime"):
        files.replace(str(path), OLD, NEW)
    assert path.read_bytes() == b"changed"
    assert os.listdir(path.parent) == ["card.md"]


def test_a_card_that_is_gone(path: Path) -> None:
    path.unlink()
    with pytest.raises(InputError, match="cannot be written: No such file"):
        files.replace(str(path), OLD, NEW)
    assert os.listdir(path.parent) == []


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), InputError),
        (OSError(errno.EIO, "Input/output error"), InputError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError(), MemoryError),
    ],
)
@pytest.mark.parametrize("where", ["write", "fsync", "chmod", "replace"])
def test_a_failure_leaves_the_old_card_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException, raised: type[BaseException]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    owner: object = {"write": Text, "fsync": os}.get(where, Path)
    monkeypatch.setattr(owner, {"write": "to_bytes"}.get(where, where), fails)
    with pytest.raises(raised):
        files.replace(str(path), OLD, NEW)
    monkeypatch.undo()
    assert untouched(path)


@pytest.mark.parametrize("last", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
def test_a_kill_in_the_middle_leaves_the_old_card(path: Path, last: str) -> None:
    """The process dies where no `finally` runs; what it leaves behind is no card."""
    code = (
        "import os, pathlib, signal, sys\n"
        "from xreg.publisher import files\n"
        "from xreg.schema.text import Text\n"
        f"{last} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.replace(sys.argv[1], Text('old \\udcff\\r\\n'), Text('new'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    assert path.read_bytes() == OLD.to_bytes()
    assert found(str(path.parent)) == [str(path)]


def test_the_new_bytes_are_on_the_disk_before_they_take_the_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, put = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("sync"), sync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda one, other: (order.append("replace"), put(one, other))[1])
    files.replace(str(path), OLD, NEW)
    assert order == ["sync", "replace"]
