"""Fixtures of the network's tests: what needs MindSpore is skipped, with its reason, where it is not installed."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from xreg.registry.networks import environment
from xreg.registry.networks.answer import Answer
from xreg.registry.networks.built_in.runner import Request, run_worker
from xreg.registry.networks.engine import alone, warm
from xreg.registry.networks.engine.installation import import_folders
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import Worker
from xreg.registry.networks.table import framework_folder

MEASURING = ("COVERAGE_", "COV_CORE_")
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
    """Let workers be measured when the tests are: they else inherit nothing that coverage could start from.

    Not those of the engine, whose children may not write what was measured: `engine/test_here.py` runs it here.
    """
    environment.PASSED += tuple(name for name in os.environ if name.startswith(MEASURING))
    for module in (warm, alone):
        module.worker_environment = _unmeasured  # type: ignore[attr-defined]


def _unmeasured(scratch: Path) -> dict[str, str]:
    given = environment.worker_environment(scratch)
    return {name: value for name, value in given.items() if not name.startswith(MEASURING)}


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
    command = [sys.executable, str(DATA / "make_checkpoints.py"), *import_folders(None, ()), str(folder)]
    subprocess.run(command, check=True, env=environment.worker_environment(folder), cwd=folder)
    return folder


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Callable[[str], Session]]:
    """Opens a session whose children run some Python in place of a worker."""
    opened = []

    def make(code: str) -> Session:
        folder = Path(mkdtemp(dir=tmp_path))
        body = textwrap.indent(code, "    ")
        (folder / "scripted.py").write_text(f"def serve(request, isolation, emit):\n{body}\n", encoding="utf-8")
        opened.append(Session(1, worker=Worker("scripted:serve", (), (folder,))))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
