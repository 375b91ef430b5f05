"""What the tests of the engine share: sessions of hostile code that need no MindSpore."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.attacks import HOSTILE

from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import Worker
from xreg.registry.networks.modes import Isolation

WORKER = Worker("hostile:serve", (), (HOSTILE,))
WRAPPED = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
Make = Callable[..., Session]


@pytest.fixture(params=[pytest.param(True, marks=WRAPPED, id="bubblewrap"), pytest.param(False, id="bare")])
def wrapped(request: pytest.FixtureRequest) -> bool:
    """With bubblewrap where it is installed, and without."""
    return bool(request.param)


@pytest.fixture
def make(wrapped: bool) -> Iterator[Make]:
    """Opens sessions, which are closed after the test."""
    if sys.platform != "linux":
        pytest.skip("only Linux has namespaces")
    opened = []

    def session(jobs: int = 2, isolation: Isolation = "auto") -> Session:
        opened.append(Session(jobs, isolation, WORKER, wrapped))
        return opened[-1]

    yield session
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def without_namespaces() -> tuple[str, ...]:
    """A command line before others that takes away all that namespaces need; skips where that cannot be had."""
    code = 'echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --inh-caps=-all --bounding-set=-all "$@"'
    words = ("unshare", "--user", "--map-root-user", "sh", "-c", code, "sh")
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system cannot take namespaces away from a process")
    return words


@pytest.fixture
def program() -> Path:
    """The program that runs all attacks."""
    return HOSTILE.parents[1] / "support" / "attacks.py"
