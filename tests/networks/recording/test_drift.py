"""How a run differs from its record, and what must be the cause."""

import pytest

from xreg.registry.networks.recording.drift import SAYS, Cause, drift_of
from xreg.registry.networks.recording.entry import Entry
from xreg.schema.network import Attempt, Build, NetworkEvidence, Parameter, Supplied

FAILED = (Attempt((1, 3, 224, 224), None, "ValueError: now"),)
OTHER_CALL = Build((Supplied("classes", "7", "x"),), "")


@pytest.fixture
def entry(evidence: NetworkEvidence) -> Entry:
    return Entry("git-tree:a1", "sha256:w", evidence)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"framework": "mindspore 2.11.0"},
        {"source_digest": "git-tree:b2"},
        {"date": "2030-01-01", "isolation": (), "shims": (), "note": "x", "origin": "y", "accepted_from": ""},
        {"attempts": (Attempt((1, 3, 999, 999), None, "ValueError: too large"),)},
        {"accepted": (200, 280), "open_ends": ("high",)},
    ],
)
def test_the_same_outcome_is_no_drift(entry: Entry, changes: dict[str, object]) -> None:
    assert drift_of(entry, entry.evidence._replace(**changes), "sha256:v") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "worker", "cause"),
    [
        ({"source_digest": "git-tree:b2"}, "sha256:w", "repository"),
        ({"framework": "mindspore 2.11.0"}, "sha256:w", "mindspore"),
        ({}, "sha256:v", "worker"),
        ({}, "sha256:w", "machine"),
    ],
)
def test_the_cause(entry: Entry, changes: dict[str, object], worker: str, cause: Cause) -> None:
    found = drift_of(entry, entry.evidence._replace(attempts=FAILED, **changes), worker)  # type: ignore[arg-type]
    assert found is not None and found.causes == (cause,)
    assert found.says == SAYS[cause]


def test_all_that_may_be_the_cause_is_named(entry: Entry) -> None:
    now = entry.evidence._replace(attempts=FAILED, framework="mindspore 2.11.0")
    found = drift_of(entry, now, "sha256:v")
    assert found is not None and found.causes == ("mindspore", "worker")
    assert found.says == "MindSpore and xreg have drifted: it is not known which of them is the cause"
    found = drift_of(entry, now._replace(source_digest="git-tree:b2"), "sha256:v")
    assert found is not None and found.says.startswith("the repository, MindSpore and xreg have drifted")


@pytest.mark.parametrize(("digest", "cause"), [("sha256:b2", "worker"), ("git-tree:a1", "unknown")])
def test_a_network_that_is_built_in_is_of_no_repository(entry: Entry, digest: str, cause: Cause) -> None:
    ours = entry._replace(worker="", evidence=entry.evidence._replace(provider="built-in"))
    found = drift_of(ours, ours.evidence._replace(attempts=FAILED, source_digest=digest), "")
    assert found is not None and found.causes == (cause,)


def test_outputs_behind_the_first_are_compared(entry: Entry) -> None:
    several = Attempt((1, 3, 224, 224), (1, 10), "", outputs=((1, 10), (1, 2)))
    before = entry._replace(evidence=entry.evidence._replace(attempts=(several,)))
    now = before.evidence._replace(attempts=(several._replace(outputs=((1, 10), (1, 3))),))
    found = drift_of(before, now, "sha256:w")
    assert found is not None and found.differences == (
        "at (1, 3, 224, 224) was: outputs (1, 10), (1, 2); is now: outputs (1, 10), (1, 3)",
    )


def test_sizes_that_were_not_known_are_no_drift(entry: Entry) -> None:
    before = entry._replace(evidence=entry.evidence._replace(accepted=None))
    assert drift_of(before, entry.evidence, "sha256:v") is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"attempts": FAILED},
            ["at (1, 3, 224, 224) was: output (1, 10); is now: ValueError: now"],
        ),
        (
            {"attempts": (Attempt((1, 3, 32, 32), (1, 10), ""),)},
            ["at (1, 3, 32, 32) was: ValueError: too small; is now: output (1, 10)"],
        ),
        (
            {"builds": (Build((), ""),)},
            [
                "with no arguments was: TypeError: classes is missing; is now: it builds",
                "it is built with other arguments",
            ],
        ),
        (
            {"builds": (Build((Supplied("classes", "10", "y"),), "TypeError: no"),)},
            ["with classes=10 was: it built; is now: TypeError: no", "was: it was built; is now: no call built it"],
        ),
        ({"builds": (OTHER_CALL,)}, ["it is built with other arguments"]),
        ({"accepted": (201, 300)}, ["was: squares run from 200 pixels; is now: squares run from 201 pixels"]),
        ({"accepted": (200, 280)}, ["was: squares run up to 300 pixels; is now: squares run up to 280 pixels"]),
        (
            {"accepted": None},
            ["was: squares run of 200 to 300 pixels; is now: no range of sizes is found"],
        ),
        ({"parameters": ()}, ["was: 4 parameters; is now: no parameters"]),
        ({"fault": "here"}, ["the fault was: none; is now: here"]),
        (
            {"parameters": (Parameter("step", (), "int32"),)},
            ["other parameters: bn1.gamma, bn1.moving_mean, conv1.weight"],
        ),
        (
            {"parameters": tuple(Parameter(name, (1,), "float32") for name in "abcd")},
            ["other parameters: a, b, bn1.gamma and 5 more"],
        ),
    ],
)
def test_the_differences(entry: Entry, changes: dict[str, object], says: list[str]) -> None:
    found = drift_of(entry, entry.evidence._replace(**changes), "sha256:w")  # type: ignore[arg-type]
    assert found is not None and list(found.differences) == says


def test_parameters_in_another_order(entry: Entry) -> None:
    found = drift_of(entry, entry.evidence._replace(parameters=entry.evidence.parameters[::-1]), "sha256:w")
    assert found is not None and found.differences == ("the same parameters in another order",)
