"""How often each rule finds something, and how much of it can be fixed: instead of the findings themselves."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xreg.publisher.reports.formats import Format
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Applicability, Finding

_HEADINGS = ("count", "code", "fix", "name", "safe", "unsafe")
_MARKS = {"safe": "[*]", "unsafe": "[-]", "": "[ ]"}
_LINE = "{:>{}}  {:{}}  {:{}}  {:{}}  {:>{}}  {:>{}}"


class Row(NamedTuple):
    """One rule's findings: how many there are, and how many have a fix of either kind that xreg can apply."""

    code: str
    name: str
    severity: str
    findings: int
    safe_fixes: int
    unsafe_fixes: int

    @property
    def best(self) -> str:
        """The best fix that there is: `safe`, `unsafe` or none."""
        return "safe" if self.safe_fixes else "unsafe" if self.unsafe_fixes else ""


def statistics(results: Sequence[CardResult]) -> list[Row]:
    """A row a rule, the most frequent first."""
    found: dict[str, list[Finding]] = {}
    for result in results:
        for finding in result.findings:
            found.setdefault(finding.code, []).append(finding)
    return sorted(map(_row, found.values()), key=lambda row: (-row.findings, row.code))


def _row(findings: Sequence[Finding]) -> Row:
    kinds = [finding.fix.applicability for finding in findings if finding.fix]
    first, safe, unsafe = findings[0], kinds.count(Applicability.SAFE), kinds.count(Applicability.UNSAFE)
    return Row(first.code, first.name, first.severity.value, len(findings), safe, unsafe)


def table(results: Sequence[CardResult], style: Style) -> Iterator[str]:
    """A line a rule, for people, below a line of headings: `[*]` where --fix mends some, `[-]` where --unsafe-fixes."""
    rows = statistics(results)
    if not rows:
        return
    lines = [_HEADINGS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        text = _LINE.format(*[part for pair in zip(line, widths, strict=True) for part in pair]).rstrip()
        role = rows[number - 1].best if number else "faint"
        yield (style.paint(role, text) if role else text) + "\n"
    yield "\n"


def _cells(row: Row) -> tuple[str, ...]:
    fixes = [str(number) if number else "" for number in (row.safe_fixes, row.unsafe_fixes)]
    return (str(row.findings), row.code, _MARKS[row.best], row.name, *fixes)


def array(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """A JSON array, a rule a line."""
    lines = [json.dumps(_record(row)) for row in statistics(results)]
    yield "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _record(row: Row) -> dict[str, str | int]:
    """One rule in the form of the contract: `fixable` is how many of its findings have a fix of either kind."""
    return {
        "code": row.code,
        "name": row.name,
        "severity": row.severity,
        "count": row.findings,
        "fixable": row.safe_fixes + row.unsafe_fixes,
        "safe_fixes": row.safe_fixes,
        "unsafe_fixes": row.unsafe_fixes,
    }


# By output format; the others have no form for them.
STATISTICS: Mapping[str, Format] = {"full": table, "concise": table, "json": array}
