"""JSON: an array of findings, one a line. Its form is a contract that editors and other programs go by."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from xreg.publisher.reports.links import rule_url
from xreg.publisher.reports.plain import encodable
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Fix
from xreg.schema.text import Span


def report(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """The array in ASCII: what a terminal or an editor could take for a command is escaped."""
    before = "["
    for result in results:
        for finding in result.findings:
            # `json` leaves DEL as it is.
            yield before + "\n" + json.dumps(record(result, finding)).replace("\x7f", "\\u007f")
            before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def record(result: CardResult, finding: Finding) -> dict[str, Any]:
    """One finding in the form of the contract."""
    return {
        "filename": encodable(result.filename),
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": encodable(finding.message),
        "field": encodable(finding.field),
        **_locations(result, finding.span),
        "evidence": evidence(finding),
        "fix": _fix(result, finding.fix) if finding.fix else None,
        "url": rule_url(finding.code, finding.name),
    }


def evidence(finding: Finding) -> list[dict[str, str]]:
    """What the finding rests on, each fact with its origin and source."""
    return [
        {
            "origin": origin.value,
            "source": encodable(source),
            "claim": encodable(claim),
            "value": encodable(value),
        }
        for origin, source, claim, value in finding.evidence
    ]


def _fix(result: CardResult, fix: Fix) -> dict[str, Any]:
    edits = [{"content": encodable(edit.content), **_locations(result, edit.span)} for edit in fix.edits]
    return {"applicability": fix.applicability.value, "message": encodable(fix.message), "edits": edits}


def _locations(result: CardResult, span: Span) -> dict[str, dict[str, int]]:
    return {
        "location": result.location(span.start)._asdict(),
        "end_location": result.location(span.end)._asdict(),
    }
