"""Suppressions: comments on the card with which its author accepts a finding, and says why.

`<!-- xreg: suppress XR301 reason -->` counts for the section in which it stands, or for the whole card where it stands
before the front matter. `# xreg: suppress XR501 reason` in the front matter counts for the entry on its line, or for
the next one where it stands on a line of its own.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.findings import Finding
from xreg.schema.nodes import Node, Scalar, Sequence
from xreg.schema.text import Span

# Every repetition has its bound: a card full of half a comment must not take time by the square of its length.
_MOST = 1000
_CODE = r"[A-Za-z]{1,9}\d{1,9}"
_CODES = rf"xreg:\s{{0,9}}suppress\s{{1,9}}(?P<codes>{_CODE}(?:\s{{0,9}},\s{{0,9}}{_CODE}){{0,99}})"
_IN_BODY = re.compile(rf"<!--\s{{0,9}}{_CODES}(?P<reason>[^\r\n]{{0,500}}?)-->")
_IN_FRONT = re.compile(rf"(?:(?<=\s)|^)#[ \t]{{0,9}}{_CODES}(?P<reason>[^\r\n]{{0,500}})", re.MULTILINE)


class Suppression(NamedTuple):
    """The codes that a comment names, its reason, where it stands, and the part of the card for which it counts."""

    codes: tuple[str, ...]
    reason: str
    span: Span
    scope: Span


def suppressions(document: Document) -> list[Suppression]:
    """The suppressions on the card, in their order; what comes after the first thousand counts for nothing."""
    if "xreg:" not in document.text.value:
        return []
    return list(islice(chain(_in_front(document), _in_body(document)), _MOST))


def _made(match: re.Match[str], scope: Span) -> Suppression:
    codes = tuple(code.strip().upper() for code in match["codes"].split(","))
    return Suppression(codes, match["reason"].strip(" \t-:"), Span(*match.span()), scope)


def _in_body(document: Document) -> Iterator[Suppression]:
    text = document.text.readable
    whole = Span(0, len(text) + 1)
    body = document.body_start if document.front_span else 0
    for match in _IN_BODY.finditer(text):
        if document.front_span and document.front_span.start <= match.start() < body:
            continue
        part = document.section_at(match.start()) if match.start() >= body else None
        yield _made(match, Span(part.heading.start, part.span.end) if part else whole)


def _in_front(document: Document) -> Iterator[Suppression]:
    if not document.front_span:
        return
    values = [entry.value for entry in document.front.entries]
    for match in _IN_FRONT.finditer(document.text.readable, *document.front_span):
        if not any(_inside(match.start(), value) for value in values):
            yield _made(match, _scope(document, match.start()))


def _inside(offset: int, node: Node) -> bool:
    """Whether an offset lies in a scalar: there a `#` is text and no comment."""
    if isinstance(node, Scalar):
        return node.span.start <= offset < node.span.end
    parts = node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]
    return any(_inside(offset, part) for part in parts)


def _scope(document: Document, offset: int) -> Span:
    text = document.text
    line = text.line(text.location(offset).row)
    if text[Span(line.start, offset)].strip():
        return _widened(document, line)
    for following in text.lines():
        if following.start > line.start and text[following].strip() and not text[following].lstrip().startswith("#"):
            return _widened(document, following)
    return line


def _widened(document: Document, line: Span) -> Span:
    """The whole entry that begins on a line, over as many lines as it has."""
    entries = [*document.front.entries, *(entry for asset in document.assets for entry in asset.mapping.entries)]
    ends = [entry.span.end for entry in entries if line.start <= entry.key.span.start < line.end]
    return Span(line.start, max([line.end, *ends]))


def suppress(findings: Iterable[Finding], made: Iterable[Suppression]) -> tuple[list[Finding], set[tuple[int, str]]]:
    """The findings that no suppression covers, and which codes of which suppressions (by place) covered one."""
    kept: list[Finding] = []
    used: set[tuple[int, str]] = set()
    known = list(made)
    for finding in findings:
        covers = [item for item in known if finding.code in item.codes and _covers(item.scope, finding.span)]
        used |= {(item.span.start, finding.code) for item in covers}
        if not covers:
            kept.append(finding)
    return kept, used


def _covers(scope: Span, span: Span) -> bool:
    return scope.start <= span.start < max(scope.end, scope.start + 1)
