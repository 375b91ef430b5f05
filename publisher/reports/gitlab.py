"""GitLab's code quality report: the part of Code Climate's format that it reads."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from xreg.publisher.reports.fingerprints import Fingerprints, posix
from xreg.publisher.reports.plain import encodable, one_line
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Location

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """An array in ASCII, a finding a line."""
    fingerprints, before = Fingerprints(), "["
    for result in results:
        for finding in result.findings:
            issue = _issue(result, finding, fingerprints.of(result, finding))
            yield before + "\n" + json.dumps(issue).replace("\x7f", "\\u007f")
            before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _issue(result: CardResult, finding: Finding, fingerprint: str) -> dict[str, Any]:
    start, end = result.location(finding.span.start), result.location(finding.span.end)
    return {
        "description": f"{finding.code} {finding.name}: {one_line(finding.message)}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": encodable(posix(result.filename)),
            "positions": {"begin": _position(start), "end": _position(end)},
        },
    }


def _position(location: Location) -> dict[str, int]:
    return {"line": location.row, "column": location.column}
