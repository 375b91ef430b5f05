"""Applying fixes: edits put into the author's text, span by span, until nothing more is to be done.

The loop is closed in here: apply, parse and check again, at most ten times. A round that leaves the card less readable
than before, or a loop that finds no end, is refused and the text stays as it was.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.findings import Applicability, Finding
from xreg.schema.text import Span, Text

MAX_ROUNDS = 10

Lint = Callable[[Text], tuple[Document, list[Finding]]]


class Fixed(NamedTuple):
    """The text after fixing, what was applied, what is still found, and why fixing was refused, if it was."""

    text: Text
    applied: tuple[Finding, ...]
    left: tuple[Finding, ...]
    refused: str = ""


def fixed(text: Text, lint: Lint, least: Applicability) -> Fixed:
    """Applies all fixes that are at least as applicable as `least`."""
    before, first = lint(text)
    current, findings = text, first
    applied: list[Finding] = []
    for left in range(MAX_ROUNDS, -1, -1):
        chosen = _chosen(findings, least)
        if not chosen:
            return Fixed(current, tuple(applied), tuple(findings))
        if not left:
            return _refused(text, first, chosen, "do not come to an end")
        current = Text(_edited(current.value, chosen))
        applied += chosen
        document, findings = lint(current)
        if len(document.problems) > len(before.problems):
            return _refused(text, first, chosen, "would make the card unreadable")
    raise AssertionError("the last round returns")


def _refused(text: Text, findings: list[Finding], chosen: list[Finding], why: str) -> Fixed:
    codes = ", ".join(sorted({finding.code for finding in chosen}))
    return Fixed(text, (), tuple(findings), f"the fixes of {codes} {why}")


def _chosen(findings: Iterable[Finding], least: Applicability) -> list[Finding]:
    """The findings whose fixes can be applied together: no two of them touch the same characters."""
    chosen: list[Finding] = []
    taken = _Taken()
    for finding in findings:
        edits = finding.fix.edits if finding.fix and finding.fix.applicability >= least else ()
        if edits and not any(taken.overlap(edit.span) for edit in edits):
            chosen.append(finding)
            for edit in edits:
                taken.add(edit.span)
    return chosen


class _Taken:
    """Spans that do not overlap, in their order: a new one can overlap none but its neighbours."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def overlap(self, span: Span) -> bool:
        at = bisect_left(self._spans, span)
        return any(span.overlaps(other) for other in self._spans[max(0, at - 1) : at + 1])

    def add(self, span: Span) -> None:
        insort(self._spans, span)


def _edited(value: str, chosen: Iterable[Finding]) -> str:
    pieces, at = [], 0
    for edit in sorted(edit for finding in chosen if finding.fix for edit in finding.fix.edits):
        pieces += [value[at : edit.span.start], edit.content]
        at = edit.span.end
    return "".join([*pieces, value[at:]])
