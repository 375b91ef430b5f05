"""The server, keeper and child forked from the tests' own process, without isolation, so that they are measured too."""

import json
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.attacks import HOSTILE

from xreg.registry.networks.engine import alone, child, keeper, server, session, warm
from xreg.registry.networks.engine.alone import run_alone
from xreg.registry.networks.engine.conversation import Conversation
from xreg.registry.networks.engine.isolation.steps import Step, View
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import LIMITS, Ended, Task, Worker
from xreg.registry.networks.engine.warm import Server
from xreg.registry.networks.engine.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a server")
Run = Callable[..., Ended]


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = Workspace()
    yield made
    made.remove()


def unisolated(*steps: Step) -> Callable[..., tuple[View, list[Step]]]:
    """Stands in for the isolation."""
    return lambda base, seen, *_: (View(base, seen, False), list(steps))


@pytest.fixture
def run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs an attack in a server that was forked from here."""
    servers: list[Server] = []

    def asked(attack: str, *steps: Step, timeout: float = 20.0, require: bool = False, **request: Any) -> Ended:
        monkeypatch.setattr(child, "isolate", unisolated(*steps))
        servers.append(forked(workspace))
        conversation = Conversation()
        header = {"timeout": timeout, "limits": LIMITS, "data": [], "require": require}
        servers[-1].ask(header, json.dumps({"attack": attack, **request}).encode(), conversation)
        try:
            return conversation.listen(timeout)
        finally:
            conversation.close()

    yield asked
    for each in servers:
        each.end()
        os.wait()


def forked(workspace: Workspace) -> Server:
    made = Server.__new__(Server)
    made._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    made._noise, made._sending, made._process = tempfile.TemporaryFile(), threading.Lock(), None  # noqa: SIM115
    settings: dict[str, Any] = {"warm": ["colorsys"], "serve": "hostile:serve", "channel": theirs.fileno()}
    settings |= {"bubblewrap": False, "programs": [], "code": str(workspace.code), "scratch": str(workspace.scratch)}
    if os.fork() == 0:
        made._ours.close()
        sys.path.append(str(HOSTILE))
        server.main(json.dumps(settings))
    theirs.close()
    assert made._ours.recv(10) == b"ready"
    return made


def test_an_answer_and_how_it_ended(run: Run) -> None:
    ended = run("nothing", Step("patched"))
    assert json.loads(ended.stdout.splitlines()[0])["found"] == {"attack": "nothing"}
    assert ended.status == 0 and "patched" in ended.isolation and not ended.lost


def test_an_error_is_told(run: Run) -> None:
    assert b"KeyError" in run("no such attack").stdout


def test_out_of_time(run: Run) -> None:
    ended = run("sleep", seconds=60, number=1, timeout=0.2)
    assert ended.out_of_time and ended.status == -9


def test_out_of_memory(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "exceeds", lambda *_: True)
    ended = run("sleep", seconds=60, number=1)
    assert ended.out_of_memory and not ended.out_of_time and ended.status == -9


def test_what_is_left_behind_is_ended(run: Run) -> None:
    assert b"left" in run("grandchild").stdout


def test_what_is_left_behind_is_ended_without_namespaces(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "own_namespaces", lambda _: [])
    ended = run("grandchild")
    assert b"left" in ended.stdout and ended.status == 0


def test_nothing_runs_where_a_protection_is_missing(run: Run) -> None:
    ended = run("nothing", Step("the user's files stay readable", "files"), require=True)
    assert ended.missing == ("files",) and not ended.stdout


def test_an_error_of_the_engine_is_a_loss(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_job", lambda *_: 1 / 0)
    assert run("nothing").lost


def test_an_error_of_the_isolation_runs_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "quiet_pipes", lambda *_: 1 / 0)
    ended = run("nothing")
    assert ended.status == 70 and not ended.stdout


def test_a_machine_without_room_for_a_process(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork
    first = [True]

    def refusing() -> int:
        if first.pop() if first else False:
            return fork()
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refusing)
    assert run("nothing").lost


def test_a_child_started_afresh(workspace: Workspace) -> None:
    """The way of other systems, which works here too."""
    header = {"timeout": 20.0, "limits": LIMITS, "data": [], "require": False, "code": str(workspace.code)}
    worker = Worker("hostile:serve", (), (HOSTILE,))
    ended = run_alone(worker, None, workspace, header, b'{"attack": "nothing"}')
    assert json.loads(ended.stdout.splitlines()[0])["found"] == {"attack": "nothing"} and ended.isolation
    assert run_alone(Worker("hostile:serve"), None, workspace, header | {"limits": {}}, b"{}").isolation == ()


def test_a_session_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.sys, "platform", "darwin")
    with Session(1, worker=Worker("hostile:serve", (), (HOSTILE,))) as opened:
        [(_, ended)] = opened.run([Task({"attack": "nothing"})])
    assert b"found" in ended.stdout


def test_the_main_of_a_child_started_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forked from here, to be measured."""
    request = {"request": {"attack": "nothing"}, "data": [], "programs": [], "code": "/nowhere", "require": False}
    request["limits"] = LIMITS
    (tmp_path / "request").write_text(json.dumps(request))
    reading, writing = os.pipe()
    monkeypatch.setattr(child, "isolate", unisolated(Step("patched")))
    if os.fork() == 0:
        os.dup2(writing, 1)
        os.chdir(tmp_path)
        sys.path.append(str(HOSTILE))
        sys.stdin = (tmp_path / "request").open()
        alone.main("hostile:serve")
    os.close(writing)
    _, status = os.wait()
    with os.fdopen(reading) as answer:
        lines = [json.loads(line) for line in answer]
    assert status == 0 and lines[0] == {"isolation": ["patched"], "missing": []} and lines[-1] == {"event": "end"}


def test_what_cannot_be_started_is_said(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm.sys, "executable", "/nowhere/python")
    with pytest.raises(session.NetworkError, match="did not start"):
        Server(Worker("hostile:serve", ()), None, workspace, wrapped=False)
