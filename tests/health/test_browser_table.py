"""The table of findings in a real browser: what a maintainer of the hub does with it."""

import pytest
from support.browser import ROWS, all_of, choose, one, status, texts, until, visit


def test_all_findings_are_shown_errors_first(browser):
    severities = texts(browser, f"{ROWS} .pill.error, {ROWS} .pill.warning, {ROWS} .pill.info")
    assert len(severities) == len(all_of(browser, ROWS)) > 40
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert status(browser).endswith("findings on 5 cards")


def test_a_heading_sorts_and_sorts_back(browser):
    heading = one(browser, "th.card")
    heading.find_element("css selector", "button").click()
    upwards = texts(browser, f"{ROWS} .card")
    assert heading.get_attribute("aria-sort") == "ascending"
    versions = list(dict.fromkeys(cell.split("\n")[0] for cell in upwards))
    assert versions == ["mindspore/1.9/", "mindspore/1.10/", "mindspore/ascend/1.1/", "noah-cvlab/gpu/1.10/"]
    heading.find_element("css selector", "button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert one(browser, "th.rule").get_attribute("aria-sort") == "none"
    assert texts(browser, f"{ROWS} .card")[0].startswith("noah-cvlab/")


@pytest.mark.parametrize("column", ["severity", "rule", "field", "message", "fix"])
def test_every_heading_sorts(browser, column):
    one(browser, f"th.{column} button").click()
    upwards = texts(browser, f"{ROWS} td.{column.replace('fix', 'fix-cell')}")
    one(browser, f"th.{column} button").click()
    downwards = texts(browser, f"{ROWS} td.{column.replace('fix', 'fix-cell')}")
    assert sorted(upwards) == sorted(downwards)
    assert upwards[0] == downwards[-1] != downwards[0] == upwards[-1]


def test_text_filters_by_all_of_its_words(browser):
    one(browser, "input[name=text]").send_keys("ALEXNET noah-cvlab")
    until(lambda: "of" in status(browser))
    assert set(texts(browser, f"{ROWS} .folder")) == {"noah-cvlab/gpu/1.10/"}
    assert "XR301" in texts(browser, f"{ROWS} code")


def test_filters_join_and_are_cleared(browser):
    whole = status(browser)
    choose(browser, "severity", "error")
    choose(browser, "rule", "XR301")
    choose(browser, "version", "1.10")
    assert status(browser).startswith("2 of")
    assert set(texts(browser, f"{ROWS} .rule code")) == {"XR301"}
    one(browser, "button[type=reset]").click()
    assert status(browser) == whole
    assert one(browser, "select[name=rule]").get_attribute("value") == ""


def test_severities_and_fixes_filter_several_at_once(browser, files):
    visit(browser, files, "page.html#severity=error%2Cwarning&fix=safe%2Cunsafe")
    assert set(texts(browser, f"{ROWS} td.severity")) == {"error", "warning"}
    assert set(texts(browser, f"{ROWS} td.fix-cell")) == {"safe", "unsafe"}


def test_a_finding_opens_to_its_evidence_and_fix(browser, files):
    visit(browser, files, "page.html#rule=XR301")
    button = one(browser, f"{ROWS} button")
    button.send_keys("\n")
    assert button.get_attribute("aria-expanded") == "true"
    detail = one(browser, "tr.detail")
    assert "card" in texts(browser, "tr.detail .origin")
    assert detail.find_element("css selector", "del").text
    assert "Finds summaries that describe another model" in detail.text
    assert texts(browser, "tr.detail .pill") == ["unsafe"]
    button.click()
    assert all_of(browser, "tr.detail") == []


def test_a_click_anywhere_on_the_row_opens_it(browser):
    one(browser, f"{ROWS} .message").click()
    assert len(all_of(browser, "tr.detail")) == 1


def test_a_rule_of_the_chart_leads_to_its_findings(browser):
    one(browser, ".rules a[href='#rule=XR301']").click()
    until(lambda: status(browser).startswith("4 of"))
    assert one(browser, "select[name=rule]").get_attribute("value") == "XR301"
    assert browser.switch_to.active_element.text == "Findings"


def test_a_point_of_the_trend_leads_to_its_findings(browser):
    point = one(browser, ".panel-chart a[href='#version=1.10&severity=error'] circle")
    browser.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", point)
    until(lambda: "of" in status(browser))
    assert {folder.split("/")[-2] for folder in texts(browser, f"{ROWS} .folder")} == {"1.10"}


def test_the_address_keeps_filter_and_order(browser, files):
    choose(browser, "rule", "XR301")
    one(browser, "th.card button").click()
    address, shown = browser.current_url, texts(browser, ROWS)
    visit(browser, files, f"page.html#{address.partition('#')[2]}")
    assert texts(browser, ROWS) == shown
    assert one(browser, "th.card").get_attribute("aria-sort") == "ascending"


def test_an_address_that_nothing_fits_says_so(browser, files):
    visit(browser, files, "page.html#rule=XR999&sort=nonsense")
    assert status(browser).startswith("0 of")
    assert one(browser, "select[name=rule]").get_attribute("value") == "XR999"
    assert not one(browser, "#more").is_displayed()


def test_a_finding_leads_to_the_page_of_its_rule(browser, files):
    visit(browser, files, "page.html#rule=XR301")
    one(browser, f"{ROWS} button").click()
    one(browser, "tr.detail a").click()
    until(lambda: one(browser, "#page-XR301").get_attribute("open") == "true")
    assert status(browser).startswith("4 of")


def test_thousands_of_findings_are_shown_by_the_hundred(browser, tmp_path, large_page):
    (tmp_path / "large.html").write_text(large_page, encoding="utf-8")
    visit(browser, tmp_path, "large.html")
    assert len(all_of(browser, ROWS)) == 100
    one(browser, "#more").click()
    assert len(all_of(browser, ROWS)) == 200
    one(browser, "th.message button").click()
    assert len(all_of(browser, ROWS)) == 100


def details(browser, code):
    """The text of what opens below the first finding of a rule."""
    row = next(row for row in all_of(browser, ROWS) if code in row.text)
    row.find_element("css selector", "button").click()
    return row.find_element("xpath", "following-sibling::tr").text


def test_every_kind_of_finding_opens(browser, files):
    visit(browser, files, "odd.html#text=odd_card")
    places = details(browser, "XR007")
    assert "and 2 more places" in places
    assert places.count("\u2212 ") == places.count("+ ") == 0  # they are drawn by the style sheet
    assert len(all_of(browser, "tr.detail .was")) == len(all_of(browser, "tr.detail .now")) == 3
    assert "for a person to decide" in details(browser, "XR106")
    whole = details(browser, "XR101")
    assert "The card as a whole." in whole
    assert "ON THE CARD" not in whole.upper()
