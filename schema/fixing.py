"""Applying fixes: edits put into the author's text, span by span, until nothing more is to be done.

The loop is closed in here: apply, parse and check again, at most ten times. A round that leaves the card less readable
than before, or a loop that finds no end, is refused and the text stays as it was.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.findings import Applicability, Edit, Finding, Fix
from xreg.schema.text import Text

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
    for _ in range(MAX_ROUNDS):
        chosen = _chosen(findings, least)
        if not chosen:
            return Fixed(current, tuple(applied), tuple(findings))
        current = Text(_edited(current.value, [edit for finding in chosen for edit in _fix(finding).edits]))
        applied += chosen
        document, findings = lint(current)
        if len(document.problems) > len(before.problems):
            codes = ", ".join(sorted({finding.code for finding in chosen}))
            return Fixed(text, (), tuple(first), f"the fixes of {codes} would make the card unreadable")
    codes = ", ".join(sorted({finding.code for finding in _chosen(findings, least)}))
    return Fixed(text, (), tuple(first), f"the fixes of {codes} do not come to an end") if codes else Fixed(
        current, tuple(applied), tuple(findings)
    )  # fmt: skip


def _fix(finding: Finding) -> Fix:
    assert finding.fix is not None
    return finding.fix


def _chosen(findings: Iterable[Finding], least: Applicability) -> list[Finding]:
    """The findings whose fixes can be applied together: no two of them touch the same characters."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix and finding.fix.applicability >= least else ()
        if edits and not any(edit.span.overlaps(other.span) for edit in edits for other in taken):
            chosen.append(finding)
            taken += edits
    return chosen


def _edited(value: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        value = value[: edit.span.start] + edit.content + value[edit.span.end :]
    return value
