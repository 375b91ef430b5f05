"""Workflow commands, which GitHub Actions shows as annotations beside the lines of a pull request."""

from collections.abc import Iterator, Sequence

from xreg.publisher.reports.fingerprints import posix
from xreg.publisher.reports.plain import one_line, visible
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def report(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """A command a finding, each on one line."""
    for result in results:
        for finding in result.findings:
            yield _command(result, finding)


def _command(result: CardResult, finding: Finding) -> str:
    start, end = result.location(finding.span.start), result.location(finding.span.end)
    properties = {
        "title": f"{finding.code} {finding.name}",
        "file": visible(posix(result.filename)),
        "line": str(start.row),
        "col": str(start.column),
        "endLine": str(end.row),
        "endColumn": str(end.column),
    }
    said = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {said}::{_message(finding).translate(_DATA)}\n"


def _message(finding: Finding) -> str:
    message = one_line(finding.message)
    if not finding.fix:
        return message
    return f"{message}\nfix ({finding.fix.applicability.value}): {one_line(finding.fix.message)}"
