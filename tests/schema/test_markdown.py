"""Sections, fenced code and links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.schema.markdown import links, sections
from xreg.schema.text import Span

LINES = ["# a", "## b ##", "### c", "#no", "```", "```python", "~~~", "````", "   ```", "text [x](y)", "", "`code`"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", [""]),
        ("text\n## A\n## B", ["", "A", "B"]),
        ("# A\n## B ##\n### C\n", ["A", "B"]),
        ("\n# A", ["", "A"]),
        ("##A\n## \n", ["", ""]),
        ("```\n# comment\n```\n# A", ["", "A"]),
        ("~~~\n```\n# x\n~~~\n# A", ["", "A"]),
        ("# A\r\nx\r\n# B\r\n", ["A", "B"]),
        ("# A\r# B\r", ["A", "B"]),
        ("#\tA", ["A"]),
    ],
)
def test_sections(text: str, names: list[str]) -> None:
    found = list(sections(text, 0))
    assert [part.name for part in found] == names
    assert all(text[part.heading.start : part.heading.end].startswith("#") for part in found if part.name)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("```python\nx\n```\n", [("python", "x\n", "```python", True)]),
        ("```\nx\n```\n", [("", "x\n", "```", True)]),
        ("~~~ Python  \nx\n~~~~\n", [("python", "x\n", "~~~ Python  ", True)]),
        ("```\nx\n", [("", "x\n", "```", False)]),
        ("```", [("", "", "```", False)]),
        ("```a\n~~~\n```b\n```\n", [("a", "~~~\n```b\n", "```a", True)]),
        ("    ```py\n    x\n    ```\n", [("py", "    x\n", "```py", True)]),
        ("``` a`b\n", []),
        ("```load()``` loads it\n", []),
        ("~~~ a`b\nx\n~~~\n", [("a`b", "x\n", "~~~ a`b", True)]),
        ("`x`\n", []),
        ("```\r\nx\r\n```\r\n```\r\n", [("", "x\r\n", "```", True), ("", "", "```", False)]),
    ],
)
def test_codes(text: str, codes: list[tuple[str, str, str, bool]]) -> None:
    (part,) = sections(text, 0)
    found = [
        (
            code.language,
            text[code.span.start : code.span.end],
            text[code.opening.start : code.opening.end],
            code.closed,
        )
        for code in part.codes
    ]
    assert found == codes


def test_prose_is_what_stands_outside_of_code() -> None:
    text = "## A\none\n```\ncode\n```\ntwo\n~~~\nmore\n~~~\nthree"
    (part,) = sections(text, 0)
    said = "".join(text[span.start : span.end] for span in part.prose())
    assert [word in said for word in ("one", "two", "three", "code", "more")] == [True, True, True, False, False]


def test_field() -> None:
    (named,) = sections("## Usage\n", 0)
    (nameless,) = sections("text", 0)
    assert (named.field, nameless.field) == ("body:Usage", "")


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.integers(0, 6))
def test_sections_follow_each_other_without_gap(lines: list[str], end: str, start: int) -> None:
    text = end.join(lines)
    start = min(start, len(text))
    found = list(sections(text, start))
    at = start
    for part in found:
        assert part.heading.start == at
        assert part.heading.start <= part.heading.end == part.span.start <= part.span.end
        assert all(part.span.start <= code.opening.start <= code.span.end <= part.span.end for code in part.codes)
        at = part.span.end
    assert at == len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b)", [("a", "b")]),
        ("x [a b](<c d>) [e](f)", [("a b", "c d"), ("e", "f")]),
        ("![a](b)", [("a", "b")]),
        ("[a]()", [("a", "")]),
        ("[](b) [a] (b) [a](b c)", []),
        ("[a\nb](c)", []),
        ("[[a]](b)", []),
        ("[" * 5000 + "a](b)", [("a", "b")]),
    ],
)
def test_links(text: str, found: list[tuple[str, str]]) -> None:
    made = list(links(text, Span(0, len(text))))
    assert [(text[link.text.start : link.text.end], link.target) for link in made] == found


def test_links_within_a_span() -> None:
    text = "[a](b) [c](d)"
    assert [link.target for link in links(text, Span(3, len(text)))] == ["d"]
