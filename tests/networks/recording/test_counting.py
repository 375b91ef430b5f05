"""Counting the recorded networks, each in its newest state."""

from collections.abc import Mapping

import pytest
from networks.recording.conftest import ALPHA, MODELS

from xreg.registry.networks.recording.counting import Counted, newest, on_branches
from xreg.registry.networks.recording.entry import Entry, Recorded
from xreg.schema.network import Attempt, Build, NetworkEvidence, Supplied

FAILED = Attempt((1, 3, 8, 8), None, "ValueError: small")


def recorded(*entries: tuple[str, NetworkEvidence], heads: Mapping[str, Mapping[str, str]]) -> Recorded:
    made = tuple(Entry(digest, "w", known._replace(source_digest=digest)) for digest, known in entries)
    return Recorded(MODELS, ALPHA, heads, made)


def test_each_network_once_on_its_newest_release(evidence: NetworkEvidence) -> None:
    heads = {"a": {"r1.9": "1", "master": "2"}, "b": {"r1.10": "3"}, "c": {"main": "4"}, "d": {}}
    other = evidence._replace(network="beta")
    given = [(digest, known) for known in (evidence, other) for digest in heads]
    found = list(newest([recorded(*given, heads=heads), recorded(("d", evidence), heads={"d": {}})]))
    assert [(each.evidence.network, each.branch) for each in found] == [
        ("alpha", "r1.10"),
        ("beta", "r1.10"),
        ("alpha", "d"),
    ]
    only = recorded(("c", evidence), ("d", evidence), heads=heads)
    assert [each.branch for each in newest([only])] == ["main"]


def test_of_several_calls_the_one_that_shows_most(evidence: NetworkEvidence) -> None:
    refused = evidence._replace(builds=(Build((Supplied("a", "1", "x"),), "TypeError: no"),), attempts=())
    stuck = evidence._replace(attempts=(FAILED,))
    heads = {"a": {"r1.9": "1"}}
    for known in ((refused, stuck, evidence), (evidence, stuck, refused)):
        (found,) = newest([recorded(*(("a", each) for each in known), heads=heads)])
        assert found.runs and found.builds
    (found,) = newest([recorded(("a", stuck), ("a", refused), heads=heads)])
    assert found.builds and not found.runs


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": "no such name"}, "no such name"),
        ({"builds": (Build((), "TypeError: a"), Build((), "TypeError: b"))}, "TypeError: b"),
        ({"builds": (Build((), ""),), "attempts": (FAILED,)}, "ValueError: small"),
        ({"builds": (), "attempts": (), "note": "It took too long."}, "It took too long."),
        ({"builds": (), "attempts": ()}, "its record gives no reason"),
    ],
)
def test_why(evidence: NetworkEvidence, changes: dict[str, object], why: str) -> None:
    known = evidence._replace(**changes)  # type: ignore[arg-type]
    assert Counted(MODELS, ALPHA, "r1.9", known).why == why


RAN = Attempt((1, 3, 8, 8), (1, 7), "", asked=False)


@pytest.mark.parametrize(
    ("attempts", "guessed"),
    [
        ((RAN._replace(source="a guess"),), True),
        ((RAN,), True),
        ((FAILED, RAN._replace(source="a guess, from the framework's message")), True),
        ((RAN._replace(source="settings that its code has read"),), False),
        ((RAN._replace(source="a guess"), RAN._replace(asked=True, source="export.py:3")), False),
        ((FAILED,), False),
        ((), False),
    ],
)
def test_what_ran_at_nothing_but_a_guess(
    evidence: NetworkEvidence, attempts: tuple[Attempt, ...], guessed: bool
) -> None:
    assert Counted(MODELS, ALPHA, "r1.9", evidence._replace(attempts=attempts)).guessed is guessed


def test_a_package_states_its_inputs_though_an_older_record_does_not_say_so(evidence: NetworkEvidence) -> None:
    assert not Counted(MODELS, ALPHA, "", evidence._replace(attempts=(RAN,), provider="mindcv")).guessed


def test_each_network_once_on_each_branch_that_has_its_state(evidence: NetworkEvidence) -> None:
    stuck, other = evidence._replace(attempts=(FAILED,)), evidence._replace(network="beta")
    heads = {"a": {"r1.9": "1", "r1.10": "2"}, "b": {"r1.2": "3"}, "c": {}}
    given = [("a", stuck), ("a", evidence), ("b", stuck), ("b", other), ("c", evidence)]
    found = [(each.branch, each.evidence.network, each.runs) for each in on_branches([recorded(*given, heads=heads)])]
    assert sorted(found) == [
        ("r1.10", "alpha", True),
        ("r1.2", "alpha", False),
        ("r1.2", "beta", True),
        ("r1.9", "alpha", True),
    ]
