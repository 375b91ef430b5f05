"""The loop of fixes: all edits or none, no two on one place, an end to it, and a card that stays readable."""

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import only_edited

from xreg.schema.document import Document, parse
from xreg.schema.findings import Applicability, Edit, Finding, Fix, Severity
from xreg.schema.fixing import MAX_ROUNDS, fixed
from xreg.schema.text import Span, Text

DISPLAY, UNSAFE, SAFE = Applicability.DISPLAY, Applicability.UNSAFE, Applicability.SAFE
Edits = tuple[tuple[int, int, str], ...]


def finding(edits: Edits, applicability: Applicability = SAFE, code: str = "XR900") -> Finding:
    fix = Fix(applicability, "fix it", tuple(Edit(Span(start, end), content) for start, end, content in edits))
    return Finding(code, "name", Severity.ERROR, "message", Span(0, 1), "", (), fix)


def once(*findings: Finding) -> Callable[[Text], tuple[Document, list[Finding]]]:
    """Finds these on the first look, and nothing on the second."""
    looks: Iterator[list[Finding]] = iter([list(findings)])
    return lambda text: (parse(text, "x.md"), next(looks, []))


def replacing(pattern: str, content: str, code: str = "XR900") -> Callable[[Text], tuple[Document, list[Finding]]]:
    """Finds each match of a pattern, and wants it replaced."""

    def look(text: Text) -> tuple[Document, list[Finding]]:
        found = [finding(((*match.span(), content),), code=code) for match in re.finditer(pattern, text.value)]
        return parse(text, "x.md"), found

    return look


@pytest.mark.parametrize(
    ("edits", "after"),
    [
        (((0, 1, "X"),), "Xbcdef"),
        (((0, 1, "XYZ"), (3, 5, "")), "XYZbcf"),
        (((3, 5, ""), (0, 1, "XYZ")), "XYZbcf"),
        (((6, 6, "!"),), "abcdef!"),
        (((0, 0, "!"), (0, 1, "")), "!bcdef"),
        (((2, 4, "-"), (4, 6, "+")), "ab-+"),
        ((), "abcdef"),
    ],
)
def test_edits(edits: Edits, after: str) -> None:
    done = fixed(Text("abcdef"), once(finding(edits)), SAFE)
    assert done.text.value == after
    assert len(done.applied) == bool(edits)
    assert only_edited("abcdef", done.text.value, [Edit(Span(start, end), text) for start, end, text in edits])


@pytest.mark.parametrize(
    ("least", "after"), [(SAFE, "Xbc"), (UNSAFE, "XYc"), (DISPLAY, "XYZ")], ids=["safe", "unsafe", "display"]
)
def test_only_fixes_that_are_applicable_enough(least: Applicability, after: str) -> None:
    findings = [finding(((0, 1, "X"),), SAFE), finding(((1, 2, "Y"),), UNSAFE), finding(((2, 3, "Z"),), DISPLAY)]
    assert fixed(Text("abc"), once(*findings), least).text.value == after


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        (((0, 3, "X"),), ((2, 4, "Y"),), "Xdef"),
        (((0, 6, "X"),), ((2, 2, "Y"),), "X"),
        (((1, 1, "X"),), ((1, 1, "Y"),), "aXbcdef"),
        (((0, 1, "X"), (5, 6, "X")), ((2, 3, "Y"), (5, 6, "Y")), "XbcdeX"),
        (((0, 1, "X"),), ((1, 2, "Y"),), "XYcdef"),
    ],
)
def test_of_two_fixes_for_one_place_the_first_is_made_and_none_in_part(first: Edits, second: Edits, after: str) -> None:
    done = fixed(Text("abcdef"), once(finding(first), finding(second)), SAFE)
    assert done.text.value == after


def test_what_was_left_out_is_made_in_the_next_round() -> None:
    done = fixed(Text("aaaa"), replacing("aa?(?=a|$)", "b"), SAFE)
    assert "a" not in done.text.value
    assert done.refused == ""
    assert done.left == ()


def test_without_fixes_the_text_is_the_very_same() -> None:
    text = Text("abc")
    done = fixed(text, once(), SAFE)
    assert done.text is text
    assert (done.applied, done.left, done.refused) == ((), (), "")


def test_findings_without_a_fix_are_left() -> None:
    plain = finding(())._replace(fix=None)
    assert fixed(Text("abc"), lambda text: (parse(text, "x.md"), [plain]), SAFE).left == (plain,)


CARD = "# x\n---\na: b\nc: d\n---\n"


@pytest.mark.parametrize(
    ("pattern", "content"),
    [("b", "b: c: d"), (r"(?<=a: )b", "["), ("---\na", "a"), ("a: b", "\x00"), ("x", "\udcff"), ("c: d", "- x")],
)
def test_a_fix_that_makes_the_card_unreadable_is_refused(pattern: str, content: str) -> None:
    done = fixed(Text(CARD), replacing(pattern, content), SAFE)
    assert done.refused == "the fixes of XR900 would make the card unreadable"
    assert done.text.value == CARD
    assert done.applied == ()
    assert [item.code for item in done.left] == ["XR900"]


def test_a_card_that_was_unreadable_before_can_be_fixed() -> None:
    text = CARD.replace("a: b", "a: b: c")
    assert fixed(Text(text), replacing("d", "e"), SAFE).text.value == text.replace("d", "e")


@pytest.mark.parametrize(
    ("pattern", "content"), [("c: .*", "c: dd"), ("d", "dd"), (r"c: (d|e)", "c: e")], ids=["same", "growing", "again"]
)
def test_fixes_without_end_are_refused(pattern: str, content: str) -> None:
    done = fixed(Text(CARD), replacing(pattern, content, "XR901"), SAFE)
    assert done.refused == "the fixes of XR901 do not come to an end"
    assert done.text.value == CARD
    assert done.applied == ()


@pytest.mark.parametrize("rounds", [1, MAX_ROUNDS - 1, MAX_ROUNDS])
def test_as_many_rounds_as_allowed(rounds: int) -> None:
    """Each round makes one edit of many."""

    def look(text: Text) -> tuple[Document, list[Finding]]:
        at = text.value.find("y")
        return parse(text, "x.md"), [finding(((at, at + 1, "z"),))] if at >= 0 else []

    done = fixed(Text("y" * rounds), look, SAFE)
    assert (done.text.value, done.refused) == ("z" * rounds, "")
    assert len(done.applied) == rounds
    more = fixed(Text("y" * (MAX_ROUNDS + 1)), look, SAFE)
    assert "do not come to an end" in more.refused


EDITS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.text("xyz", max_size=3)), min_size=1, max_size=3)


@given(st.lists(EDITS, max_size=5))
def test_any_edits_change_only_what_they_name(many: list[list[tuple[int, int, str]]]) -> None:
    text = "abcdefghijkl"
    findings = [finding(tuple((min(a, b), max(a, b), content) for a, b, content in edits)) for edits in many]
    apart = [item for item in findings if item.fix and _apart(item.fix.edits)]
    done = fixed(Text(text), once(*apart), SAFE)
    edits = [edit for item in done.applied if item.fix for edit in item.fix.edits]
    assert only_edited(text, done.text.value, edits)
    assert bool(done.applied) == bool(apart)


def _apart(edits: tuple[Edit, ...]) -> bool:
    return not any(one.span.overlaps(other.span) for n, one in enumerate(edits) for other in edits[:n])


def test_applicabilities_and_origins_are_ordered() -> None:
    assert DISPLAY < UNSAFE < SAFE
    assert SAFE >= UNSAFE
    assert max([UNSAFE, SAFE, DISPLAY]) is SAFE
