"""Cards and findings that the tests of all formats share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Applicability, Edit, Fact, Finding, Fix, Origin, Severity
from xreg.schema.text import Span, Text

DATA = Path(__file__).parent.parent / "data" / "reports"
Written = Mapping[str, Any]


def small_findings(text: Text) -> tuple[Finding, ...]:
    """The findings on the small card, as the data file has them."""
    written = yaml.safe_load((DATA / "small.findings.yaml").read_text(encoding="utf-8"))
    return tuple(finding(text, each) for each in written)


def finding(text: Text, written: Written) -> Finding:
    return Finding(
        written["code"],
        written["name"],
        Severity(written["severity"]),
        written["message"],
        span(text, written),
        written["field"],
        tuple(Fact(Origin(origin), *said) for origin, *said in written.get("evidence", ())),
        fix(text, written["fix"]) if "fix" in written else None,
    )


def fix(text: Text, written: Written) -> Fix:
    edits = tuple(Edit(span(text, each), each["content"]) for each in written["edits"])
    return Fix(Applicability(written["applicability"]), written["message"], edits)


def span(text: Text, written: Written) -> Span:
    words, place = written["at"], written.get("in", written["at"])
    start = text.value.index(place) + place.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def small() -> CardResult:
    text = Text.from_bytes((DATA / "small.md").read_bytes())
    return CardResult("cards/small.md", text, small_findings(text))


@pytest.fixture
def hostile() -> CardResult:
    """A card of an attacker, with findings that quote all of it."""
    text = Text.from_bytes((DATA / "hostile.md").read_bytes())
    whole, value = Span(0, len(text.value)), text.value
    fix = Fix(Applicability.DISPLAY, value, (Edit(whole, value),))
    facts = (Fact(Origin.CARD, value, value, value),)
    findings = (
        Finding("XR301", "summary-names-other-model", Severity.ERROR, value, whole, value, facts, fix),
        Finding("XR007", "trailing-blanks", Severity.WARNING, "[x](javascript:alert) {0}", Span(0, 30), "", facts),
        Finding("XR404", "asset-name-misspelled", Severity.INFO, value, Span(whole.end, whole.end)),
    )
    return CardResult("cards/%0A::warning::,\n\x1b[31m\u202e<evil>&\"'\udcff.md", text, findings)


@pytest.fixture
def clean() -> CardResult:
    return CardResult("cards/clean.md", Text("# Clean\n"), ())


@pytest.fixture
def plain() -> Style:
    return Style(colour=False, width=100)
