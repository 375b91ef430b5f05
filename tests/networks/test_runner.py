"""Workers that misbehave: each is some code in place of the worker, and none may hurt or fool the parent."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xreg.registry.networks.answer import Answer
from xreg.registry.networks.built_in.runner import Request, run_worker
from xreg.registry.networks.ended import read, today
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import LIMITS, LONGEST_ANSWER, Ended, Task
from xreg.schema.network import NetworkError

SHAPES = ((1, 3, 8, 8),)
Script = Callable[[str], Session]
EVENT = {"event": "attempt", "shape": [1, 3, 8, 8], "output": [1, 7], "error": ""}
ATTEMPT = f"emit({EVENT})"


def run(session: Session, timeout: float = 20.0) -> Answer:
    return run_worker(Request("xception", SHAPES, timeout=timeout, limits=LIMITS | {"cpu": 1}), session)


def test_a_good_answer(script: Script) -> None:
    answer = run(script(f"{ATTEMPT}; emit({{'event': 'end'}})"))
    assert answer.ended and not answer.failure and answer.isolation
    assert answer.attempts[0].output == (1, 7)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("import time; time.sleep(60)", "did not end within 0.5 s"),
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL (perhaps memory ended)"),
        ("import os; os.kill(os.getpid(), 11)", "ended by SIGSEGV"),
        ("import os; os.kill(os.getpid(), 40)", "ended by a signal"),
        ("while True: pass", "SIGXCPU (its processor time"),
        (
            "import os, sys; print('no libgomp here', flush=True); os._exit(1)",
            "status 1 before it had told all (no libgo",
        ),
        ("import sys; sys.exit('no libgomp here')", "SystemExit: no libgomp here"),
        ("pass", "status 0 before it had told all"),
        ("emit({'event': 'hello'})", "cannot be read"),
        (
            "import os; os.write(3, b'x' * (64 << 20)) if False else [emit({'x': 'y' * 99999}) for _ in range(99)]",
            "than 4 MiB",
        ),
        (f"{ATTEMPT}; import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
    ],
)
def test_ended_early(script: Script, code: str, failure: str) -> None:
    answer = run(script(code), timeout=0.5 if "sleep" in code else 20.0)
    assert failure in answer.failure
    assert bool(answer.attempts) == code.startswith(ATTEMPT), "what was seen before a crash is kept"


def test_how_others_end_is_said_in_words() -> None:
    assert "more than 4 MiB" in read(Ended(stdout=b"x" * (LONGEST_ANSWER + 1)), SHAPES, Task({})).failure
    assert "lost twice" in read(Ended(lost=True), SHAPES, Task({})).failure
    assert "came to the limit of a check" in read(Ended(status=-9, out_of_memory=True), SHAPES, Task({})).failure


def test_the_scratch_folder_is_the_home_and_is_deleted(script: Script) -> None:
    answer = run(script("import os, sys; open('left', 'w').close(); sys.exit(os.getcwd() + ' ' + os.environ['HOME'])"))
    folder, home = answer.failure.removeprefix("SystemExit: ").split()
    assert folder == home and not Path(folder, "left").exists()


def test_an_unknown_network_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"no network 'lenet'.*xception"):
        run_worker(Request("lenet", SHAPES))


def test_a_checkpoint_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ckpt")
    for name in ("none.ckpt", "pipe.ckpt"):
        with pytest.raises(NetworkError, match="is not a file"):
            run_worker(Request("xception", SHAPES, checkpoint=tmp_path / name))


def test_the_checkpoint_is_named_as_mindspore_demands(script: Script, tmp_path: Path) -> None:
    asset = tmp_path / "blob"
    code = "import sys; name = request['checkpoint']; sys.exit(name[-16:] + open(name).read())"
    session = script(code)
    for path, said in ((asset, "/checkpoint.ckptx"), (asset.with_suffix(".ckpt"), "x")):
        path.write_bytes(b"x")
        answer = run_worker(Request("xception", SHAPES, checkpoint=path), session)
        assert answer.failure.endswith(said.lstrip("/"))
    assert today()[4] == "-"
