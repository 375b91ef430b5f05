"""Servers that end or hang before they are asked, and links in a model's folder."""

import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks.engine import session as sessions
from xreg.registry.networks.engine import warm
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import Task, Worker
from xreg.registry.networks.engine.warm import Server, ServerLostError
from xreg.registry.networks.engine.workspace import Workspace
from xreg.schema.network import NetworkError


class Gone:
    """A server that ended before it was asked."""

    ended = 0

    def ask(self, *given: Any) -> None:
        given[-1].sent()
        raise ServerLostError("Broken pipe")

    def end(self) -> None:
        Gone.ended += 1


@pytest.mark.skipif(not hasattr(socket, "SOCK_SEQPACKET"), reason="only Linux forks a server")
def test_servers_that_end_before_they_are_asked_are_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gone, "ended", 0)
    monkeypatch.setattr(sessions.sys, "platform", "linux")
    monkeypatch.setattr(sessions, "Server", lambda *_, **__: Gone())
    with Session(1, worker=Worker("nowhere:serve", ())) as session:
        [(_, ended)] = session.run([Task({})])
    assert ended.lost and Gone.ended == sessions.TRIES


@pytest.mark.skipif(not hasattr(socket, "SOCK_SEQPACKET"), reason="only Linux forks a server")
def test_a_server_that_never_gets_ready_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "WARMING", 0.01)
    made = Server.__new__(Server)
    made._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made._noise, made._process = tempfile.TemporaryFile(), None  # noqa: SIM115
    with theirs, pytest.raises(NetworkError, match=r"did not start \(it says nothing\)"):
        made._ready()
    assert made._ours.fileno() == -1 and made._noise.closed


def test_links_of_a_models_folder_are_copied_as_links(tmp_path: Path) -> None:
    model, workspace = tmp_path / "model", Workspace()
    model.mkdir()
    (model / "link").symlink_to("/etc/shadow")
    (model / "net.py").write_text("x = 1\n")
    try:
        there = workspace.place(model)
        assert (there / "link").is_symlink() and (there / "net.py").read_text() == "x = 1\n"
    finally:
        workspace.remove()
