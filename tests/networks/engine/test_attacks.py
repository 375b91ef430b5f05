"""Hostile code in real children: with bubblewrap and without, as oneself, as an ordinary user, without namespaces."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, NoReturn, cast

import pytest
from support.attacks import HOSTILE, LIMITS

from xreg.registry.networks.engine.task import LONGEST_ANSWER, STDERR_KEPT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces")
PROGRAM = HOSTILE.parents[1] / "support" / "attacks.py"
ORDINARY = ("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "/usr/bin/python3")
REQUIRED = "XREG_TEST_ISOLATION"  # .ci/run sets it: there the attacks must be tried
Found = dict[str, dict[str, Any]]


class Variant(NamedTuple):
    """Who runs the session, and whether in bubblewrap."""

    python: tuple[str, ...]
    wrapping: str


VARIANTS = {
    "oneself, bubblewrap": Variant((sys.executable,), "wrapped"),
    "oneself, bare": Variant((sys.executable,), "bare"),
    "ordinary user, bubblewrap": Variant(ORDINARY, "wrapped"),
    "ordinary user, bare": Variant(ORDINARY, "bare"),
}


def attack(words: tuple[str, ...], folder: Path, *arguments: str) -> dict[str, Any]:
    """What `attacks.py` tells."""
    folder.chmod(0o777)
    command = [*words, str(PROGRAM), str(folder), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, cwd="/")
    assert result.returncode == 0, result.stderr
    return cast(dict[str, Any], json.loads(result.stdout))


def refrain(why: str) -> NoReturn:
    """Skip the test, or let it fail where it must run."""
    say = pytest.fail if os.environ.get(REQUIRED) else pytest.skip
    say(why)


@pytest.mark.parametrize(("value", "outcome"), [("required", "Failed"), ("", "Skipped")])
def test_an_attack_that_cannot_be_tried_fails_where_it_must_be(
    monkeypatch: pytest.MonkeyPatch, value: str, outcome: str
) -> None:
    monkeypatch.setenv(REQUIRED, value)
    with pytest.raises(BaseException, match="less") as raised:
        refrain("less")
    assert type(raised.value).__name__ == outcome


@pytest.fixture(scope="module", params=list(VARIANTS))
def told(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """All attacks, once for each variant."""
    variant = VARIANTS[request.param]
    if variant.wrapping == "wrapped" and shutil.which("bwrap") is None:
        refrain("bubblewrap is not installed")
    if variant.python is ORDINARY and not can_be_ordinary():
        pytest.skip("the tests do not run as root, or an ordinary user has no Python of at least 3.10 and this project")
    with TemporaryDirectory(prefix="xreg-attacks-") as folder:  # pytest's own are closed to other users
        yield attack(variant.python, Path(folder), variant.wrapping)


def can_be_ordinary() -> bool:
    """Whether this process may become an ordinary user who can run this project."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    check = "import sys; open(sys.argv[1]).close(); sys.exit(sys.version_info < (3, 10))"
    return subprocess.run([*ORDINARY, "-c", check, str(PROGRAM)], capture_output=True, check=False).returncode == 0


@pytest.fixture
def attacks(told: dict[str, Any]) -> Found:
    if any(ended["missing"] for ended in told["attacks"].values()):
        refrain(f"this system isolates less, and says so: {told['attacks']['nothing']['isolation']}")
    return cast(Found, told["attacks"])


def found(attacks: Found, name: str) -> Any:
    """What an attack told that came to its end."""
    lines = [json.loads(line) for line in attacks[name]["answer"].splitlines()]
    assert lines[-1] == {"event": "end"}, attacks[name]
    return lines[0]["found"]


def test_no_attack_does_damage_or_leaves_a_process(told: dict[str, Any], attacks: Found) -> None:
    assert attacks and told["damage"] == []
    assert told["left"] <= 3 and told["after"] == 0  # bubblewrap's two and the server, and then none


def test_only_the_own_model_is_read(attacks: Found) -> None:
    assert found(attacks, "look") == {"read": [], "own": True}


def test_the_environment_is_a_short_list(attacks: Found) -> None:
    names, block = found(attacks, "environment")
    passed = {"PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "PWD", "LC_CTYPE"}
    assert set(names) - passed <= {"LANG", "GLOG_v", "MALLOC_ARENA_MAX", "ONEDNN_MAX_CPU_ISA"}
    assert "secret" not in block


def test_no_socket_is_reached(attacks: Found) -> None:
    assert found(attacks, "reach") == []


def test_no_other_process_is_seen_killed_or_traced(attacks: Found) -> None:
    assert found(attacks, "processes") in ([1, 2], None)
    assert found(attacks, "kill") == "still here"
    assert found(attacks, "trace") == []


def test_nothing_is_written_but_in_the_scratch(attacks: Found) -> None:
    assert found(attacks, "write") == []
    nothing_below_tmp = not any(path.startswith("/tmp/") for path in (__file__, sys.prefix))
    assert found(attacks, "scratch") == [[], True, nothing_below_tmp]  # else /tmp is taken by Python and the tests


def test_no_power_of_root_is_left(attacks: Found) -> None:
    given = found(attacks, "privileges")
    assert (given["found"], given["capabilities"], given["no new"]) == ([], 0, 1)
    assert given["user"] != 0


def test_processes_are_few(attacks: Found) -> None:
    assert 0 < found(attacks, "fork") < LIMITS["processes"] + 20  # the ordinary user's own are added


def test_memory_is_limited(attacks: Found) -> None:
    assert 0 < found(attacks, "memory") < LIMITS["memory"]


def test_memory_is_limited_in_all(attacks: Found) -> None:
    """Each process of the herd stays below its own limit."""
    assert attacks["herd"]["out_of_memory"] and attacks["herd"]["status"] == -9
    assert not any(ended["out_of_memory"] for name, ended in attacks.items() if name != "herd")


def test_the_disk_is_not_filled(attacks: Found) -> None:
    size, count = found(attacks, "disk")
    assert 0 < size <= LIMITS["disk"] and 0 < count < 10
    assert 0 < found(attacks, "names") < LIMITS["files"]
    assert 0 < found(attacks, "file") <= LIMITS["file"]


def test_what_hangs_is_ended(attacks: Found) -> None:
    assert attacks["hang"]["out_of_time"] and attacks["hang"]["status"] == -9
    assert attacks["burn"]["status"] == -24 and not attacks["burn"]["out_of_time"]


def test_a_grandchild_in_its_own_session_is_not_waited_for(attacks: Found) -> None:
    assert found(attacks, "grandchild") == "left"
    assert not attacks["grandchild"]["out_of_time"]


def test_floods_are_cut(attacks: Found) -> None:
    assert LONGEST_ANSWER < attacks["answer_flood"]["length"] <= LONGEST_ANSWER + (1 << 16)
    assert attacks["print_flood"]["printed"].endswith("the last line\n")
    assert len(attacks["print_flood"]["printed"]) == STDERR_KEPT


def test_how_a_child_ended_is_the_keepers_word(attacks: Found) -> None:
    assert (attacks["leave"]["status"], attacks["leave"]["answer"]) == (0, "")
    assert attacks["abort"]["status"] == -11
    assert json.loads(attacks["forge"]["answer"].splitlines()[-2]) == {"event": "found", "found": 1}
    assert "forged" in attacks["forge"]["answer"] and not attacks["forge"]["out_of_time"]
    assert attacks["garble"]["status"] == 0 and not any(ended["lost"] for ended in attacks.values())


def test_an_error_is_told_on_one_short_line(attacks: Found) -> None:
    told = json.loads(attacks["exhaust"]["answer"])
    assert told["event"] == "failure" and len(told["reason"]) <= 600 and "\x1b" not in told["reason"]


def test_what_cannot_be_isolated_is_said_and_still_ended(without_namespaces: tuple[str, ...], tmp_path: Path) -> None:
    """Landlock and limits alone: the network is in reach, and that is said; files are not, and nothing is left."""
    words = (*without_namespaces, sys.executable)
    told = attack(words, tmp_path, "bare", "fork", "kill", "names", "answer_flood", "print_flood")
    ended = told["attacks"]["nothing"]
    assert {"network", "processes"} == set(ended["missing"])
    assert any(each.startswith("not kept from the network: unshare says") for each in ended["isolation"])
    assert found(told["attacks"], "look") == {"read": [], "own": True} and found(told["attacks"], "write") == []
    assert found(told["attacks"], "trace") == [] and told["left"] <= 1 and told["after"] == 0
