"""`--isolation require` on the command line: where the machine cannot isolate, nothing is run, and it is said."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Ran
from support.attacks import HOSTILE, ROOT
from support.namespaces import before_command

from xreg.registry.networks import cards
from xreg.registry.networks.built_in import evidence, runner, running
from xreg.registry.networks.engine import bubblewrap
from xreg.registry.networks.engine import session as sessions
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import Worker
from xreg.registry.networks.table import framework_folder

Xreg = Callable[..., Ran]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux isolates")
REFUSED = "xreg: a network would not be kept from memory here (not limited to: memory at most"
INSTALL = "so none was run: install bubblewrap (`apt-get install bubblewrap`) on a Linux of version 5.13 or later"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """The answers of children, which need no MindSpore, on a machine without bubblewrap that limits no memory."""
    site, ended = tmp_path / "site", list[Any]()
    (site / "mindspore-2.10.0.dist-info").mkdir(parents=True)
    for module in (cards, evidence, running):
        monkeypatch.setattr(module, "framework_folder", lambda: site)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: None)
    monkeypatch.setattr(sessions, "LIMITS", sessions.LIMITS | {"memory": -2})  # which no kernel takes

    class Unlimited(Session):
        def __init__(self, jobs: int, isolation: Any) -> None:
            super().__init__(jobs, isolation, Worker("hostile:serve", (), (HOSTILE,)))

        def _prepared(self, task: Any) -> Any:
            return super()._prepared(task._replace(limits={}, message={"attack": "nothing"}))

        def _one(self, *given: Any) -> Any:
            ended.append(super()._one(*given))
            return ended[-1]

    monkeypatch.setattr(runner, "Session", Unlimited)
    return ended


@pytest.mark.parametrize("command", [("lint",), ("lint", "--jobs", "2"), ("render",)])
@pytest.mark.usefixtures("card")
def test_nothing_runs_where_isolation_is_required_and_missing(xreg: Xreg, asked: list[Any], command: Any) -> None:
    ran = xreg(command[0], "cards/xception.md", *command[1:], "--network", "run", "--isolation", "require")
    assert ran.code == 2 and not ran.out
    assert ran.err.startswith(REFUSED) and INSTALL in ran.err and ran.err.count("\n") == 1
    assert not asked


@pytest.mark.usefixtures("card")
def test_required_in_the_configuration(xreg: Xreg, folder: Path, asked: list[Any]) -> None:
    (folder / "xreg.toml").write_text('isolation = "require"\n', encoding="utf-8")
    ran = xreg("lint", "cards", "--network", "run")
    assert ran.code == 2 and ran.err.startswith(REFUSED) and not asked


@pytest.mark.usefixtures("card")
def test_the_command_line_wins(xreg: Xreg, folder: Path, asked: list[Any]) -> None:
    (folder / "xreg.toml").write_text('isolation = "require"\n', encoding="utf-8")
    ran = xreg("lint", "cards", "--network", "run", "--isolation", "auto", "--exit-zero")
    assert ran.code == 0 and asked[0].missing == ("memory",) and asked[0].stdout


def test_a_system_without_namespaces(card: Path) -> None:
    """The whole program, as a user of such a system meets it."""
    if framework_folder() is None:
        pytest.skip("MindSpore is not installed: pip install 'xreg[network]'")
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); from xreg.publisher.main import run; run()"
    options = ("--network", "run", "--isolation", "require", "--no-cache")
    command = [*before_command(), sys.executable, "-I", "-c", code, "lint", str(card), *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 2 and not ran.stdout
    assert "kept from the network and other processes here" in ran.stderr and INSTALL in ran.stderr
    assert "Traceback" not in ran.stderr
