"""The body of a card in blocks, for a page: headings, paragraphs, lists, tables and code. It never fails.

A small part of markdown is known; what is not known (HTML, images) is shown as the text that it is.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xreg.publisher.rendering.inline import Inline, inlines
from xreg.schema.markdown import Section

# `splitlines` also breaks at U+2028 and its like, where no editor does.
_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"#{1,6}\s")
_ITEM = re.compile(r"\s*(?:(?P<number>\d{1,3})[.)]|[-*+])\s+(?P<words>\S.*)")
_STARTS = {"|": "table", ">": "quote"}
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,}).*")

Row = tuple[Inline, ...]


class Block(NamedTuple):
    """A part of the body.

    `kind` is `heading`, `paragraph`, `quote`, `bullets`, `numbers` (from `start` on), `table` (each row a list of
    cells) or `code`.
    """

    kind: str
    rows: tuple[tuple[Row, ...], ...] = ()
    code: str = ""
    start: int = 1


def blocks(text: str, section: Section) -> Iterator[Block]:
    """The blocks of a section."""
    codes = iter(section.codes)
    for prose in section.prose():
        lines = _LINE_END.split(text[prose.start : prose.end])
        yield from _prose(line for line in lines if not _FENCE.fullmatch(line))
        if code := next(codes, None):
            yield Block("code", code=text[code.span.start : code.span.end].rstrip("\r\n"))


def _prose(lines: Iterable[str]) -> Iterator[Block]:
    """Consecutive lines of one kind make a block; a line that continues a list item or paragraph belongs to it."""
    kind, held = "", list[str]()
    for line in lines:
        found = _kind(line, kind)
        if held and (found != kind or kind == "heading"):
            yield _block(kind, held)
            held = []
        kind = found
        if line.strip():
            held.append(line)
    if held:
        yield _block(kind, held)


def _kind(line: str, before: str) -> str:
    if not line.strip():
        return before if before in ("bullets", "numbers") else ""
    if match := _ITEM.fullmatch(line):
        return "numbers" if match["number"] else "bullets"
    if line.lstrip()[0] in _STARTS:
        return _STARTS[line.lstrip()[0]]
    if _HEADING.match(line):
        return "heading"
    return before if before in ("bullets", "numbers") and line[0] in " \t" else "paragraph"


def _block(kind: str, lines: list[str]) -> Block:
    if kind == "table":
        return Block(kind, tuple(_cells(line) for line in lines if not _is_rule(line)))
    if kind in ("bullets", "numbers"):
        return _list(kind, lines)
    if kind == "heading":
        return Block(kind, ((tuple(inlines(lines[0].strip("# \t"))),),))
    words = "\n".join(line.strip().removeprefix(">" if kind == "quote" else "").strip() for line in lines)
    return Block(kind, ((tuple(inlines(words)),),))


def _list(kind: str, lines: list[str]) -> Block:
    items: list[str] = []
    start = 1
    for line in lines:
        match = _ITEM.fullmatch(line)
        if match:
            start = int(match["number"] or 1) if not items else start
            items.append(match["words"])
        else:
            items[-1] += f"\n{line.strip()}"
    return Block(kind, tuple((tuple(inlines(item)),) for item in items), start=start)


def _is_rule(line: str) -> bool:
    """Whether the line only divides a table's head from its rows: `|---|:--|`."""
    return "-" in line and not line.strip("|:- \t")


def _cells(line: str) -> tuple[Row, ...]:
    return tuple(tuple(inlines(cell.strip())) for cell in line.strip().strip("|").split("|"))
