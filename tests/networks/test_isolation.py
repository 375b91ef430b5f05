"""What a process is kept from, tried in a process that isolates itself and then looks; MindSpore is not needed."""

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

import xreg
from xreg.registry.networks import isolation
from xreg.registry.networks.isolation import isolate
from xreg.registry.networks.process import converse

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces")
ROOT = str(Path(xreg.__path__[0]).parent)
LOOK = """
import json, os, resource, sys
sys.path.append(sys.argv[1])
from xreg.registry.networks.isolation import isolate
said = isolate({"memory": 1 << 30, "cpu": 7, "file": 64 << 20})
try:
    memory = len(bytearray(2 << 30))
except MemoryError:
    memory = 0
status = dict(line.split(":\\t") for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
print(json.dumps({
    "said": said,
    "interfaces": [line.split(":")[0].strip() for line in open("/proc/net/dev").read().splitlines()[2:]],
    "capabilities": [status["CapEff"].strip(), status["CapPrm"].strip()],
    "no new privileges": status["NoNewPrivs"].strip(),
    "memory": memory,
    "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0],
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    "user": os.geteuid(),
}), flush=True)
os._exit(0)
"""
AS_USER = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


def look(*before: str) -> dict[str, Any]:
    command = [*before, sys.executable, "-I", "-c", LOOK, ROOT]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    return cast(dict[str, Any], json.loads(result.stdout))


def user_namespaces() -> bool:
    """Whether this system lets a process become an ordinary user of a namespace of its own."""
    tool = shutil.which("unshare")
    return bool(tool) and subprocess.run([*AS_USER, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("before", [(), AS_USER], ids=["as oneself", "as an ordinary user"])
def test_what_a_process_is_kept_from(before: tuple[str, ...]) -> None:
    if before and not user_namespaces():
        pytest.skip("this system has no user namespaces, or no unshare to make one")
    found = look(*before)
    if "no network: a namespace of its own" not in found["said"]:
        pytest.skip(f"namespaces are refused here, and the worker says so: {found['said']}")
    assert found["interfaces"] in (["lo"], [])
    assert found["capabilities"] == ["0" * 16] * 2
    assert found["no new privileges"] == "1"
    assert (found["memory"], found["cpu"], found["core"]) == (0, 7, 0)
    assert found["user"] == (1000 if before else os.geteuid())
    assert found["said"][0] == "memory at most 1024 MiB"


class Refusing:
    """A C library whose kernel refuses everything."""

    def __getattr__(self, _: str) -> Callable[..., int]:
        return self._refuse

    def _refuse(self, *_: object) -> int:
        ctypes.set_errno(1)
        return -1


def test_what_is_refused_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Refusing())
    said = isolation._linux()
    assert said[0] == "not kept from the network: unshare says Operation not permitted"
    assert said[1] == "privileges were not dropped: capset says Operation not permitted"


def test_a_limit_that_is_refused_is_said() -> None:
    def refuse(_: int, __: tuple[int, int]) -> None:
        raise ValueError("not allowed to raise maximum limit")

    said = isolation._limit(refuse, 0, 7, "processor time at most 7 s")
    assert said == "not limited to: processor time at most 7 s (not allowed to raise maximum limit)"


def test_other_systems_say_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(sys, "platform", "win32")
    said = isolate({"memory": 1, "cpu": 1, "file": 1 << 20})
    assert said[0].startswith("no limits on memory")
    assert said[1] == "not kept from the network: win32 has no namespaces"


def test_a_worker_ends_with_its_parent(gone: Callable[[int], bool]) -> None:
    """The parent, killed outright, cannot end its worker: the kernel does."""
    code = f"""
import os, sys, time
sys.path.append({ROOT!r})
if os.fork() == 0:
    from xreg.registry.networks.isolation import isolate
    isolate({{"memory": 1 << 30, "cpu": 60, "file": 64 << 20}})
    print("ready", os.getpid(), flush=True)
    time.sleep(60)
    os._exit(0)
os.read(0, 1)
"""
    parent = subprocess.Popen(
        [sys.executable, "-I", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline().split()[1])
        parent.kill()
        assert parent.stdout.read() == ""  # ends when the worker's copy of the pipe is closed: with the worker
    assert gone(pid)


def test_processes_are_killed_where_there_are_no_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (ProcessLookupError, PermissionError, AttributeError):

        def refuse(*_: object, error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(os, "killpg", refuse)
        command = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"]
        assert converse(command, b"", dict(os.environ), tmp_path, 0.3).status == -9
