"""JUnit's XML, which most build servers show: a suite a card, a failure for each error and warning."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from xreg.publisher.reports.full import evidence_lines
from xreg.publisher.reports.plain import one_line, visible
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Severity

_WIDE = Style(width=1_000_000)


def report(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """The document. A card without findings has one test, which passes; information passes and says what it found."""
    tests = sum(max(len(result.findings), 1) for result in results)
    failures = sum(_failures(result) for result in results)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="xreg" tests="{tests}" failures="{failures}" errors="0">\n'
    for result in results:
        yield from _suite(result)
    yield "</testsuites>\n"


def _failures(result: CardResult) -> int:
    return sum(1 for finding in result.findings if finding.severity is not Severity.INFO)


def _suite(result: CardResult) -> Iterator[str]:
    name = quoteattr(visible(result.filename))
    counts = f'tests="{max(len(result.findings), 1)}" failures="{_failures(result)}" errors="0" skipped="0"'
    yield f'  <testsuite name={name} {counts} time="0">\n'
    if not result.findings:
        yield f'    <testcase name="xreg" classname={name} time="0"/>\n'
    for finding in result.findings:
        yield _case(result, finding, name)
    yield "  </testsuite>\n"


def _case(result: CardResult, finding: Finding, name: str) -> str:
    row, column = result.location(finding.span.start)
    title = quoteattr(f"{finding.code} {finding.name} ({row}:{column})")
    body = escape("\n".join(_details(result, finding, row, column)))
    inner = f"<system-out>{body}</system-out>"
    if finding.severity is not Severity.INFO:
        message = quoteattr(one_line(finding.message))
        inner = f'<failure type="{finding.severity.value}" message={message}>{body}</failure>'
    return f'    <testcase name={title} classname={name} time="0">{inner}</testcase>\n'


def _details(result: CardResult, finding: Finding, row: int, column: int) -> Iterator[str]:
    yield f"{visible(result.filename)}:{row}:{column}"
    yield one_line(finding.message)
    yield from evidence_lines(finding.evidence, set(), "", _WIDE)
    if finding.fix:
        yield f"= fix ({finding.fix.applicability.value}): {one_line(finding.fix.message)}"
