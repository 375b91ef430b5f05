"""Many tasks in one session: their order, their files, what is lost and run again, and how all of it ends."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.attacks import HOSTILE, ROOT, marked

from xreg.registry.networks.engine import jobs
from xreg.registry.networks.engine import session as sessions
from xreg.registry.networks.engine.jobs import default_jobs
from xreg.registry.networks.engine.missing import IsolationError
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import Ended, Task, Worker
from xreg.schema.network import NetworkError

Make = Callable[..., Session]
PROGRAM = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT / "src")!r})
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import Task, Worker
worker = Worker("hostile:serve", (), (Path({str(HOSTILE)!r}),))
if __name__ == "__main__":
    session = Session(2, sys.argv[1], worker, sys.argv[2] == "True")
    print(session.folder.name, flush=True)
    for number, ended in session.run([Task({{"attack": sys.argv[3]}})] * 2):
        print(ended, flush=True)
"""


def sleeps(*seconds: float) -> list[Task]:
    return [Task({"attack": "sleep", "seconds": each, "number": number}) for number, each in enumerate(seconds)]


def told(ended: Ended) -> Any:
    assert not ended.lost and ended.status == 0, ended
    return json.loads(ended.stdout.splitlines()[0])["found"]


def gone(mark: str) -> bool:
    for _ in range(100):
        if not marked(mark):
            return True
        time.sleep(0.05)
    return False


def test_tasks_are_told_as_they_end(make: Make) -> None:
    ended = list(make(jobs=2).run(sleeps(1.0, 0.0, 0.0)))
    assert [number for number, _ in ended] == [1, 2, 0]
    assert all(told(each) == number for number, each in ended)


def test_one_server_serves_many_runs(make: Make) -> None:
    session = make()
    list(session.run(sleeps(0.0)))
    before = set(marked(session.folder.name))
    list(session.run(sleeps(0.0, 0.0)))
    assert before and set(marked(session.folder.name)) == before


def test_paths_in_a_message_are_the_childs(make: Make, tmp_path: Path) -> None:
    model, checkpoint = tmp_path / "model", tmp_path / "some.ckpt"
    (model / "src").mkdir(parents=True)
    (model / "src" / "net.py").write_text("x = 1\n")
    checkpoint.write_text("values")
    checkpoint.chmod(0o600)
    paths = [str(checkpoint), f"{model}/src/net.py", f"{tmp_path}/other", "model"]
    task = Task({"attack": "look", "paths": paths, "own": {"deep": [str(model)]}["deep"][0]}, model, (checkpoint,))
    [(_, ended)] = make().run([task])
    found = told(ended)
    assert found["own"] and [Path(path).name for path in found["read"]] == ["some.ckpt", "net.py"]
    assert not any(path.startswith(str(tmp_path)) for path in found["read"])


def test_files_that_are_not_there_are_refused(make: Make, tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"none\.ckpt cannot be read"):
        list(make().run([Task({"attack": "nothing"}, files=(tmp_path / "none.ckpt",))]))


def test_a_killed_server_costs_no_answer(make: Make) -> None:
    session = make(jobs=2)
    killed = False
    ended = []
    for number, each in session.run(sleeps(0.0, 1.0, 1.0, 0.0)):
        ended.append((number, told(each)))
        if not killed:
            for pid in marked(session.folder.name):
                os.kill(pid, signal.SIGKILL)
            killed = True
    assert sorted(ended) == [(number, number) for number in range(4)]


def test_what_is_lost_twice_is_a_failure(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    session = make(jobs=1)
    servers = []
    ask = sessions.Server.ask

    def killed(server: Any, *given: Any) -> None:
        servers.append(server)
        ask(server, *given)
        os.kill(server.pid, signal.SIGKILL)

    monkeypatch.setattr(sessions.Server, "ask", killed)
    [(_, ended)] = session.run(sleeps(5.0))
    assert ended.lost and len(set(servers)) == sessions.TRIES


def test_leaving_early_ends_what_runs(make: Make) -> None:
    session = make()
    for _ in session.run(sleeps(0.0, 60.0, 60.0)):
        break
    for _ in range(100):
        if len(marked(session.folder.name)) <= 3:
            break
        time.sleep(0.05)
    assert len(marked(session.folder.name)) <= 3  # the server, and bubblewrap's two


def test_closing_ends_all_and_deletes_the_folder(make: Make) -> None:
    session = make()
    list(session.run(sleeps(0.0)))
    session.close()
    assert gone(session.folder.name) and not session.folder.parent.exists()
    with pytest.raises(NetworkError, match="the session is closed"):
        list(session.run(sleeps(0.0)))


def test_garbage_collection_closes(wrapped: bool) -> None:
    session: Session | None = Session(1, worker=Worker("hostile:serve", (), (HOSTILE,)), wrapped=wrapped)
    assert session is not None
    list(session.run(sleeps(0.0)))
    folder = session.folder
    session = None
    gc.collect()
    assert gone(folder.name) and not folder.parent.exists()


def test_nothing_outlives_a_killed_parent(wrapped: bool) -> None:
    command = [sys.executable, "-I", "-c", PROGRAM, "auto", str(wrapped), "hang"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        mark = parent.stdout.readline().strip()
        for _ in range(200):
            if len(marked(mark)) >= 5:  # the server, and two keepers with their children
                break
            time.sleep(0.05)
        assert len(marked(mark)) >= 5
        parent.kill()
    assert gone(mark)


def test_isolation_that_is_required_and_there(make: Make) -> None:
    [(_, ended)] = make(isolation="require").run(sleeps(0.0))
    assert told(ended) == 0 and ended.isolation and not ended.missing


def test_isolation_that_is_required_and_missing(without_namespaces: tuple[str, ...]) -> None:
    command = [*without_namespaces, sys.executable, "-I", "-c", PROGRAM, "require", "False", "abort"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    said = result.stderr.strip().rpartition("\n")[2]
    assert "IsolationError: a network would not be kept from the network and other processes here (" in said
    assert "unshare says" in said and "apt-get install bubblewrap" in said and "Ended(" not in result.stdout


def test_no_foreign_code_runs_where_isolation_is_missing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child itself refuses, whatever the parent would do with what it is told."""
    monkeypatch.setattr(sessions, "refuse_without", lambda *_: None)
    session = make(isolation="require")
    monkeypatch.setattr(sessions, "LIMITS", sessions.LIMITS | {"memory": -2})  # which no kernel takes
    [(_, ended)] = session.run(sleeps(0.0))
    assert ended.missing == ("memory",) and not ended.stdout


def test_a_server_that_does_not_start(wrapped: bool) -> None:
    with (
        Session(worker=Worker("nowhere:serve", ()), wrapped=wrapped) as session,
        pytest.raises(NetworkError, match=r"did not start \(ModuleNotFoundError: No module named 'nowhere'"),
    ):
        list(session.run(sleeps(0.0)))


def test_jobs_fit_processors_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_jobs() >= 1
    monkeypatch.setattr(jobs, "_free_memory", lambda: 7 << 30)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert default_jobs() == 2


def test_the_error_names_one_protection_and_several() -> None:
    with pytest.raises(IsolationError, match=r"kept from files here \(files outside stay readable\)"):
        sessions.refuse_without(["files"], ["no core dump", "files outside stay readable"])
