import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.publisher.reports.columns import columns
from xreg.publisher.reports.excerpt import MAX_LINES, excerpt, lines_of
from xreg.publisher.reports.style import Style
from xreg.schema.text import Span, Text


def shown(value: str, span: tuple[int, int], width: int = 40) -> list[str]:
    text, place = Text(value), Span(*span)
    lines = lines_of(text, place)
    return list(excerpt(lines, place, len(str(lines[-1].row)), "error", Style(width=width)))


@pytest.mark.parametrize(
    ("value", "span", "lines"),
    [
        ("abc def\n", (4, 7), ["  1 | abc def", "    |     ^^^"]),
        ("abc def", (7, 7), ["  1 | abc def", "    |        ^"]),
        ("", (0, 0), ["  1 |", "    | ^"]),
        ("\tdef", (1, 4), ["  1 |     def", "    |     ^^^"]),
        ("图像 def", (3, 6), ["  1 | 图像 def", "    |      ^^^"]),
        ("图像 def", (0, 2), ["  1 | 图像 def", "    | ^^^^"]),
        ("e\u0301a b", (4, 5), ["  1 | e\u0301a b", "    |    ^"]),
        ("a\x1b[0m b", (6, 7), ["  1 | a\\x1b[0m b", "    |          ^"]),
        ("abc  \n", (3, 5), ["  1 | abc··", "    |    ^^"]),
        ("abc \t", (3, 5), ["  1 | abc·→   ", "    |    ^^^^^"]),
        ("a\r\nb c\r\n", (5, 6), ["  2 | b c", "    |   ^"]),
        ("a\rb c\r", (4, 5), ["  2 | b c", "    |   ^"]),
        ("a b\nc d\n", (2, 5), ["  1 | a b", "    |   ^", "  2 | c d", "    | ^"]),
        ("a\n\nb\n", (0, 4), ["  1 | a", "    | ^", "  2 |", "  3 | b", "    | ^"]),
        ("a b\nc\n", (2, 4), ["  1 | a b", "    |   ^"]),
        ("a\n", (2, 2), ["  2 |", "    | ^"]),
    ],
)
def test_marks_stand_below_the_span(value: str, span: tuple[int, int], lines: list[str]) -> None:
    assert shown(value, span) == ["    |", *lines]


def test_of_many_lines_the_first_are_shown() -> None:
    lines = shown("a\nb\nc\nd\ne\n", (0, 9))
    assert [line for line in lines if "^" not in line] == ["    |", "  1 | a", "  2 | b", "  3 | c", "  … |"]


def test_numbers_of_two_lengths_are_aligned() -> None:
    assert shown("\n" * 8 + "a\nb\n", (8, 11)) == ["     |", "   9 | a", "     | ^", "  10 | b", "     | ^"]


@pytest.mark.parametrize(
    ("start", "length", "line", "marks"),
    [
        (0, 3, "abc" + "." * 30 + "…", "^^^"),
        (150, 3, "…" + "." * 24 + "abc" + "." * 5 + "…", " " * 25 + "^^^"),
        (297, 3, "…" + "." * 30 + "abc", " " * 31 + "^^^"),
        (0, 300, "." * 33 + "…", "^" * 33),
    ],
)
def test_long_lines_are_cropped_around_the_span(start: int, length: int, line: str, marks: str) -> None:
    words = "abc" if length == 3 else "." * length
    value = "." * start + words + "." * (300 - start - length)
    assert shown(value, (start, start + length)) == ["    |", f"  1 | {line}", f"    | {marks}"]


def test_a_line_of_megabytes_is_not_measured_whole() -> None:
    value = "图" * 3_000_000 + "x" + "图" * 3_000_000
    line, marks = shown(value, (3_000_000, 3_000_001), 60)[1:]
    assert line[marks.index("^") - 12] == "x"  # twelve wide characters stand before it
    assert columns(line) <= 60


@given(st.text(max_size=80), st.integers(0, 90), st.integers(0, 90), st.integers(24, 60))
def test_any_span_of_any_text(value: str, one: int, other: int, width: int) -> None:
    start, end = sorted((min(one, len(value)), min(other, len(value))))
    lines = shown(value, (start, end), width)
    assert 2 <= len(lines) <= 2 + 2 * MAX_LINES
    assert any("^" in line for line in lines)
    assert all(columns(line) <= width for line in lines)
