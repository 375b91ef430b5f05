"""The body of a card: its sections, fenced code and links. A full markdown parse would take ten times as long."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.text import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_HEADING = re.compile(r"#{1,2}(?=[ \t])(?P<name>[^\r\n]*)")
# Behind backticks no other one follows on the line: ```this``` is code within a line.
_FENCE = re.compile(r" {0,12}(?P<fence>`{3,}(?=[^`\r\n]*(?:[\r\n]|\Z))|~{3,})[ \t]*(?P<info>[^\r\n]*)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_LINE_END = re.compile(r"[^\r\n]")
_LINK = re.compile(r"\[(?P<text>[^\[\]\r\n]{1,300})\]\((?P<target><[^<>\r\n]{0,500}>|[^()\s]{0,500})\)")


class Code(NamedTuple):
    """A fenced block: its language as written, the span of what is fenced, and whether the fence is closed."""

    language: str
    span: Span
    opening: Span
    closed: bool


class Section(NamedTuple):
    """A heading of the first or second level, and what follows until the next one."""

    name: str
    heading: Span
    span: Span
    codes: tuple[Code, ...]

    @property
    def field(self) -> str:
        """The name under which findings speak of this section."""
        return f"body:{self.name}" if self.name else ""

    def code_at(self, offset: int) -> Code | None:
        """The fenced block in which an offset lies."""
        at = bisect_right(self.codes, offset, key=lambda code: code.span.start) - 1
        return self.codes[at] if at >= 0 and offset < self.codes[at].span.end else None

    def prose(self) -> Iterator[Span]:
        """The spans between the fenced blocks."""
        start = self.span.start
        for code in self.codes:
            yield Span(start, code.opening.start)
            start = code.span.end
        yield Span(start, self.span.end)


class Link(NamedTuple):
    """An inline link: its whole span, that of its text, and its target without angle brackets."""

    span: Span
    text: Span
    target: str


def links(text: str, span: Span) -> Iterator[Link]:
    """The inline links within a span."""
    for match in _LINK.finditer(text, span.start, span.end):
        yield Link(Span(*match.span()), Span(*match.span("text")), match["target"].strip("<>"))


def without_comments(text: str, span: Span) -> str:
    """The text with blanks in the place of the HTML comments that begin in a span; every character keeps its offset."""
    if "<!--" not in text:
        return text
    blanked = _COMMENT.sub(lambda match: _NOT_LINE_END.sub(" ", match[0]), text[span.start : span.end])
    return text[: span.start] + blanked + text[span.end :]


class _Open:
    """A section that is being read."""

    def __init__(self, name: str, heading: Span) -> None:
        self.name, self.heading = name, heading
        self.codes: list[Code] = []

    def close(self, end: int) -> Section:
        return Section(self.name, self.heading, Span(self.heading.end, end), tuple(self.codes))


class _Fence:
    """A fenced block that is being read."""

    def __init__(self, match: re.Match[str], line: re.Match[str]) -> None:
        self.mark, self.language = match["fence"], match["info"].strip().lower()
        self.opening = Span(match.start("fence"), match.end())
        self.start = line.end()

    def closed_by(self, match: re.Match[str] | None) -> bool:
        return bool(match and match["fence"].startswith(self.mark) and not match["info"].strip())

    def code(self, end: int, closed: bool) -> Code:
        return Code(self.language, Span(min(self.start, end), end), self.opening, closed)


def sections(text: str, start: int) -> Iterator[Section]:
    """The sections of `text` from `start` on. Headings inside fenced code are code."""
    part, fence = _Open("", Span(start, start)), None
    for line in _LINE.finditer(text, start):
        if line.start() == line.end():
            continue
        match = _FENCE.match(text, line.start(), line.end())
        if fence:
            if fence.closed_by(match):
                part.codes.append(fence.code(line.start(), closed=True))
                fence = None
        elif match:
            fence = _Fence(match, line)
        elif heading := _HEADING.match(text, line.start(), line.end()):
            if part.name or part.heading.end < line.start():
                yield part.close(line.start())
            part = _Open(heading["name"].strip().rstrip("#").rstrip(), Span(*heading.span()))
    if fence:
        part.codes.append(fence.code(len(text), closed=False))
    yield part.close(len(text))
