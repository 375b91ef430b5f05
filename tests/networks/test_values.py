"""Evidence to JSON and back, and JSON that is not evidence."""

import json
from typing import Any

import pytest

from xreg.schema.errors import XregError
from xreg.schema.network import Attempt, CheckpointCheck, Mismatch, NetworkError, NetworkEvidence, Parameter
from xreg.schema.network_json import evidence_from_json, evidence_to_json

CHECK = CheckpointCheck(("a",), ("b",), (Mismatch("c", "float32 (1,)", "float16 (1,)"),), False, None, None, "no")
EVIDENCE = NetworkEvidence(
    network="xception",
    how="run",
    framework="mindspore 2.10.0",
    device="CPU",
    date="2026-01-02",
    source_digest="sha256:00",
    isolation=("no network",),
    attempts=(Attempt((1, 3, 8, 8), None, "RuntimeError: no", 0.5), Attempt((1, 3, 9, 9), (1, 7), "")),
    accepted=(9, 10),
    accepted_from="the record",
    parameters=(Parameter("a", (), "float32"),),
    checkpoint=CHECK,
    note="",
)


@pytest.mark.parametrize(
    "evidence",
    [
        EVIDENCE,
        EVIDENCE._replace(checkpoint=None, accepted=None, how="recorded"),
        EVIDENCE._replace(attempts=(Attempt((1,), (1,), "", asked=False, source="a guess"),)),
        EVIDENCE._replace(checkpoint=CHECK._replace(loaded=True, finite=False, output=(1, 7))),
    ],
)
def test_json_and_back(evidence: NetworkEvidence) -> None:
    assert evidence_from_json(json.loads(json.dumps(evidence_to_json(evidence)))) == evidence


def test_attempts_are_found_by_shape() -> None:
    assert EVIDENCE.attempt((1, 3, 9, 9)) == EVIDENCE.attempts[1]
    assert EVIDENCE.attempt((1, 3, 9, 10)) is None
    assert EVIDENCE.ever_ran
    assert not EVIDENCE._replace(attempts=EVIDENCE.attempts[:1]).ever_ran


@pytest.mark.parametrize(
    ("asked", "source", "guessed"),
    [
        (False, "a guess", True),
        (False, "a guess, from the framework's message", True),
        (True, "a guess", False),
        (False, "the graph", False),
        (False, "", False),
    ],
)
def test_a_guess_was_neither_asked_for_nor_stated(asked: bool, source: str, guessed: bool) -> None:
    assert Attempt((1,), (1,), "", asked=asked, source=source).guessed is guessed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("network", None),
        ("how", "guessed"),
        ("isolation", "all"),
        ("isolation", [1]),
        ("attempts", [None]),
        ("attempts", [{"shape": None, "output": None, "error": ""}]),
        ("attempts", [{"shape": [1], "output": [1], "error": "", "source": 7}]),
        ("accepted", ["a", "b"]),
        ("parameters", [["a", None, "float32"]]),
        ("parameters", None),
        ("checkpoint", 7),
    ],
)
def test_what_is_no_evidence_is_refused(key: str, value: Any) -> None:
    item = json.loads(json.dumps(evidence_to_json(EVIDENCE)))
    with pytest.raises(NetworkError) as raised:
        evidence_from_json(item | {key: value})
    assert isinstance(raised.value, XregError)


def test_evidence_is_an_object() -> None:
    with pytest.raises(NetworkError, match="wrong form"):
        evidence_from_json([])
