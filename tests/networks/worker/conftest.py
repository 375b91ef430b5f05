"""Fixtures of the child's work: requests are served in a process of their own, since MindSpore is imported there."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xreg
from xreg.registry.networks import environment

DATA = Path(__file__).parent.parent.parent / "data" / "networks"
Event = dict[str, Any]
Serve = Callable[[list[dict[str, Any]]], list[list[Event]]]


@pytest.fixture(scope="session")
def served(mindspore_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Serves requests, all of them in one process; the events of each."""
    folders = [str(Path(xreg.__path__[0]).parent), str(mindspore_folder)]

    def run(requests: list[dict[str, Any]]) -> list[list[Event]]:
        scratch = tmp_path_factory.mktemp("scratch")
        command = [sys.executable, "-I", str(DATA / "serve_requests.py"), *folders]
        variables = environment.worker_environment(scratch)
        text = json.dumps(requests)
        done = subprocess.run(
            command, input=text, env=variables, cwd=scratch, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        answers: list[list[Event]] = json.loads(done.stdout.splitlines()[-1])
        return answers

    return run
