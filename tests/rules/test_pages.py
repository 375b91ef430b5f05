"""Every rule has its cases, its page and a name that follows the house's style."""

import re
from pathlib import Path
from typing import Any

import pytest
from support.cases import RULE_FILES, Case, cases

from xreg.schema.rule import Rule
from xreg.schema.rules.all import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_cases(rule: Rule) -> None:
    own = [case for case in cases() if case.code == rule.code]
    names = [case.entry["name"] for case in own]
    assert any(case.flags for case in own)
    assert any(not case.flags for case in own)
    assert len(set(names)) == len(names)


def test_no_cases_without_a_rule() -> None:
    assert {path.stem for path in RULE_FILES.iterdir()} == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page(rule: Rule) -> None:
    """A first sentence that says what it finds, an example or a reason, and what is said of the fix."""
    first, _, rest = rule.page.partition("\n")
    paragraphs = [part for part in rest.split("\n\n") if part.strip()]
    assert re.fullmatch(r"(Finds|Says) .+\.", rule.page.split("\n\n")[0].replace("\n", " "))
    assert first == rule.summary
    assert first.endswith("."), "the first line is a whole sentence: `xreg rules` prints it"
    assert paragraphs
    assert rule.fixes is None or "The fix " in rule.page
    assert rule.fixes is None or f"is {rule.fixes.value}" in rule.page.replace("\n", " ")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_without_a_fix_says_why(rule: Rule) -> None:
    if rule.fixes is None and rule.severity.value == "error":
        assert "There is no fix" in rule.page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_name(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule.name)
    assert re.fullmatch(r"XR\d{3}", rule.code)


def test_codes_are_unique_and_ordered() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("entry", [{"base": "clean"}, {"base": "xception", "evidence": {"network": "recorded"}}])
def test_the_base_cards_have_nothing_wrong(entry: dict[str, Any], tmp_path: Path) -> None:
    clean = Case("XR000", False, {"name": "clean", **entry})
    _, found = clean.look(clean.text(), tmp_path)
    assert {finding.code for finding in found} <= {"XR401", "XR107"}
