"""Findings as values: the order of origins, and findings as JSON and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.publisher.codec import decoded, encoded
from xreg.schema.findings import Applicability, Edit, Fact, Finding, Fix, Origin, Severity
from xreg.schema.text import Span

TEXTS = st.text(st.characters(exclude_categories=()), max_size=12)
SPANS = st.builds(Span, st.integers(0, 10**9), st.integers(0, 10**9))
FIXES = st.builds(
    Fix,
    st.sampled_from(Applicability),
    TEXTS,
    st.lists(st.builds(Edit, SPANS, TEXTS), max_size=3).map(tuple),
)
FACTS = st.lists(st.builds(Fact, st.sampled_from(Origin), TEXTS, TEXTS, TEXTS), max_size=3).map(tuple)
FINDINGS = st.builds(Finding, TEXTS, TEXTS, st.sampled_from(Severity), TEXTS, SPANS, TEXTS, FACTS, st.none() | FIXES)


@given(st.lists(FINDINGS, max_size=4))
def test_findings_come_back_from_json(findings: list[Finding]) -> None:
    text = encoded(findings)
    assert decoded(text) == tuple(findings)
    assert text.encode("utf-8", "strict")


@pytest.mark.parametrize(
    "text",
    ["", "x", "{", "null", "[1]", '[["XR1"]]', "[[1,2,3,4,5,6,7,8,9]]", '[["a","b","bad","d",1,2,"f",[],null]]',
     '[["a","b","error","d",1,2,"f",[["bad","a","b","c"]],null]]', '[["a","b","error","d",1,2,"f",[],["bad","m",[]]]]',
     '[["a","b","error","d",1,2,"f",[],["safe"]]]'],
)  # fmt: skip
def test_what_is_no_list_of_findings_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        decoded(text)


def test_json_is_compact() -> None:
    assert json.loads(encoded([])) == []
    assert " " not in encoded([Finding("a", "b", Severity.INFO, "c", Span(1, 2))])


def test_origins_are_ordered_weakest_first() -> None:
    names = ["sibling", "knowledge", "repository", "card", "asset", "network"]
    assert [origin.value for origin in sorted(Origin)] == names
    assert Origin.NETWORK > Origin.CARD >= Origin.CARD > Origin.KNOWLEDGE
