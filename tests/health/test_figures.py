"""What the page counts."""

import pytest
from support.hub import TREE, hostile, hub

from xreg.publisher.health.charts import panels, segments
from xreg.publisher.health.figures import Tally, figures
from xreg.publisher.health.hub import HubCard
from xreg.publisher.reports.result import CardResult
from xreg.schema.findings import Applicability, Edit, Finding, Fix, Severity
from xreg.schema.text import Span, Text

SPAN = Span(0, 0)
NOTE = Finding("XR107", "license-not-spdx", Severity.INFO, "", SPAN)
WARNING = Finding("XR106", "date-not-iso", Severity.WARNING, "", SPAN)
ERROR = Finding("XR301", "summary-names-other-model", Severity.ERROR, "", SPAN)


def card(family: str, *findings: Finding, version: str = "1.1", known: bool = True) -> HubCard:
    return HubCard(f"{family}.md", family, known, "mindspore", version, Text(""), findings)


def fixed(finding: Finding, applicability: Applicability) -> Finding:
    return finding._replace(fix=Fix(applicability, "", (Edit(SPAN, ""),)))


def test_information_leaves_a_card_clean():
    hub_tally = figures([card("a", NOTE), card("b"), card("c", WARNING), card("d", ERROR, ERROR)]).hub
    assert hub_tally == Tally("all cards", 4, 2, 2, 1, 1)
    assert (hub_tally.total, hub_tally.wrong, hub_tally.share_clean) == (4, 3, 50)


@pytest.mark.parametrize(("cards", "clean", "share"), [(0, 0, 100), (1000, 999, 99), (1000, 1000, 100)])
def test_not_quite_all_are_never_all(cards, clean, share):
    assert Tally("", cards, clean, 0, 0, 0).share_clean == share


def test_fixes_are_counted_by_who_may_apply_them():
    counted = figures(
        [card("a", fixed(ERROR, Applicability.UNSAFE), fixed(WARNING, Applicability.SAFE), WARNING),
         card("b", fixed(WARNING, Applicability.SAFE), fixed(NOTE, Applicability.DISPLAY))]
    )  # fmt: skip
    assert (counted.safe, counted.unsafe) == (2, 1)
    rules = [(tally.rule.code, tally.findings, tally.cards, tally.safe, tally.unsafe) for tally in counted.rules]
    assert rules == [("XR301", 1, 1, 0, 1), ("XR106", 3, 2, 2, 0), ("XR107", 1, 1, 0, 0)]


def test_families_come_worst_first_and_versions_in_their_order():
    counted = figures(
        [card("a", NOTE, NOTE, version="1.10"), card("b", WARNING, version="1.9"), card("c", version="0.5")]
    )
    assert [tally.label for tally in counted.families] == ["b", "a", "c"]
    assert [tally.label for tally in counted.versions] == ["0.5", "1.9", "1.10"]


def test_what_was_not_checked_is_counted_with_its_reason():
    unverified = Finding("XR401", "digest-not-verified", Severity.INFO, "", SPAN)
    unrun = Finding("XR502", "network-not-checked", Severity.INFO, "", SPAN)
    counted = figures([card("a", unverified, unverified), card("b", unrun, known=False)])
    assert [(item.code, item.cards) for item in counted.unchecked] == [("XR401", 1), ("XR502", 1), ("", 1)]
    assert figures([card("a")]).unchecked == ()


def test_the_real_cards_are_counted():
    counted = figures(hub([hostile(), CardResult(f"{TREE}/mindspore/1.9/x_y.md", None, ())]))
    assert {tally.label: tally.cards for tally in counted.versions} == {"1.1": 1, "1.9": 4, "1.10": 2}
    assert counted.rules[0].rule.severity is Severity.ERROR


def test_a_bar_is_made_of_the_severities_that_there_are():
    assert segments(Tally("", 1, 0, 1, 0, 3), 8) == [("error", 0.0, 12.5), ("info", 12.5, 37.5)]
    assert segments(Tally("", 1, 1, 0, 0, 0), 0) == []


def test_the_trend_runs_from_nothing_to_the_most():
    first, second, third = (Tally(label, 10, 0, errors, 0, 0) for label, errors in (("1.9", 0), ("1.10", 20), ("2", 5)))
    errors, warnings, _ = panels([first, second, third._replace(cards=2)])
    assert [point.value for point in errors.points] == ["0.00", "2.00", "2.50"]
    assert errors.points[0].y == errors.base > errors.points[1].y > errors.points[2].y
    assert [point.x for point in errors.points] == [4.0, 50.0, 96.0]
    assert [point.few for point in errors.points] == [False, False, True]
    assert {point.y for point in warnings.points} == {errors.base}


def test_a_single_version_is_a_single_point():
    assert len(panels([Tally("1.1", 1, 0, 1, 0, 0)])[0].points) == 1
    assert panels([])[0].points == ()
