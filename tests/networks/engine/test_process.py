"""A child that is started afresh, and the edges of pipes, servers and copies that no attack comes to."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from xreg.registry.networks.engine import bubblewrap, jobs, keeper, warm, workspace
from xreg.registry.networks.engine.conversation import Conversation
from xreg.registry.networks.engine.installation import outermost
from xreg.registry.networks.engine.process import converse
from xreg.registry.networks.engine.task import Ended
from xreg.registry.networks.engine.warm import Server, ServerLostError
from xreg.registry.networks.engine.workspace import Workspace


def run(code: str, folder: Path, timeout: float = 20.0, message: bytes = b"") -> Ended:
    return converse([sys.executable, "-I", "-S", "-c", code], message, dict(os.environ), folder, timeout)


def test_children_that_never_read(tmp_path: Path) -> None:
    assert run("import os; os.close(0)", tmp_path, message=b"x" * 10_000_000).status == 0
    ended = run("import time; time.sleep(60)", tmp_path, 1.0, b"x" * 10_000_000)
    assert ended.out_of_time and ended.status == -9


def test_floods_are_cut(tmp_path: Path) -> None:
    code = "import os\nfor _ in range(64): os.write({}, b'x' * (1 << 20))"
    assert run(code.format(1), tmp_path).flooded
    assert len(run(code.format(2), tmp_path).stderr) == 2000


def test_processes_are_killed_where_there_are_no_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (ProcessLookupError, PermissionError, AttributeError):

        def refuse(*_: object, error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(os, "killpg", refuse)
        assert run("import time; time.sleep(60)", tmp_path, 0.3).status == -9


def test_init_is_ended_before_it_has_a_group() -> None:
    init = os.fork()
    if init == 0:
        time.sleep(60)
        os._exit(0)
    reading, writing = os.pipe()
    try:
        assert keeper._end(init, reading)["status"] == -signal.SIGKILL, "though something holds the pipe"
    finally:
        os.close(reading)
        os.close(writing)


def test_what_multiplies_is_ended_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "PATIENCE", -1.0)
    keeper._end_orphans()


def test_a_keeper_that_tells_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xreg.registry.networks.engine.conversation.GRACE", 0.1)
    conversation = Conversation()
    os.write(conversation.ends[0], b"said")
    ended = conversation.listen(0.1)
    assert ended.lost and ended.stdout == b"said"
    conversation.sent()
    conversation.close()


def test_a_job_for_a_server_that_has_ended_is_lost() -> None:
    server = Server.__new__(Server)
    server._ours, theirs = warm.socket.socketpair(warm.socket.AF_UNIX, warm.socket.SOCK_SEQPACKET)
    server._sending = warm.threading.Lock()
    theirs.close()
    conversation = Conversation()
    with server._ours, pytest.raises(ServerLostError):
        server.ask({}, b"", conversation)
    conversation.close()


def test_a_file_is_linked_or_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Workspace()
    source = tmp_path / "some.ckpt"
    source.write_text("values")
    try:
        assert (
            made.place(source).stat().st_ino == source.stat().st_ino or made.top.stat().st_dev != tmp_path.stat().st_dev
        )
        monkeypatch.setattr(workspace.os, "link", lambda *_: (_ for _ in ()).throw(OSError(18, "another file system")))
        copied = made.place(source)
        assert copied.stat().st_ino != source.stat().st_ino and copied.read_text() == "values"
        monkeypatch.setattr(workspace.os, "geteuid", lambda: 1000)
        assert made.place(copied) == copied
    finally:
        made.remove()


def test_memory_that_nobody_tells_of_limits_no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object, **__: object) -> str:
        raise OSError(2, "No such file or directory")

    monkeypatch.setattr(Path, "read_text", unreadable)
    assert jobs._free_memory() == 1 << 62


def test_the_command_of_bubblewrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: "/usr/bin/bwrap")
    link = tmp_path / "link"
    link.symlink_to("target")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    words = bubblewrap.bubblewrap(["/usr", str(link)], "/staged", {"LANG": "C.UTF-8"}, "/keep")
    assert words is not None and "--unshare-user" in words and words[-2:] == ["--chdir", "/keep"]
    assert ["--symlink", "target", str(link)] == words[words.index("--symlink") :][:3]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "--unshare-user" not in (bubblewrap.bubblewrap([], "/staged", {}, "/keep") or [])
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: None)
    assert bubblewrap.bubblewrap([], "/staged", {}, "/keep") is None


def test_folders_within_others_and_links(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "link").symlink_to(inner)
    found = outermost([str(tmp_path / "outer"), str(inner), str(tmp_path / "link"), "/", "/nowhere"])
    assert found == (str(tmp_path / "link"), str(tmp_path / "outer"))
