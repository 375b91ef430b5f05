"""The report for people: each finding with the place on the card, what is wrong, how that is known, and the fix."""

from collections.abc import Iterator, Sequence

from xreg.publisher.reports.columns import wrapped
from xreg.publisher.reports.excerpt import Line, excerpt, lines_of
from xreg.publisher.reports.grouping import Group, groups
from xreg.publisher.reports.plain import cropped, one_line, visible
from xreg.publisher.reports.preview import preview
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Fact, Finding, Fix
from xreg.schema.text import Text

_MAX_GROUPS = 8


def report(results: Sequence[CardResult], style: Style) -> Iterator[str]:
    """The findings of all cards, each a text that ends with an empty line."""
    for result in results:
        name, seen = visible(result.filename), set[Group]()
        for finding in result.findings:
            yield "\n".join(_finding(result, name, finding, seen, style)) + "\n\n"


def _finding(result: CardResult, name: str, finding: Finding, seen: set[Group], style: Style) -> Iterator[str]:
    role = finding.severity.value
    lines = lines_of(result.text, finding.span) if result.text else [Line(1, finding.span.start, "")]
    row, column = lines[0].row, finding.span.start - lines[0].start + 1
    place, code = style.paint("strong", f"{name}:{row}:{column}"), style.paint("strong", finding.code)
    yield f"{place} {style.paint(role, role)} {code} {finding.name}"
    yield wrapped(cropped(one_line(finding.message)), style.width, "  ", "  ")
    digits = len(str(lines[-1].row))
    if result.text:
        yield from excerpt(lines, finding.span, digits, role, style)
    margin = " " * (digits + 3)
    yield from evidence_lines(finding.evidence, seen, margin, style)
    if finding.fix:
        yield from _fix(result.text, finding.fix, margin, style)


def evidence_lines(facts: Sequence[Fact], seen: set[Group], margin: str, style: Style) -> Iterator[str]:
    """What a finding rests on, a claim a line; what `seen` holds is said in short, and what is said is added to it."""
    shown = list(groups(facts)) if facts else []
    for group in shown[:_MAX_GROUPS]:
        known = group in seen and len(group.text) > len(group.short)
        seen.add(group)
        lines = wrapped(group.short if known else group.text, style.width, f"{margin}= ", f"{margin}  ")
        yield lines if not style.colour else _origin_painted(lines, group.origin, margin, style)
    if len(shown) > _MAX_GROUPS:
        yield f"{margin}= and {len(shown) - _MAX_GROUPS} facts more, in the output format json"


def _origin_painted(lines: str, origin: str, margin: str, style: Style) -> str:
    head = len(margin) + 2 + len(origin) + 1
    return f"{margin}{style.paint('faint', '=')} {style.paint('strong', f'{origin}:')}{lines[head:]}"


def _fix(text: Text | None, fix: Fix, margin: str, style: Style) -> Iterator[str]:
    role = fix.applicability.value
    head = f"fix ({role}):"
    lines = wrapped(f"{head} {cropped(one_line(fix.message))}", style.width, f"{margin}= ", f"{margin}  ")
    if style.colour:
        lines = f"{margin}{style.paint('faint', '=')} {style.paint(role, head)}{lines[len(margin) + 2 + len(head) :]}"
    yield lines
    if text and fix.edits:
        for line in preview(text, fix, style.width - len(margin) - 4):
            yield f"{margin}  {style.paint('added', f'+ {line}')}"
