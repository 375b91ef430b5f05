"""Where inputs come from: what was asked is known here, and what was not is the child's claim."""

import json

import pytest

from xreg.registry.networks.answer import LONGEST_PLACE, Asked, read_answer
from xreg.registry.networks.providers.protocol import Feed, Given
from xreg.registry.networks.sources import with_sources
from xreg.schema.network import Attempt, Tensor

GIVEN = (
    Given((Feed((1, 3, 8, 8)),), "the card's input-shape"),
    Given((Feed((1, 9), "int32"), Feed((1, 9))), "export.py:31"),
    Given((Feed((1, 3, 8, 8)),), "default_config.yaml"),
)


@pytest.mark.parametrize(
    ("attempt", "source"),
    [
        (Attempt((1, 3, 8, 8), (1, 7), ""), "the card's input-shape"),
        (Attempt((1, 3, 8, 8), (1, 7), "", source="a lie"), "the card's input-shape"),
        (Attempt((1, 9), None, "no", dtype="int32", rest=(Tensor((1, 9), "float32"),)), "export.py:31"),
        (Attempt((1, 9), None, "no", dtype="int32", source="a lie"), ""),
        (Attempt((1, 3, 8, 8), (1, 7), "", asked=False, source="the graph"), "the graph"),
    ],
)
def test_the_source_of_an_attempt(attempt: Attempt, source: str) -> None:
    assert with_sources((attempt,), GIVEN) == (attempt._replace(source=source),)


def test_what_a_child_says_of_the_source_is_bounded_and_printable() -> None:
    event = {
        "event": "attempt",
        "shape": [1],
        "output": [1],
        "error": "",
        "asked": False,
        "source": "\x1b[2J" + "x" * 999,
    }
    (attempt,) = read_answer(json.dumps(event).encode(), Asked((), search=True)).attempts
    assert attempt.source.isprintable() and len(attempt.source) <= LONGEST_PLACE


def test_a_source_that_is_no_text_is_refused() -> None:
    event = {"event": "attempt", "shape": [1], "output": [1], "error": "", "asked": False, "source": ["x"]}
    assert read_answer(json.dumps(event).encode(), Asked((), search=True)).failure
