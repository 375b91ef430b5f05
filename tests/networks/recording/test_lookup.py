"""What a record says in place of a run, and what it does not say."""

from pathlib import Path

import pytest
from networks.recording.conftest import ALPHA, MODELS, PARAMETERS

from xreg.registry.networks.recording.lookup import recorded
from xreg.registry.networks.recording.making import keep
from xreg.registry.networks.recording.population import Network
from xreg.schema.network import Attempt, NetworkEvidence, Shape, Supplied, Tensor

ALPHA_NETWORK = Network(MODELS, ALPHA, "alpha", "git-tree:a1", "r1.2", {"r1.2": "a" * 40, "r1.9": "b" * 40})
TEN = (Supplied("classes", "10", "the card's Usage"),)
SEVEN = (Supplied("classes", "7", "the card's Usage"),)


@pytest.fixture
def records(evidence: NetworkEvidence, tmp_path: Path) -> Path:
    keep(ALPHA_NETWORK, evidence, "sha256:w", tmp_path)
    return tmp_path


def test_what_is_recorded(records: Path, evidence: NetworkEvidence) -> None:
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", records=records)
    assert found is not None and found.how == "recorded"
    assert found.parameters == PARAMETERS
    assert found.builds == evidence.builds and found.shims == evidence.shims
    assert [each._replace(seconds=None) for each in evidence.attempts] == list(found.attempts)
    assert found.origin == f"{MODELS} r1.2 at aaaaaaaa, {ALPHA}"
    assert found.accepted == (200, 300)
    assert found.accepted_from == "the record of 2026-11-22, mindspore 2.10.0 on CPU"
    assert found.source_digest == "git-tree:a1" and not found.note


@pytest.mark.parametrize(
    ("repository", "revision", "folder", "network"),
    [
        ("gitee.com/mindspore/other", "r1.2", ALPHA, "alpha"),
        (MODELS, "master", ALPHA, "alpha"),
        (MODELS, "r1.2", "official/cv/beta", "alpha"),
        (MODELS, "r1.2", "a\0b", "alpha"),
        (MODELS, "r1.2", ALPHA, "Alpha"),
    ],
)
def test_what_is_not(records: Path, repository: str, revision: str, folder: str, network: str) -> None:
    assert recorded(repository, revision, folder, network, records=records) is None


def test_by_tree_the_newest_branch_is_named(records: Path) -> None:
    found = recorded(MODELS, "a1", ALPHA, "alpha", records=records)
    assert found is not None and found.origin == f"{MODELS} r1.9 at bbbbbbbb, {ALPHA}"


@pytest.mark.parametrize("arguments", [(), TEN])
def test_a_call_that_the_run_made(records: Path, arguments: tuple[Supplied, ...]) -> None:
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", arguments, records=records)
    assert found is not None and found.builds and found.parameters


def test_of_another_call_nothing_is_claimed(records: Path) -> None:
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", SEVEN, ((1, 3, 224, 224),), records)
    assert found is not None
    assert found.note == "It was not recorded with classes=7; the record has it with no arguments, and with classes=10."
    assert not (found.builds or found.parameters or found.attempts or found.accepted or found.fault)


def test_the_run_that_made_a_call_first_counts_most(records: Path, evidence: NetworkEvidence) -> None:
    first = evidence._replace(builds=evidence.builds[1:], note="first")
    keep(ALPHA_NETWORK, first, "sha256:w", records)
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", TEN, records=records)
    assert found is not None and found.note == "first"


def test_what_failed_before_any_call_answers_for_all(records: Path, evidence: NetworkEvidence) -> None:
    failed = evidence._replace(builds=(), attempts=(), parameters=(), fault="here", reason="no package sponge")
    keep(ALPHA_NETWORK._replace(network="broken"), failed, "sha256:w", records)
    for arguments in (None, SEVEN):
        found = recorded(MODELS, "r1.2", ALPHA, "broken", arguments, records=records)
        assert found is not None and (found.fault, found.reason) == ("here", "no package sponge")


RAN, FAILED = (1, 3, 224, 224), (1, 3, 32, 32)


@pytest.mark.parametrize(
    ("shapes", "answers", "note"),
    [
        ((RAN,), [(RAN, True, True)], ""),
        ((FAILED,), [(FAILED, False, True), (RAN, True, False)], ""),
        ((FAILED, RAN), [(FAILED, False, True), (RAN, True, True)], ""),
        ((RAN, FAILED), [(RAN, True, True)], ""),
        (((1, 3, 250, 250),), [((1, 3, 250, 250), True, True)], "itself was not recorded; in the record of"),
        (((1, 3, 400, 400),), [(FAILED, False, False), (RAN, True, False)], "squares of 200 to 300 pixels run"),
        (((1, 1, 250, 250),), [(FAILED, False, False), (RAN, True, False)], "was not recorded: it is not in"),
        (((1, 3, 250, 260),), [(FAILED, False, False), (RAN, True, False)], "was not recorded: it is not in"),
        (((7,),), [(FAILED, False, False), (RAN, True, False)], "was not recorded: it is not in"),
    ],
)
def test_shapes(records: Path, shapes: tuple[Shape, ...], answers: list[tuple[Shape, bool, bool]], note: str) -> None:
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", None, shapes, records)
    assert found is not None
    assert [(each.shape, each.output is not None, each.asked) for each in found.attempts] == answers
    assert note in found.note if note else not found.note


@pytest.mark.parametrize(
    "attempts",
    [
        (Attempt(RAN, (1, 8, 28, 28), ""),),
        (Attempt(RAN, (1, 10), ""), Attempt((1, 3, 256, 256), (1, 12), "")),
        (Attempt(RAN, (1, 10), "", rest=(Tensor((1, 2), "int32"),)),),
    ],
)
def test_an_output_that_may_grow_with_the_image_is_not_guessed(
    records: Path, evidence: NetworkEvidence, attempts: tuple[Attempt, ...]
) -> None:
    keep(ALPHA_NETWORK, evidence._replace(attempts=attempts), "sha256:w", records)
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", None, ((1, 3, 250, 250),), records)
    assert found is not None and found.attempt((1, 3, 250, 250)) is None
    assert "(1, 3, 250, 250) was not recorded" in found.note


def test_nothing_is_said_of_shapes_where_it_was_not_built(records: Path, evidence: NetworkEvidence) -> None:
    keep(ALPHA_NETWORK, evidence._replace(attempts=(), fault="card", reason="no such name"), "sha256:w", records)
    found = recorded(MODELS, "r1.2", ALPHA, "alpha", None, (RAN,), records)
    assert found is not None and not found.attempts and not found.note
