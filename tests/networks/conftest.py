"""Fixtures of the network's tests: what needs MindSpore is skipped, with its reason, where it is not installed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xreg.registry.networks import environment
from xreg.registry.networks.answer import Answer
from xreg.registry.networks.runner import Request, run_worker
from xreg.registry.networks.table import framework_folder

DATA = Path(__file__).parent.parent / "data" / "networks"
SIDES = (227, 294, 295, 299, 326, 327)
SHAPES = (
    *((1, 3, side, side) for side in SIDES),
    (1, 3, 296, 320),
    (1, 3, 299, 331),
    (2, 3, 299, 299),
    (1, 4, 299, 299),
)


@pytest.fixture(scope="session", autouse=True)
def _measured_workers() -> None:
    """Let workers be measured when the tests are: they else inherit nothing that coverage could start from."""
    environment.PASSED += tuple(name for name in os.environ if name.startswith(("COVERAGE_", "COV_CORE_")))


@pytest.fixture(scope="session")
def mindspore_folder() -> Path:
    folder = framework_folder()
    if folder is None:
        pytest.skip("MindSpore is not installed: pip install 'xreg[network]'")
    return folder


@pytest.fixture(scope="session")
def fresh(mindspore_folder: Path) -> Answer:
    """One worker's answer to all of SHAPES."""
    assert mindspore_folder
    return run_worker(Request("xception", SHAPES, "end"))


@pytest.fixture(scope="session")
def checkpoints(mindspore_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with checkpoints saved by MindSpore: a good one, and each other one with the defect it is named for."""
    assert mindspore_folder
    folder = tmp_path_factory.mktemp("checkpoints")
    command = [sys.executable, str(DATA / "make_checkpoints.py"), *environment.worker_command()[4:5], str(folder)]
    subprocess.run(command, check=True, env=environment.worker_environment(folder), cwd=folder)
    return folder


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """A command line that runs some Python in place of a worker."""

    def make(code: str) -> tuple[str, ...]:
        path = tmp_path / "script.py"
        path.write_text(code, encoding="utf-8")
        return sys.executable, "-I", "-S", str(path)

    return make


@pytest.fixture
def gone() -> Callable[[int], bool]:
    """Whether a process has ended within 5 s, or is a zombie that nobody has reaped yet."""

    def ended(pid: int) -> bool:
        for _ in range(100):
            try:
                if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                    return True
            except (FileNotFoundError, ProcessLookupError):
                return True
            time.sleep(0.05)
        return False

    return ended
