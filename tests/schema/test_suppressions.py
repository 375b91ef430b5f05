"""Suppressions: which comments are some, for which part of the card they count, and what they hide."""

import pytest
from support.cards import OFFLINE, card, document, looking

from xreg.publisher.linting import Options, lint
from xreg.schema.findings import Finding, Severity
from xreg.schema.rules.all import RULES
from xreg.schema.suppressions import Suppression, suppress, suppressions
from xreg.schema.text import Span, Text


def finding(code: str, start: int, end: int | None = None) -> Finding:
    return Finding(code, "name", Severity.ERROR, "message", Span(start, start + 1 if end is None else end))


@pytest.mark.parametrize(
    ("comment", "codes", "reason"),
    [
        ("<!-- xreg: suppress XR301 the summary is quoted -->", ("XR301",), "the summary is quoted"),
        ("<!--xreg:suppress XR301-->", ("XR301",), ""),
        ("<!-- xreg: suppress xr301, XR302: both are quoted -->", ("XR301", "XR302"), "both are quoted"),
        ("<!-- xreg: suppress XR301 - a - b -->", ("XR301",), "a - b"),
        ("<!-- xreg: suppress XR301,XR302 -->", ("XR301", "XR302"), ""),
        ("<!-- xreg: suppress -->", None, None),
        ("<!-- xreg: suppress all -->", None, None),
        ("<!-- suppress XR301 -->", None, None),
        ("<!-- xreg: suppress XR301 over\ntwo lines -->", None, None),
        ("# xreg: suppress XR301", None, None),
    ],
)
def test_comments_in_the_body(comment: str, codes: tuple[str, ...] | None, reason: str | None) -> None:
    made = suppressions(document(f"---\na: b\n---\n## A\n{comment}\n"))
    assert [(item.codes, item.reason) for item in made] == ([(codes, reason)] if codes else [])


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("license: x # xreg: suppress XR107 reason", ("XR107",)),
        ("# xreg: suppress XR107", ("XR107",)),
        ("   #xreg: suppress XR107,XR108", ("XR107", "XR108")),
        ("license: x# xreg: suppress XR107", None),
        ("license: '# xreg: suppress XR107'", None),
        ("license: |\n    # xreg: suppress XR107", None),
        ("license: [x, '# xreg: suppress XR107']", None),
        ("<!-- xreg: suppress XR107 -->: x", None),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_in_the_front_matter(line: str, codes: tuple[str, ...] | None, end: str) -> None:
    text = f"---\na: b\n{line}\n\nz: y\n---\n".replace("\n", end)
    made = suppressions(document(text))
    assert [item.codes for item in made] == ([codes] if codes else [])
    for item in made:
        assert text[item.span.start] == "#"
        assert not text[item.span.end - 1].isspace()


def scope(text: str) -> str:
    (made,) = suppressions(document(text))
    return text[made.scope.start : made.scope.end]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("---\na: b # xreg: suppress XR1\nc: d\n---\n", "a: b # xreg: suppress XR1"),
        ("---\n# xreg: suppress XR1\n# and so on\n\na: b\nc: d\n---\n", "a: b"),
        ("---\na:  # xreg: suppress XR1\n  - b\n  - c\nd: e\n---\n", "a:  # xreg: suppress XR1\n  - b\n  - c"),
        ("---\nasset:\n-\n  # xreg: suppress XR1\n  x: y\n  z: w\n---\n", "  x: y"),
        ("---\na: b\n# xreg: suppress XR1\n---\n", "---"),
        ("---\na: b\n---\n## A\n<!-- xreg: suppress XR1 -->\n## B\n", "## A\n<!-- xreg: suppress XR1 -->\n"),
        ("---\na: b\n---\n<!-- xreg: suppress XR1 -->\n## B\n", "\n<!-- xreg: suppress XR1 -->\n"),
        ("---\na: b\n---\n## A <!-- xreg: suppress XR1 -->\nx\n", "## A <!-- xreg: suppress XR1 -->\nx\n"),
    ],
)
def test_scope(text: str, covered: str) -> None:
    assert scope(text) == covered


@pytest.mark.parametrize(
    "text",
    ["<!-- xreg: suppress XR1 -->\n# x\n---\na: b\n---\n## A\n", "no front matter <!-- xreg: suppress XR1 -->\n## A\n"],
)
def test_before_the_front_matter_the_whole_card_is_covered(text: str) -> None:
    (made,) = suppressions(document(text))
    assert made.scope.start == 0
    assert made.scope.end >= len(text) or text.startswith("no front")


def test_what_is_covered_is_left_out_and_told() -> None:
    made = [
        Suppression(("XR1", "XR2"), "", Span(100, 110), Span(10, 20)),
        Suppression(("XR1",), "", Span(200, 210), Span(0, 300)),
        Suppression(("XR3",), "", Span(300, 310), Span(30, 30)),
    ]
    found = [finding("XR1", 10), finding("XR1", 20), finding("XR2", 19), finding("XR2", 20), finding("XR3", 30)]
    kept, used = suppress(found, made)
    assert kept == [finding("XR2", 20)]
    assert used == {(100, "XR1"), (100, "XR2"), (200, "XR1"), (300, "XR3")}


def test_a_suppressed_finding_is_not_fixed() -> None:
    text = card().replace("file-format: ckpt", "file-format: ckpt   # xreg: suppress XR405").replace(".ckpt>", ".air>")
    document_, found = looking("card.md")(Text(text))
    assert document_.problems == ()
    assert "XR405" not in [item.code for item in found]
    assert "XR405" in [item.code for item in looking("card.md")(Text(text.replace("xreg:", "x:")))[1]]


def test_only_rules_that_are_on_have_unused_suppressions() -> None:
    text = Text(card() + "\n<!-- xreg: suppress XR301 -->\n")
    for off, told in (("", True), ("XR301", False), ("XR011", False)):
        options = Options(tuple(rule for rule in RULES if rule.code != off), sources=OFFLINE.sources)
        found = [item.code for item in lint(text, "card.md", options).findings]
        assert ("XR011" in found) is told
