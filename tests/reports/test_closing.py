import pytest

from xreg.publisher.reports.closing import accepting, closing, rewritten
from xreg.publisher.reports.result import CardResult
from xreg.schema.findings import Applicability, Finding, Fix, Severity
from xreg.schema.text import Span

SAFE, UNSAFE = Fix(Applicability.SAFE, "", ()), Fix(Applicability.UNSAFE, "", ())
ERROR = Finding("XR1", "x", Severity.ERROR, "", Span(0, 0))
WARNING = ERROR._replace(severity=Severity.WARNING)
INFO = ERROR._replace(severity=Severity.INFO)


@pytest.mark.parametrize(
    ("cards", "fixed", "line"),
    [
        ([()], 0, "Nothing was found in 1 card."),
        ([(), ()], 0, "Nothing was found in 2 cards."),
        ([()], 3, "Fixed 3 findings. Nothing is left in 1 card."),
        ([(ERROR,), ()], 0, "Found 1 finding (1 error) in 1 card."),
        (
            [(ERROR, ERROR._replace(fix=SAFE), WARNING._replace(fix=UNSAFE), INFO, INFO)],
            0,
            "Found 5 findings (2 errors, 1 warning, 2 information) in 1 card;"
            " 1 can be fixed with --fix, 1 more with --unsafe-fixes.",
        ),
        (
            [(WARNING._replace(fix=SAFE),)] * 2,
            0,
            "Found 2 findings (2 warnings) in 2 cards; 2 can be fixed with --fix.",
        ),
        (
            [(WARNING._replace(fix=UNSAFE),)],
            1,
            "Fixed 1 finding. Left is 1 finding (1 warning) in 1 card; 1 can be fixed with --unsafe-fixes.",
        ),
        ([(INFO,) * 1200], 0, "Found 1,200 findings (1,200 information) in 1 card."),
    ],
)
def test_closing(cards: list[tuple[Finding, ...]], fixed: int, line: str) -> None:
    assert closing([CardResult("a.md", None, findings) for findings in cards], fixed) == line


@pytest.mark.parametrize(
    ("accepted", "gone", "said"),
    [
        (0, 0, ""),
        (1, 0, " The baseline accepts 1 finding."),
        (0, 1, " 1 finding of the baseline is gone: update it with --write-baseline."),
        (
            7,
            2,
            " The baseline accepts 7 findings. 2 findings of the baseline are gone: update it with --write-baseline.",
        ),
    ],
)
def test_what_is_said_of_a_baseline(accepted: int, gone: int, said: str) -> None:
    assert accepting(accepted, gone) == said


def test_what_is_said_of_a_baseline_written_anew() -> None:
    assert rewritten(1, 0, 1200) == "it accepts 1 finding (0 new, 1,200 gone)."
