"""What the tests of the engine share: sessions of hostile code that need no MindSpore."""

import shutil
import sys
from collections.abc import Callable, Iterator

import pytest
from support.attacks import HOSTILE
from support.namespaces import before_command

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
    return before_command()
