"""One line a finding, as compilers write them: for `grep`, and for editors that jump to the place."""

from collections.abc import Iterator, Sequence

from xreg.publisher.reports.plain import cropped, one_line, visible
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style


def report(results: Sequence[CardResult], style: Style) -> Iterator[str]:
    """`cards/xception.md:45:10: error XR301 summary-names-other-model: message (unsafe fix)`, a line each."""
    for result in results:
        name = style.paint("strong", visible(result.filename))
        for finding in result.findings:
            row, column = result.location(finding.span.start)
            role = finding.severity.value
            fix = finding.fix.applicability.value if finding.fix else ""
            end = f" ({style.paint(fix, f'{fix} fix')})" if fix else ""
            said = cropped(one_line(finding.message))
            yield f"{name}:{row}:{column}: {style.paint(role, role)} {finding.code} {finding.name}: {said}{end}\n"
