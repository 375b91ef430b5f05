"""Findings as compact JSON and back: what the cache stores."""

import json
from collections.abc import Iterable
from typing import Any

from xreg.schema.findings import Applicability, Edit, Fact, Finding, Fix, Origin, Severity
from xreg.schema.text import Span

_SEVERITIES = {item.value: item for item in Severity}
_ORIGINS = {item.value: item for item in Origin}


def encoded(findings: Iterable[Finding]) -> str:
    """The findings as JSON text."""
    return json.dumps([_rows(finding) for finding in findings], separators=(",", ":"))


def _rows(finding: Finding) -> list[Any]:
    fix = finding.fix
    edits = [fix.applicability.value, fix.message, [[*edit.span, edit.content] for edit in fix.edits]] if fix else None
    facts = [[fact.origin.value, *fact[1:]] for fact in finding.evidence]
    return [
        finding.code,
        finding.name,
        finding.severity.value,
        finding.message,
        *finding.span,
        finding.field,
        facts,
        edits,
    ]


def decoded(text: str) -> tuple[Finding, ...]:
    """The findings that `encoded` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    return tuple(_finding(*row) for row in json.loads(text))


def _finding(
    code: str, name: str, severity: str, message: str, start: int, end: int, field: str, facts: Any, fix: Any
) -> Finding:
    evidence = tuple([Fact(_ORIGINS[origin], source, claim, value) for origin, source, claim, value in facts])
    made = _fix(*fix) if fix else None
    return Finding(code, name, _SEVERITIES[severity], message, Span(start, end), field, evidence, made)


def _fix(applicability: str, message: str, edits: Any) -> Fix:
    return Fix(
        Applicability(applicability), message, tuple([Edit(Span(start, end), content) for start, end, content in edits])
    )
