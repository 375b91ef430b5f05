"""All real cards: the hub's 1,904 and the historical ones. No defect, and fixing comes to an end on each."""

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pytest
from support.cards import OFFLINE, looking, only_edited
from support.hub_reader import taken

from xreg.publisher import files
from xreg.publisher.batch import Bug, Card, default_jobs, lint_cards, read_cards
from xreg.schema.document import parse
from xreg.schema.findings import Applicability
from xreg.schema.fixing import fixed
from xreg.schema.text import Text


class Outcome(NamedTuple):
    """What fixing did to one card, with safe or with all fixes."""

    path: str
    least: str
    refused: str
    applied: int
    again: int
    problems: int
    problems_after: int
    only_edited: bool
    still_fixable: int
    lost: frozenset[str]


@pytest.fixture(scope="module")
def cards(shared: Path) -> list[Card]:
    read = list(read_cards([str(shared / "corpus")], None))
    assert all(isinstance(item, Card) for item in read)
    return [item for item in read if isinstance(item, Card)]


def test_the_corpus_is_whole(cards: list[Card], shared: Path) -> None:
    hub = [card for card in cards if card.path.startswith(str(shared / "corpus" / "hub"))]
    assert len(hub) == 1904
    assert len(cards) - len(hub) >= 1000


def test_every_card_is_linted_without_a_defect(cards: list[Card]) -> None:
    results = lint_cards(cards, OFFLINE, None, default_jobs())
    assert [item for item in results if isinstance(item, Bug)] == []
    for card, item in zip(cards, results, strict=True):
        assert not isinstance(item, Bug)
        assert item.filename == card.path
        assert item.text is not None
        length = len(item.text.value)
        for finding in item.findings:
            assert 0 <= finding.span.start <= finding.span.end <= length
            edits = finding.fix.edits if finding.fix else ()
            assert all(0 <= edit.span.start <= edit.span.end <= length for edit in edits)
            assert finding.message.strip() == finding.message != ""


def _outcomes(card: Card) -> list[Outcome]:
    return [_outcome(card, least) for least in (Applicability.SAFE, Applicability.UNSAFE)]


def _outcome(card: Card, least: Applicability) -> Outcome:
    text, look = Text.from_bytes(card.data), looking(card.path)
    done = fixed(text, look, least)
    again = fixed(done.text, look, least)
    return Outcome(
        card.path,
        least.value,
        done.refused,
        len(done.applied),
        len(again.applied) + (again.text.value != done.text.value),
        len(parse(text, card.path).problems),
        len(parse(done.text, card.path).problems),
        _only_first_round_edited(card, least),
        sum(bool(finding.fix and finding.fix.applicability >= least) for finding in done.left),
        frozenset(taken(text.value) - taken(done.text.value)),
    )


def _only_first_round_edited(card: Card, least: Applicability) -> bool:
    """Whether a single round of fixes leaves all bytes alone that its edits do not name."""
    text, look = Text.from_bytes(card.data), looking(card.path)
    document, found = look(text)
    looks = iter([found])
    done = fixed(text, lambda _: (document, next(looks, [])), least)
    edits = [edit for finding in done.applied if finding.fix for edit in finding.fix.edits]
    return only_edited(text.value, done.text.value, edits)


@pytest.fixture(scope="module")
def outcomes(cards: list[Card]) -> list[Outcome]:
    context = get_context("fork") if os.name == "posix" else None
    with ProcessPoolExecutor(default_jobs(), mp_context=context) as pool:
        return [outcome for some in pool.map(_outcomes, cards, chunksize=64) for outcome in some]


def test_fixing_is_never_refused(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if outcome.refused] == []


def test_fixing_again_changes_nothing(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if outcome.again] == []


def test_after_fixing_nothing_is_left_to_fix(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if outcome.still_fixable] == []


def test_fixing_makes_no_card_less_readable(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if outcome.problems_after > outcome.problems] == []


def test_fixing_takes_nothing_from_the_hub_s_own_reader(outcomes: list[Outcome]) -> None:
    assert [(outcome.path, outcome.lost) for outcome in outcomes if outcome.lost] == []


def test_fixing_changes_only_what_its_edits_name(outcomes: list[Outcome]) -> None:
    assert [outcome for outcome in outcomes if not outcome.only_edited] == []


def test_there_is_something_to_fix(outcomes: list[Outcome]) -> None:
    """The tests above would also pass if nothing were ever fixed."""
    fixed_cards = Counter(outcome.least for outcome in outcomes if outcome.applied)
    assert fixed_cards["safe"] > 500
    assert fixed_cards["unsafe"] > fixed_cards["safe"]


def test_the_cards_that_are_read_are_those_that_are_there(cards: list[Card], shared: Path) -> None:
    names = [str(path) for path in (shared / "corpus").rglob("*.md") if files.is_card(path.name)]
    assert sorted(names) == sorted(card.path for card in cards)
