"""What a run of a network showed, as JSON and back; whatever else is there is refused by name."""

import json
from typing import Any

import pytest

from xreg.schema.network import (
    Attempt,
    CheckpointCheck,
    Mismatch,
    NetworkError,
    NetworkEvidence,
    Parameter,
    evidence_from_json,
    evidence_to_json,
)

CHECK = CheckpointCheck(("a",), ("b",), (Mismatch("c", "float32 (1,)", "float32 (2,)"),), False, None, None, "error")
EVIDENCE = NetworkEvidence(
    "xception", "run", "mindspore 2.10.0", "CPU", "2026-01-01", "sha256:0", ("no internet",),
    (Attempt((1, 3, 2, 2), None, "RuntimeError: x", 0.5), Attempt((1, 3, 4, 4), (1, 10), "")),
    (4, 8), "the record", (Parameter("fc.weight", (10, 2), "float32"),), CHECK, "note",
)  # fmt: skip


def test_it_comes_back() -> None:
    assert evidence_from_json(json.loads(json.dumps(evidence_to_json(EVIDENCE)))) == EVIDENCE


def test_attempts() -> None:
    assert EVIDENCE.attempt((1, 3, 4, 4)) == EVIDENCE.attempts[1]
    assert EVIDENCE.attempt((1, 3, 5, 5)) is None
    assert EVIDENCE.ever_ran


def changed(*path: str | int, value: Any) -> Any:
    made: Any = json.loads(json.dumps(evidence_to_json(EVIDENCE)))
    part = made
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (None, "an object"),
        ([], "an object"),
        (changed("how", value="dreamt"), "not from 'dreamt'"),
        (changed("how", value=1), "'how'"),
        (changed("network", value=None), "'network'"),
        (changed("isolation", value="x"), "'isolation'"),
        (changed("isolation", value=[1]), "'isolation'"),
        (changed("attempts", value={}), "'attempts'"),
        (changed("attempts", 0, value=[]), "an object"),
        (changed("attempts", 0, "shape", value=None), "an attempt"),
        (changed("attempts", 0, "shape", value=[1.5]), "a shape"),
        (changed("attempts", 0, "shape", value=[-1]), "a shape"),
        (changed("attempts", 0, "shape", value=[True]), "a shape"),
        (changed("attempts", 0, "seconds", value="x"), "an attempt"),
        (changed("attempts", 0, "error", value=None), "'error'"),
        (changed("parameters", 0, value=["a"]), "a parameter"),
        (changed("parameters", 0, value=[1, [1], "float32"]), "a parameter"),
        (changed("parameters", 0, value=["a", None, "float32"]), "a parameter"),
        (changed("parameters", 0, value=["a", [1], 1]), "a parameter"),
        (changed("checkpoint", value=[]), "an object"),
        (changed("checkpoint", "loaded", value=1), "the check"),
        (changed("checkpoint", "finite", value="x"), "the check"),
        (changed("checkpoint", "mismatched", value=[1]), "a mismatch"),
        (changed("checkpoint", "mismatched", value=[["a", "b", 1]]), "a mismatch"),
        (changed("checkpoint", "missing", value=[None]), "'missing'"),
    ],
)
def test_anything_else_is_refused(item: Any, message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        evidence_from_json(item)


@pytest.mark.parametrize("accepted", [None, [], [1], [1, 2, 3]])
def test_a_range_has_two_ends(accepted: Any) -> None:
    assert evidence_from_json(changed("accepted", value=accepted)).accepted is None


def test_no_checkpoint() -> None:
    assert evidence_from_json(changed("checkpoint", value=None)).checkpoint is None
