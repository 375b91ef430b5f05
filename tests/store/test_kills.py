"""A publisher that is killed at any of its steps leaves a release that is there whole, or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.servers import plain_environment

KILLS = Path(__file__).parents[1] / "support" / "kill_points.py"
# The releases that each UID has before and after the work, and how many steps there are at least.
TASKS = {"one": (1, 2, 90), "batch": (1, 2, 80), "create": (0, 1, 60)}


def outcomes(task, location, folder, every=1):
    """What was left after each kill."""
    command = [sys.executable, str(KILLS), task, location, str(folder), str(every)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=plain_environment())
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def hold(outcomes, before, after):
    """Nothing half, nothing lost, and the work can be done again."""
    for outcome in outcomes:
        left = outcome["left"]
        assert left in ([before] * len(left), [after] * len(left)), outcome
        assert outcome["new"] == [number == before for number in left], outcome
        assert outcome["after"] == [after] * len(left), outcome
        assert (outcome["problems"], outcome["clean"]) == ([], True), outcome
    assert {outcome["left"][0] for outcome in outcomes} == {before, after}


@pytest.mark.parametrize(("task", "every"), [("one", 1), ("batch", 1), ("create", 3)])
def test_kills_at_every_step_leave_nothing_half(task, every, tmp_path):
    before, after, least = TASKS[task]
    found = outcomes(task, str(tmp_path / "registry{0}"), tmp_path, every)
    assert len(found) >= least
    hold(found, before, after)
    # Some of the kills leave bytes of no release behind: those that `check` found and removed.
    assert any(outcome["waiting"] for outcome in found)


@pytest.mark.parametrize("task", ["one", "batch"])
def test_kills_on_servers_leave_nothing_half(task, server_locations, tmp_path):
    before, after, _ = TASKS[task]
    found = outcomes(task, server_locations, tmp_path)
    assert len(found) >= 50
    hold(found, before, after)
