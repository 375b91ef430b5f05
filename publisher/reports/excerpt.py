"""The lines of a card that a finding is about, with their numbers and the span underlined."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from xreg.publisher.reports.columns import columns
from xreg.publisher.reports.plain import visible
from xreg.publisher.reports.style import Style
from xreg.schema.text import Span, Text

MAX_LINES = 3
_TAB = "    "
# How much of a long line is shown before the span.
_LEAD = 24
_LONG = 4096
_BLANKS = {" ": "·", "\t": "→   "}


class Line(NamedTuple):
    """One line of the card: its number, where it begins, and its text without line end."""

    row: int
    start: int
    value: str


class _Cells(NamedTuple):
    """A line as it is shown: a piece of text for each character, and the column at which each begins (and ends)."""

    pieces: Sequence[str]
    edges: Sequence[int]


def lines_of(text: Text, span: Span) -> list[Line]:
    """The lines that hold characters of the span: at least one, and at most one more than are shown."""
    row = text.location(span.start).row
    line = text.line(row)
    found = [Line(row, line.start, text[line])]
    end = min(span.end, len(text.value))
    while len(found) <= MAX_LINES and _behind(text, line.end) < end:
        row, line = row + 1, text.line(row + 1)
        found.append(Line(row, line.start, text[line]))
    return found


def _behind(text: Text, end: int) -> int:
    return end + (2 if text.value.startswith("\r\n", end) else 1)


def marked(line: Line, span: Span, width: int) -> tuple[str, str]:
    """The line, cropped around the span to `width` columns, and the marks that stand below it."""
    start = max(span.start - line.start, 0)
    end = max(min(span.end - line.start, len(line.value)), start)
    # Where something is missing there is nothing to underline: one mark shows the place.
    least = int(span.start >= line.start)
    if len(line.value) < width and not _needs_cells(line.value, start, end):
        return line.value, " " * start + "^" * max(end - start, least) if end - start or least else ""
    value, cut = _near(line.value, start, width)
    start, end = start - cut, min(end - cut, len(value))
    cells = _cells(value, start, end)
    left, right = _window(cells.edges, start, end, width)
    lead = "…" if left or cut else ""
    tail = "…" if right < len(value) or cut + right < len(line.value) else ""
    at = cells.edges[min(start, len(value))]
    marks = max(cells.edges[min(max(end, left), right)] - at, least)
    blanks = min(len(lead) + at - cells.edges[left], width - marks)
    return f"{lead}{''.join(cells.pieces[left:right])}{tail}", " " * blanks + "^" * marks if marks else ""


def _near(value: str, start: int, width: int) -> tuple[str, int]:
    """The part of a very long line that may be shown, and how much was cut off before it."""
    if len(value) <= _LONG:
        return value, 0
    cut = max(start - _LONG // 2, 0)
    return value[cut : start + _LONG // 2 + width], cut


def _needs_cells(value: str, start: int, end: int) -> bool:
    """Whether a character of the line is not shown as itself in one column."""
    return not value.isascii() or not value.isprintable() or _marks_blanks(value, start, end)


def _marks_blanks(value: str, start: int, end: int) -> bool:
    return end > start and end == len(value) and value[end - 1] in _BLANKS


def _cells(value: str, start: int, end: int) -> _Cells:
    if not _needs_cells(value, start, end):
        return _Cells(value, range(len(value) + 1))
    pieces = [_TAB if char == "\t" else visible(char) for char in value]
    if _marks_blanks(value, start, end):  # blanks at the end of a line are seen only as marks
        first = max(start, len(value.rstrip(" \t")))
        pieces[first:] = [_BLANKS[char] for char in value[first:]]
    return _Cells(pieces, list(accumulate(map(columns, pieces), initial=0)))


def _window(edges: Sequence[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Which characters are shown where not all fit: those about the span's beginning."""
    last = len(edges) - 1
    if edges[last] <= width:
        return 0, last
    left = 0
    if edges[end] > width - 1:
        left = bisect_left(edges, min(max(edges[start] - _LEAD, 0), edges[last] - width + 1))
    room = width - (left > 0)
    if edges[last] - edges[left] <= room:
        return left, last
    return left, max(bisect_right(edges, edges[left] + room - 1) - 1, left)


def excerpt(lines: Sequence[Line], span: Span, digits: int, role: str, style: Style) -> Iterator[str]:
    """What `lines_of` gave, numbered in `digits` columns and with marks below; `role` is the colour of the marks."""
    bar = style.paint("faint", f"  {'':{digits}} |")
    yield bar
    for line in lines[:MAX_LINES]:
        shown, marks = marked(line, span, style.width - digits - 5)
        number = style.paint("faint", f"  {line.row:>{digits}} |")
        yield f"{number} {shown}" if shown else number
        if marks:
            yield f"{bar} {_painted(marks, role, style)}"
    if len(lines) > MAX_LINES:
        yield style.paint("faint", f"  {'…':>{digits}} |")


def _painted(marks: str, role: str, style: Style) -> str:
    if not style.colour:
        return marks
    bare = marks.lstrip(" ")
    return " " * (len(marks) - len(bare)) + style.paint(role, bare)
