"""SARIF 2.1.0, with errata 01: what code scanning services read."""

import json
from collections.abc import Iterator, Sequence
from pathlib import PureWindowsPath
from typing import Any
from urllib.parse import quote

from xreg import __version__
from xreg.publisher.reports.fingerprints import Fingerprints, posix
from xreg.publisher.reports.json_array import evidence
from xreg.publisher.reports.plain import encodable, one_line
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Fix, Severity
from xreg.schema.rule import Rule
from xreg.schema.rules.all import RULES
from xreg.schema.text import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """One log with one run, in ASCII; a result a line."""
    driver = {"name": "xreg", "version": __version__, "rules": [_rule(rule) for rule in RULES]}
    head = _dumped({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"})
    yield f'{{"version": "2.1.0", "$schema": "{SCHEMA}", "runs": [{head[:-1]}, "results": ['
    indices = {rule.code: place for place, rule in enumerate(RULES)}
    fingerprints, separator = Fingerprints(), "\n"
    for result in results:
        for finding in result.findings:
            yield separator + _dumped(_result(result, finding, indices, fingerprints.of(result, finding)))
            separator = ",\n"
    yield "\n]}]}\n"


def _dumped(value: object) -> str:
    return json.dumps(value).replace("\x7f", "\\u007f")


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _message(rule.summary)},
        "fullDescription": {"text": _message(rule.summary)},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(result: CardResult, finding: Finding, indices: dict[str, int], fingerprint: str) -> dict[str, Any]:
    artifact = {"uri": uri(result.filename)}
    rule = {"ruleIndex": indices[finding.code]} if finding.code in indices else {}
    changes = finding.fix and finding.fix.edits
    return {
        "ruleId": finding.code,
        **rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding.message)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": _region(result, finding.span)}}],
        "partialFingerprints": {"xreg/v1": fingerprint},
        **({"fixes": [_fix(result, finding.fix, artifact)]} if finding.fix and changes else {}),
        "properties": {
            "field": encodable(finding.field),
            "applicability": finding.fix.applicability.value if finding.fix else None,
            "evidence": evidence(finding),
        },
    }


def _message(text: str) -> str:
    """Text that no viewer takes for a placeholder (`{0}`) or an embedded link: a card may hold either."""
    return one_line(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def uri(filename: str) -> str:
    """A relative path as a relative URI reference, an absolute one as a `file:` URI."""
    windows = PureWindowsPath(filename)
    if windows.drive and windows.is_absolute():
        return windows.as_uri()
    path = quote(posix(filename), errors="surrogateescape")
    if path.startswith("/"):
        return f"file://{path}"
    return path


def _region(result: CardResult, span: Span) -> dict[str, int]:
    start, end = result.location(span.start), result.location(span.end)
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _fix(result: CardResult, fix: Fix, artifact: dict[str, str]) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(result, span), "insertedContent": {"text": encodable(content)}}
        for span, content in fix.edits
    ]
    text = _message(f"{fix.message} ({fix.applicability.value} fix)")
    return {
        "description": {"text": text},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }
