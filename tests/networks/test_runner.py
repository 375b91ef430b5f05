"""Workers that misbehave: each is a small script in place of the worker, and none may hurt or fool the parent."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xreg.registry.networks import runner
from xreg.registry.networks.answer import Answer
from xreg.registry.networks.process import LONGEST_ANSWER, converse
from xreg.registry.networks.runner import Request, run_worker
from xreg.schema.network import NetworkError

SHAPES = ((1, 3, 8, 8),)
Script = Callable[[str], tuple[str, ...]]
ATTEMPT = '{"event": "attempt", "shape": [1, 3, 8, 8], "output": [1, 7], "error": ""}'


def run(command: tuple[str, ...], timeout: float = 20.0) -> Answer:
    return run_worker(Request("xception", SHAPES, timeout=timeout), command)


def test_a_good_answer(script: Script) -> None:
    answer = run(script(f"import sys; sys.stdin.read(); print('{ATTEMPT}'); print('{{\"event\": \"end\"}}')"))
    assert answer.ended and not answer.failure
    assert answer.attempts[0].output == (1, 7)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("import time; time.sleep(60)", "did not end within 0.5 s"),
        ("while True: pass", "did not end within 0.5 s"),
        ("import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)", "did not end within"),
    ],
)
def test_out_of_time(script: Script, code: str, failure: str) -> None:
    start = time.monotonic()
    answer = run(script(code), timeout=0.5)
    assert failure in answer.failure
    assert not answer.attempts
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL (perhaps memory ended)"),
        ("import os; os.kill(os.getpid(), 11)", "ended by SIGSEGV"),
        ("import resource as r; r.setrlimit(r.RLIMIT_CPU, (1, 9))\nwhile True: pass", "SIGXCPU (its processor time"),
        ("import sys; sys.exit('no libgomp here')", "status 1 before it had told all (no libgomp here)"),
        ("pass", "status 0 before it had told all"),
        ("print('hello')", "cannot be read"),
    ],
)
def test_ended_early(script: Script, code: str, failure: str) -> None:
    assert failure in run(script(code)).failure


def test_what_was_seen_before_a_crash_is_kept(script: Script) -> None:
    answer = run(script(f"import os; print('{ATTEMPT}', flush=True); os.kill(os.getpid(), 11)"))
    assert answer.attempts[0].output == (1, 7)
    assert "SIGSEGV" in answer.failure


def test_a_flood_on_stdout_is_stopped(script: Script) -> None:
    code = "import os\nblock = b'x' * (1 << 20)\nfor _ in range(1024): os.write(1, block)\n"
    assert f"more than {LONGEST_ANSWER >> 20} MiB" in run(script(code)).failure


def test_a_flood_on_stderr_is_read_and_dropped(script: Script) -> None:
    code = "import os\nblock = b'x' * (1 << 20)\nfor _ in range(1024): os.write(2, block)\nos.write(2, b'\\nlast')\n"
    assert "(last)" in run(script(code), timeout=60.0).failure


def test_grandchildren_end_with_the_worker(script: Script, tmp_path: Path, gone: Callable[[int], bool]) -> None:
    note = tmp_path / "pid"
    code = f"""
import os, time
if os.fork() == 0:
    open({str(note)!r}, "w").write(str(os.getpid()))
    time.sleep(60)
time.sleep(60)
"""
    assert "did not end" in run(script(code), timeout=2.0).failure
    assert gone(int(note.read_text()))


def test_a_grandchild_in_its_own_session_is_not_waited_for(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xreg.registry.networks.process.PATIENCE", 0.1)
    code = f"import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(8)\nelse:\n    print('{ATTEMPT}')\n"
    start = time.monotonic()
    answer = run(script(code), timeout=2.0)
    assert time.monotonic() - start < 7
    assert answer.attempts and answer.failure


def test_the_scratch_folder_is_deleted(script: Script) -> None:
    answer = run(script("import os, sys; open('left', 'w').close(); sys.exit(os.getcwd() + ' ' + os.environ['HOME'])"))
    folder, home = answer.failure.partition("(")[2].rstrip(")").split()
    assert folder == home
    assert not Path(folder).exists()


def test_the_environment_is_a_short_list(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    answer = run(script("import os, sys; sys.exit(' '.join(n for n in os.environ if not n.startswith('COV')))"))
    names = set(answer.failure.partition("(")[2].rstrip(")").split())
    listed = {"PATH", "LD_LIBRARY_PATH", "LANG", "GLOG_v", "MALLOC_ARENA_MAX", "ONEDNN_MAX_CPU_ISA", "HOME", "TMPDIR"}
    assert {"HOME", "TMPDIR", "LANG"} <= names <= listed | {"LC_CTYPE"}


def test_no_open_files_are_handed_down(script: Script, tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        answer = run(script("import os, sys; sys.exit(str(len(os.listdir('/proc/self/fd'))))"))
    assert "(4)" in answer.failure  # the three standard ones, and the one that lists them


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"no network 'lenet'.*xception"):
        run_worker(Request("lenet", SHAPES), ("true",))


def test_a_checkpoint_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ckpt")
    for name in ("none.ckpt", "pipe.ckpt"):
        with pytest.raises(NetworkError, match="is not a file"):
            run_worker(Request("xception", SHAPES, checkpoint=tmp_path / name), ("true",))


def test_a_program_that_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="cannot be started"):
        run((str(tmp_path / "nothing"),))


def test_workers_that_never_read(script: Script, tmp_path: Path) -> None:
    ended = converse(script("import os; os.close(0)"), b"x" * 10_000_000, dict(os.environ), tmp_path, 20.0)
    assert ended.status == 0
    ended = converse(script("import time; time.sleep(60)"), b"x" * 10_000_000, dict(os.environ), tmp_path, 1.0)
    assert ended.out_of_time and ended.status == -9


def test_the_checkpoint_is_named_as_mindspore_demands(script: Script, tmp_path: Path) -> None:
    asset = tmp_path / "blob"
    asset.write_bytes(b"x")
    code = "import json, sys; name = json.load(sys.stdin)['checkpoint']; sys.exit(name[-16:] + open(name).read())"
    for path, said in ((asset, "/checkpoint.ckptx"), (asset.with_suffix(".ckpt"), "x")):
        path.write_bytes(b"x")
        answer = run_worker(Request("xception", SHAPES, checkpoint=path), script(code))
        assert answer.failure.rstrip(")").endswith(said.lstrip("/"))
    assert runner.today()[4] == "-"
