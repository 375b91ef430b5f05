"""The page as a whole: it holds all that it needs, and nothing of a card is markup in it."""

import re
from html.parser import HTMLParser

import pytest
from support.hub import RUN, hub

from xreg.publisher.health.hub import OUTSIDE, HubCard
from xreg.publisher.health.page import render_health
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Span, Text

EMPTY = {"meta", "link", "input"}


class Elements(HTMLParser):
    """Collects the elements of a page, and holds it to closing each of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag


def test_the_page_loads_nothing(page):
    for tag, attributes in Elements(page).tags:
        for name in ("src", "href", "action", "srcset", "style"):
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:,")), (tag, value)
    assert "@import" not in page
    assert "url(" not in page


def test_the_policy_names_the_pages_own_style_and_script_alone(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert len(re.findall("<script", page)) == 2


def test_every_link_within_the_page_leads_somewhere(page):
    tags = Elements(page).tags
    ids = {attributes["id"] for _, attributes in tags if "id" in attributes}
    for _, attributes in tags:
        target = (attributes.get("href") or "").removeprefix("#")
        assert "=" in target or not target or target in ids or target == "data:,"


def test_a_hostile_card_adds_no_element(page, hostile_page):
    kinds = {tag for tag, _ in Elements(page).tags}
    assert {tag for tag, _ in Elements(hostile_page).tags} == kinds
    assert len(re.findall("<script", hostile_page)) == 2


def test_the_same_cards_give_the_same_page(page):
    assert render_health(hub(), RUN) == page


def test_the_page_says_how_it_was_made(page):
    assert "2026-11-22T00:00:00Z" in page
    assert "xreg report hub --html out.html" in page
    assert "63 rules were on" in page


def test_what_could_not_be_linted_is_listed():
    assert "x.md: has 2 MiB" in render_health([], RUN._replace(failures=("x.md: has 2 MiB",)))


def card(family: str, *findings: Finding) -> HubCard:
    return HubCard(f"{family}.md", family, True, OUTSIDE, OUTSIDE, Text(""), findings)


WARNING = Finding("XR106", "date-not-iso", Severity.WARNING, "", Span(0, 0))


@pytest.mark.parametrize(
    ("cards", "said"),
    [
        ([], "No cards were found."),
        ([card("a"), card("b")], "All 2 cards are clean: no errors and no warnings."),
        ([card("a"), card("b", WARNING)], "1 of 2 cards are clean."),
        ([card(str(number), WARNING) for number in range(30)], "The other 5 families"),
        ([card("a")], "Nothing that the rules can check was left out."),
    ],
)
def test_the_page_fits_any_hub(cards, said):
    page = render_health(cards, RUN)
    assert said in page
    Elements(page)
