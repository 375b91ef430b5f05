"""What a fix would write, where its own sentence does not already say it."""

import re
from collections.abc import Iterator

from xreg.publisher.reports.columns import columns
from xreg.publisher.reports.plain import visible
from xreg.schema.findings import Fix
from xreg.schema.text import Span, Text

_MAX_LINES = 3
_LINE_END = re.compile(r"\r\n|\n|\r")


def preview(text: Text, fix: Fix, width: int) -> Iterator[str]:
    """The first lines that the fix leaves in the place of those it touches, cropped to `width` columns."""
    contents = [edit.content.strip() for edit in fix.edits]
    if all(content in fix.message for content in contents):
        return
    lines = _LINE_END.split(_after(text, fix).strip("\r\n"))
    for line in lines[:_MAX_LINES]:
        shown = visible(line.replace("\t", "    "))
        yield shown if columns(shown) <= width else _cropped(shown, width)
    if len(lines) > _MAX_LINES:
        yield "…"


def _after(text: Text, fix: Fix) -> str:
    """The lines from the first edit to the last one, with all edits made."""
    edits = sorted(fix.edits)
    start = text.line(text.location(edits[0].span.start).row).start
    last = text.line(text.location(max(edit.span.end for edit in edits)).row)
    ends_line = max(edit.span.end for edit in edits) == last.start and last.start > start
    region = Span(start, last.start if ends_line else last.end)
    value = text[region]
    for span, content in reversed(edits):
        value = value[: span.start - start] + content + value[span.end - start :]
    return value


def _cropped(shown: str, width: int) -> str:
    while columns(shown) > width - 1:
        shown = shown[: max(len(shown) - 1 - (columns(shown) - width) // 2, 0)]
    return f"{shown}…"
