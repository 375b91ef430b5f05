"""Which rules are on."""

import pytest

from xreg.publisher.selection import Choice, PathChoice, SelectionError, chosen, for_path, matching
from xreg.schema.rules.all import RULES

ALL = tuple(rule.code for rule in RULES)
XR3 = tuple(code for code in ALL if code.startswith("XR3"))


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("XR301", {"XR301"}),
        ("xr301", {"XR301"}),
        (" XR301 ", {"XR301"}),
        ("summary-names-other-model", {"XR301"}),
        ("XR3", set(XR3)),
        ("XR", set(ALL)),
        ("ALL", set(ALL)),
    ],
)
def test_selectors(selector: str, codes: set[str]) -> None:
    assert matching(selector) == codes


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("XR999", "did you mean `XR"),
        ("summary-name-other-model", "did you mean `summary-names-other-model`?"),
        ("zzz", "`xreg rules` lists them"),
        ("", "`xreg rules` lists them"),
        ("XR301x", "did you mean `XR301`?"),
    ],
)
def test_a_selector_that_names_no_rule(selector: str, hint: str) -> None:
    with pytest.raises(SelectionError) as caught:
        matching(selector)
    assert f"there is no rule `{selector}`" in str(caught.value)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (Choice(), ALL),
        (Choice(select=("XR301",)), ("XR301",)),
        (Choice(select=("XR303", "XR301")), ("XR301", "XR303")),
        (Choice(select=("XR301",), extend_select=("XR302",)), ("XR301", "XR302")),
        (Choice(select=("XR3",), ignore=("XR301",)), tuple(code for code in XR3 if code != "XR301")),
        (Choice(select=("XR301",), ignore=("XR3",)), ("XR301",)),
        (Choice(select=("XR301",), ignore=("XR301",)), ()),
        (Choice(ignore=("ALL",)), ()),
        (Choice(ignore=("XR3",), extend_select=("XR301",)), tuple(c for c in ALL if c not in XR3 or c == "XR301")),
        (Choice(ignore=("summary-names-other-model",)), tuple(code for code in ALL if code != "XR301")),
    ],
)
def test_chosen(choice: Choice, codes: tuple[str, ...]) -> None:
    assert tuple(rule.code for rule in chosen(choice)) == codes


@pytest.mark.parametrize("choice", [Choice(select=("no",)), Choice(ignore=("no",)), Choice(extend_select=("no",))])
def test_chosen_refuses_what_names_no_rule(choice: Choice) -> None:
    with pytest.raises(SelectionError):
        chosen(choice)


@pytest.mark.parametrize(
    ("path", "off"),
    [
        ("cards/a.md", {"XR301"}),
        ("cards/old/a.md", {*XR3, "XR301"}),
        ("other/a.md", set()),
        ("a.md", set()),
        ("x/cards/a.md", set()),
    ],
)
def test_for_path(path: str, off: set[str]) -> None:
    choices = (PathChoice("cards/*", ("XR301",)), PathChoice("cards/old/*", ("XR3",)))
    assert {rule.code for rule in RULES} - {rule.code for rule in for_path(RULES, path, choices)} == off


def test_for_path_without_choices_is_the_same() -> None:
    assert for_path(RULES, "a.md", ()) is RULES
