"""Text with spans: offsets count characters (code points) from 0, rows and columns count from 1."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import NamedTuple

# The line ends of markdown and YAML 1.2 alone: U+2028 and its like stay inside a line, as editors show them.
_LINE_END = re.compile(r"\r\n|\n|\r")
_NOT_UTF8 = re.compile("[\ud800-\udfff]")


class Span(NamedTuple):
    """The characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both name a character in common, or both insert at one place."""
        if self == other:
            return True
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> "Span":
        """The same length of text, `by` characters further on."""
        return Span(self.start + by, self.end + by)


class Location(NamedTuple):
    """A place as editors count it: both from 1, the column in characters."""

    row: int
    column: int


class Text:
    """The text of one card. Bytes that are not UTF-8 are kept as lone surrogates, so that writing loses nothing."""

    def __init__(self, value: str) -> None:
        self.value = value

    @classmethod
    def from_bytes(cls, data: bytes) -> "Text":
        return cls(data.decode("utf-8", "surrogateescape"))

    def to_bytes(self) -> bytes:
        return self.value.encode("utf-8", "surrogateescape")

    @cached_property
    def readable(self) -> str:
        """The text, character for character, with U+FFFD where a byte was not UTF-8: what parsers are given."""
        return self.value if self.value.isascii() else _NOT_UTF8.sub("\ufffd", self.value)

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.value:
            return [0, *(match.end() for match in _LINE_END.finditer(self.value))]
        # Each line end adds one: all in C, as every card with a finding needs this.
        return list(map(add, accumulate(map(len, self.value.split("\n")[:-1]), initial=0), count()))

    def __getitem__(self, span: Span) -> str:
        return self.value[span.start : span.end]

    def location(self, offset: int) -> Location:
        row = bisect_right(self._line_starts, offset)
        return Location(row, offset - self._line_starts[row - 1] + 1)

    def line(self, row: int) -> Span:
        """The span of line `row`, without its line end."""
        start = self._line_starts[row - 1]
        match = _LINE_END.search(self.value, start)
        return Span(start, match.start() if match else len(self.value))

    def lines(self, within: Span | None = None) -> Iterator[Span]:
        """The spans of the lines that begin in `within` (default: of all lines), without their line ends."""
        starts, last = self._line_starts, len(self.value) + 1
        within = within or Span(0, last)
        for at in range(bisect_left(starts, within.start), bisect_left(starts, within.end)):
            end = starts[at + 1] if at + 1 < len(starts) else len(self.value)
            while end > starts[at] and self.value[end - 1] in "\r\n":
                end -= 1
            yield Span(starts[at], end)

    def whole_line(self, span: Span) -> Span:
        """`span` widened to whole lines, with the last one's line end: what to delete to be rid of the lines."""
        first = self._line_starts[bisect_right(self._line_starts, span.start) - 1]
        last = bisect_right(self._line_starts, max(span.start, span.end - 1))
        return Span(first, self._line_starts[last] if last < len(self._line_starts) else len(self.value))
