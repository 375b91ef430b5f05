"""Eight publishers at once, and readers: nothing is lost, nothing is half, no number is used twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.releases import UID
from support.servers import plain_environment

from xreg.registry.store.opening import open_registry

PROCESS = Path(__file__).parents[1] / "support" / "publisher_process.py"
PUBLISHERS = 8
EACH = {"one": 6, "many": 3}


def start(location, name, number, mode):
    command = [sys.executable, str(PROCESS), location, str(name), str(number), mode]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=plain_environment(), **pipes)


def answer(process):
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors[-3000:]
    return json.loads(out)


@pytest.mark.parametrize("mode", EACH)
def test_eight_publishers_lose_nothing(location, mode, tmp_path):
    """They open the registry at once too, when there is none yet."""
    stop = tmp_path / "stop"
    publishers = [start(location, f"publisher{number}", EACH[mode], mode) for number in range(PUBLISHERS)]
    readers = [start(location, stop, 0, "read") for _ in range(2)]
    try:
        released = [name for process in publishers for name in answer(process)]
    finally:
        stop.touch()
    for process in readers:
        assert int(answer(process)[0]) >= 3
    assert len(set(released)) == len(released)
    with open_registry(location) as registry:
        there = [release.name for shown in registry.all() for release in registry.history(shown.uid)]
        assert sorted(there) == sorted(released)
        if mode == "one":
            assert [release.revision for release in registry.history(UID)] == list(range(1, len(released) + 1))
        assert registry.check().problems == ()
        assert registry.check(repair=True, grace=0).clean
        assert registry.check(grace=0).problems == ()


def test_who_repairs_takes_nothing_from_who_publishes(location, tmp_path):
    stop = tmp_path / "stop"
    with open_registry(location) as registry:
        publishers = [start(location, f"publisher{number}", 5, "again") for number in range(4)]
        repairer = start(location, stop, 0, "repair")
        try:
            released = [name for process in publishers for name in answer(process)]
        finally:
            stop.touch()
        answer(repairer)
        assert len(set(released)) == 20
        assert {release.name for release in registry.history(UID)} >= set(released)
        assert registry.check(repair=True, grace=0).clean
        assert registry.check(grace=0).problems == ()
