"""Spans, rows and columns; bytes in and the same bytes out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.schema.text import Location, Span, Text

TEXTS = st.lists(st.sampled_from(["a", "é", " ", "\n", "\r\n", "\r", "\u2028", "🚀", "\udcff"]), max_size=20).map(
    "".join
)


@given(st.binary())
def test_any_bytes_come_back(data: bytes) -> None:
    assert Text.from_bytes(data).to_bytes() == data


@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\xff\xfe", b"\xed\xb3\xbf", b"\xc3", "é\r\n".encode(), b"\xef\xbb\xbf"]
)
def test_these_bytes_come_back(data: bytes) -> None:
    assert Text.from_bytes(data).to_bytes() == data


def test_readable_has_a_character_for_each_character() -> None:
    text = Text.from_bytes(b"a\xe7\xffb\xc3\xa9")
    assert text.value == "a\udce7\udcffbé"
    assert text.readable == "a\ufffd\ufffdbé"


def test_readable_is_the_text_itself_where_it_can_be() -> None:
    assert Text("é").readable == "é"
    ascii_text = "abc"
    assert Text(ascii_text).readable is ascii_text


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a", "b", ""]),
        ("a\rb", ["a", "b"]),
        ("a\n\rb", ["a", "", "b"]),
        ("\r\n\n\r", ["", "", "", ""]),
        ("a\u2028b\x0bc\x85d\n", ["a\u2028b\x0bc\x85d", ""]),
    ],
)
def test_lines(value: str, lines: list[str]) -> None:
    text = Text(value)
    assert [text[span] for span in text.lines()] == lines
    assert [text[text.line(row)] for row in range(1, len(lines) + 1)] == lines


def test_lines_within_a_span_are_those_that_begin_in_it() -> None:
    text = Text("ab\ncd\r\nef\ngh")
    assert [text[span] for span in text.lines(Span(1, 8))] == ["cd", "ef"]
    assert [text[span] for span in text.lines(Span(3, 4))] == ["cd"]
    assert list(text.lines(Span(4, 7))) == []


@pytest.mark.parametrize(
    ("offset", "location"),
    [(0, (1, 1)), (1, (1, 2)), (2, (1, 3)), (4, (2, 1)), (5, (2, 2)), (6, (3, 1)), (7, (3, 2))],
)
def test_location(offset: int, location: tuple[int, int]) -> None:
    assert Text("é🚀\r\na\nb").location(offset) == Location(*location)


@given(TEXTS)
def test_each_offset_lies_on_its_line(value: str) -> None:
    text = Text(value)
    for offset in range(len(value) + 1):
        row, column = text.location(offset)
        line = text.line(row)
        assert line.start + column - 1 == offset
        assert offset <= line.end or value[line.end : offset] in ("\r", "\n", "\r\n")


@given(TEXTS)
def test_lines_and_line_ends_are_the_whole_text(value: str) -> None:
    text = Text(value)
    lines = list(text.lines())
    ends = [value[one.end : other.start] for one, other in pairwise(lines)]
    assert set(ends) <= {"\n", "\r\n", "\r"}
    assert lines[0].start == 0
    assert lines[-1].end == len(value)


@pytest.mark.parametrize(
    ("span", "lines"),
    [
        (Span(0, 1), "ab\n"),
        (Span(1, 1), "ab\n"),
        (Span(0, 3), "ab\n"),
        (Span(0, 4), "ab\ncd\r\n"),
        (Span(4, 5), "cd\r\n"),
        (Span(7, 9), "ef"),
        (Span(9, 9), "ef"),
    ],
)
def test_whole_line(span: Span, lines: str) -> None:
    text = Text("ab\ncd\r\nef")
    assert text[text.whole_line(span)] == lines


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Span(0, 2), Span(1, 3), True),
        (Span(0, 2), Span(2, 3), False),
        (Span(0, 5), Span(1, 2), True),
        (Span(1, 1), Span(1, 1), True),
        (Span(1, 1), Span(2, 2), False),
        (Span(0, 3), Span(1, 1), True),
        (Span(0, 3), Span(3, 3), False),
        (Span(0, 3), Span(0, 0), False),
    ],
)
def test_overlaps(one: Span, other: Span, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


def test_shift() -> None:
    assert Span(1, 4).shift(3) == Span(4, 7)
