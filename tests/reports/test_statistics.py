"""How often each rule finds something: the most frequent first, with what can be fixed."""

import json

import pytest

from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.statistics import STATISTICS
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Applicability, Finding, Fix, Severity
from xreg.schema.text import Span

SAFE, UNSAFE, DISPLAY = (
    Fix(kind, "", ()) for kind in (Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY)
)
BLANKS = Finding("XR007", "trailing-blanks", Severity.WARNING, "", Span(0, 0), fix=SAFE)
SUMMARY = Finding("XR301", "summary-names-other-model", Severity.ERROR, "", Span(0, 0), fix=UNSAFE)
NAME = Finding("XR404", "asset-name-misspelled", Severity.INFO, "", Span(0, 0))
CARDS = (
    CardResult("a.md", None, (NAME, SUMMARY, BLANKS, SUMMARY._replace(fix=SAFE), SUMMARY._replace(fix=None))),
    CardResult("b.md", None, (BLANKS._replace(fix=DISPLAY),)),
    CardResult("c.md", None, ()),
)
TABLE = """\
count  code   fix  name                       safe  unsafe
    3  XR301  [*]  summary-names-other-model     1       1
    2  XR007  [*]  trailing-blanks               1
    1  XR404  [ ]  asset-name-misspelled

"""


@pytest.mark.parametrize("name", ["full", "concise"])
def test_a_table_for_people(name: str) -> None:
    assert "".join(STATISTICS[name](CARDS, Style())) == TABLE


def test_a_rule_of_which_only_unsafe_fixes_mend_something_has_a_mark_of_its_own() -> None:
    made = "".join(STATISTICS["full"]([CardResult("a.md", None, (SUMMARY,))], Style(colour=True)))
    assert "\x1b[33m    1  XR301  [-]" in made


@pytest.mark.parametrize(("name", "expected"), [("full", ""), ("json", "[]\n")])
def test_nothing_found(name: str, expected: str) -> None:
    assert "".join(STATISTICS[name](CARDS[2:], Style())) == expected


def test_an_array_for_programs() -> None:
    rows = json.loads("".join(STATISTICS["json"](CARDS, Style())))
    assert rows[0] == {
        "code": "XR301",
        "name": "summary-names-other-model",
        "severity": "error",
        "count": 3,
        "fixable": 2,
        "safe_fixes": 1,
        "unsafe_fixes": 1,
    }
    assert [row["count"] for row in rows] == [3, 2, 1]
