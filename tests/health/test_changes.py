"""The before and after of a fix, and the lines that a finding is about, in pieces."""

import pytest

from xreg.publisher.health.changes import BREAK, GONE, KEPT, MARKED, MORE, NEW, changed, marked
from xreg.schema.findings import Applicability, Edit, Fix
from xreg.schema.text import Span, Text

CASES = {
    "within a line": ("a: old\nb: 1\n", [(3, 6, "new")], [(KEPT, "a: "), (GONE, "old"), (NEW, "new")]),
    "two on a line": (
        "one two\n",
        [(0, 3, "1"), (4, 7, "2")],
        [(GONE, "one"), (NEW, "1"), (KEPT, " "), (GONE, "two"), (NEW, "2")],
    ),
    "on two lines": (
        "one\nkept\ntwo\n",
        [(9, 12, "2"), (0, 3, "1")],
        [(GONE, "one"), (NEW, "1"), (BREAK, ""), (GONE, "two"), (NEW, "2")],
    ),
    "put in": ("ab\n", [(1, 1, "-")], [(KEPT, "a"), (NEW, "-"), (KEPT, "b")]),
    "blanks": ("a \t\n", [(1, 3, "")], [(KEPT, "a"), (GONE, "·→")]),
    "an end of line": ("a", [(1, 1, "\n")], [(KEPT, "a"), (NEW, "↵")]),
    "a whole line": ("a\nb\nc\n", [(2, 4, "")], [(GONE, "b\n")]),
    "a whole line with CR": ("a\r\nb\r\nc", [(3, 6, "")], [(GONE, "b\r\n")]),
    "at the end": ("a\n", [(2, 2, "b")], [(NEW, "b")]),
    "more than are shown": (
        "a\nb\nc\nd\ne\n",
        [(place, place + 1, "") for place in (0, 2, 4, 6, 8)],
        [(GONE, "a"), (BREAK, ""), (GONE, "b"), (BREAK, ""), (GONE, "c"), (MORE, "2")],
    ),
    "in a long line": (
        "x" * 500 + "old" + "y" * 500,
        [(500, 503, "z" * 500)],
        [
            (KEPT, "…" + "x" * 60),
            (GONE, "old"),
            (NEW, "z" * 200 + " … " + "z" * 100),
            (KEPT, "y" * 40 + "…"),
        ],
    ),
    "far from each other": (
        "a" + "x" * 500 + "b",
        [(0, 1, ""), (501, 502, "")],
        [(GONE, "a"), (KEPT, "x" * 40 + " … " + "x" * 40), (GONE, "b")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_fix_changes(name):
    text, edits, pieces = CASES[name]
    fix = Fix(Applicability.SAFE, "", tuple(Edit(Span(start, end), content) for start, end, content in edits))
    assert list(changed(Text(text), fix)) == pieces


@pytest.mark.parametrize(
    ("text", "span", "pieces"),
    [
        ("a: old b\nc", (3, 6), [(KEPT, "a: "), (MARKED, "old"), (KEPT, " b")]),
        ("one\ntwo\nend", (1, 6), [(KEPT, "o"), (MARKED, "ne\ntw"), (KEPT, "o")]),
        ("a  \nb", (1, 3), [(KEPT, "a"), (MARKED, "··")]),
        ("a\nb\n", (0, 2), [(MARKED, "a\n")]),
        ("abc", (3, 3), [(KEPT, "abc")]),
        ("", (0, 0), []),
    ],
)
def test_what_a_finding_is_about(text, span, pieces):
    assert list(marked(Text(text), Span(*span))) == pieces
