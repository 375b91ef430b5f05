"""The few marks within a line of markdown that a page shows as such; everything else is text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ADDRESS = r"https?://[^\s<>\"'`\\()\[\]]{1,1000}"
_MARK = re.compile(
    r"`(?P<code>[^`]{1,500})`"
    r"|\*\*(?P<strong>[^*]{1,500})\*\*"
    rf"|\[(?P<text>[^\[\]]{{1,300}})\]\(<?(?P<target>{_ADDRESS})>?\)"
    rf"|<(?P<bare>{_ADDRESS})>"
    rf"|(?<![\w/])(?P<loose>{_ADDRESS}(?<![.,;:!?]))"
)
_LINK = re.compile(rf"<?(?P<target>{_ADDRESS})>?")


class Inline(NamedTuple):
    """A piece of a line: `text`, `code`, `strong`, or `link` with an http(s) address in `target`."""

    kind: str
    text: str
    target: str = ""


def inlines(line: str) -> Iterator[Inline]:
    """The pieces of a line, in their order."""
    at = 0
    for match in _MARK.finditer(line):
        if match.start() > at:
            yield Inline("text", line[at : match.start()])
        yield _piece(match)
        at = match.end()
    if at < len(line):
        yield Inline("text", line[at:])


def _piece(match: re.Match[str]) -> Inline:
    if match["target"]:
        return Inline("link", match["text"], match["target"])
    if address := match["bare"] or match["loose"]:
        return Inline("link", address, address)
    kind = "code" if match["code"] else "strong"
    return Inline(kind, match[kind])


def address(value: str) -> str:
    """The http(s) address that a value is, without angle brackets, or an empty text."""
    match = _LINK.fullmatch(value.strip())
    return match["target"] if match else ""
