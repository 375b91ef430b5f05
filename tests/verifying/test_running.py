"""The check of a run: finite numbers of the stated size at the card's shape, or what came in their place."""

from typing import Any

import pytest

from xreg.publisher.verifying.networks import NotAsked
from xreg.publisher.verifying.running import check_run
from xreg.schema.network import Attempt, CheckpointCheck, NetworkEvidence
from xreg.schema.verification import State

GOOD = CheckpointCheck((), (), (), True, True, (1, 1000), "")
FAILS = Attempt((1, 3, 227, 227), None, "ValueError: too small.")
RUNS = Attempt((1, 3, 299, 299), (1, 1000), "")
CLASSES = ("ImageNet", 1000)
V, F, U = State.VERIFIED, State.FAILED, State.UNVERIFIED

# The evidence's changes, the card's shape, the dataset's classes; the state, and a part of the message.
CASES: dict[str, tuple[dict[str, Any], Any, Any, State, str]] = {
    "good": (
        {}, (299, 299, 3), CLASSES, V,
        "given [299, 299, 3], answers with [1, 1000] finite numbers, as many as ImageNet has classes",
    ),
    "no-shape-on-the-card": ({}, None, CLASSES, V, "given [299, 299, 3]"),
    "no-dataset": ({}, (299, 299, 3), None, V, "answers with [1, 1000] finite numbers (mindspore"),
    "no-classifier": ({"checkpoint": GOOD._replace(output=(1, 80, 2))}, None, CLASSES, V, "[1, 80, 2] finite"),
    "other-classes": ({}, (299, 299, 3), ("CIFAR-10", 10), F, "has 1,000 values, and CIFAR-10 has 10 classes"),
    "other-dimensions": (
        {"attempts": (Attempt((1, 100), (1, 2), ""),), "checkpoint": GOOD._replace(output=(1, 2))},
        None, None, V, "given [1, 100], answers",
    ),
    "shape-fails": (
        {"attempts": (FAILS, RUNS)}, (227, 227, 3), CLASSES, F,
        "does not run at the card's input shape [227, 227, 3]: ValueError: too small; at [299, 299, 3] it does with"
        " this file; it accepts squares of 295 to 326 pixels.",
    ),
    "shape-fails-and-sizes-are-unknown": (
        {"attempts": (FAILS, RUNS), "accepted": None}, (227, 227, 3), CLASSES, F, "it does with this file.",
    ),
    "shape-not-tried": ({"note": "Too large."}, (9999, 9999, 3), None, U, "[9999, 9999, 3] was not tried. Too large."),
    "not-loaded": ({"checkpoint": None, "note": "No MindSpore."}, None, None, U, "not loaded into xception. No MindSp"),
    "not-run": (
        {"checkpoint": GOOD._replace(finite=None, output=None), "attempts": (FAILS,)}, None, None, U, "did not run.",
    ),
    "forged": ({"attempts": ()}, None, None, U, "did not run."),
    "not-finite": ({"checkpoint": GOOD._replace(finite=False, error="NaN in a")}, None, None, F, "finite: NaN in a."),
    "refused": (
        {"checkpoint": GOOD._replace(loaded=False, finite=None, error="ValueError: bad.")}, None, None, F,
        "does not load the file: ValueError: bad.",
    ),
    "differs": (
        {"checkpoint": GOOD._replace(loaded=False, finite=None, missing=("a",))}, None, None, F, "parameters differ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_run(name: str, ran: NetworkEvidence) -> None:
    changes, shape, classes, state, message = CASES[name]
    found = check_run(ran._replace(**changes), shape, classes)
    assert found.state is state
    assert message in found.message


def test_no_network() -> None:
    assert check_run(NotAsked("No."), None, None).message == "No."
