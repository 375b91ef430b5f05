"""The findings as compact data for the page's script: each text once, and each finding a row of numbers."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from xreg.publisher.health.changes import changed, marked
from xreg.publisher.health.hub import HubCard
from xreg.publisher.reports.grouping import Group, groups
from xreg.publisher.reports.plain import cropped, visible_lines
from xreg.schema.findings import Applicability, Finding, Severity
from xreg.schema.rules.all import RULES

# What the script may take for the end of its element is written otherwise; in JSON that means the same.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
SEVERITIES = tuple(severity.value for severity in Severity)
# A finding without a fix has the last one.
FIXES = (*(each.value for each in sorted(Applicability, reverse=True)), "none")


class Table:
    """Values by number, each kept once."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        """The value's number."""
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[Any]:
        """All values, by number."""
        return list(self._numbers)


class _Texts(Table):
    """Texts as a page may show them: nothing in them is hidden, or steers anything."""

    def number(self, value: str) -> int:
        return super().number(visible_lines(cropped(value)))


def embedded(cards: Sequence[HubCard]) -> str:
    """The data as JSON that no parser of HTML takes for markup."""
    return json.dumps(rows(cards), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def rows(cards: Sequence[HubCard]) -> dict[str, Any]:
    """The rules and cards that findings speak of, and the findings: errors first, by rule, then by card."""
    texts, evidence = _Texts(), Table()
    codes = {rule.code: place for place, rule in enumerate(RULES)}
    found = [(place, card, finding) for place, card in enumerate(cards) for finding in card.findings]
    order = list(Severity)
    found.sort(key=lambda item: (order.index(item[2].severity), item[2].code))
    return {
        "findings": [_row(place, card, finding, codes, texts, evidence) for place, card, finding in found],
        "rules": [[rule.code, rule.name, texts.number(rule.summary)] for rule in RULES],
        "cards": [list(map(texts.number, (card.path, card.family, card.version, card.source))) for card in cards],
        "severities": SEVERITIES,
        "fixes": FIXES,
        "evidence": evidence.values,
        "texts": texts.values,
    }


def _row(
    place: int, card: HubCard, finding: Finding, codes: dict[str, int], texts: _Texts, evidence: Table
) -> list[Any]:
    location, fix = card.text.location(finding.span.start), finding.fix
    pieces = changed(card.text, fix) if fix and fix.edits else marked(card.text, finding.span)
    return [
        place,
        codes[finding.code],
        SEVERITIES.index(finding.severity.value),
        FIXES.index(fix.applicability.value if fix else "none"),
        *location,
        texts.number(finding.field),
        texts.number(finding.message),
        texts.number(fix.message if fix else ""),
        [evidence.number(said) for said in _said(groups(finding.evidence), texts)],
        [[piece.kind, texts.number(piece.text)] for piece in pieces],
    ]


def _said(found: Iterable[Group], texts: _Texts) -> Iterable[Any]:
    """Each group of facts as numbers of texts: origin, claim, and the values with their sources."""
    for group in found:
        values = tuple((texts.number(value), tuple(map(texts.number, sources))) for value, sources in group.values)
        yield texts.number(group.origin), texts.number(group.claim), values
