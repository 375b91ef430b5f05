"""Every rule on its cases in tests/data/rules: what it accepts, what it flags, and what its fix makes of it."""

from collections import Counter
from pathlib import Path

import pytest
from support.cards import only_edited
from support.cases import Case, cases

from xreg.schema.document import Document
from xreg.schema.findings import Applicability, Finding
from xreg.schema.fixing import MAX_ROUNDS, Fixed, fixed
from xreg.schema.rules.all import RULES
from xreg.schema.text import Text

ACCEPTED = [case for case in cases() if not case.flags]
FLAGGED = [case for case in cases() if case.flags]


def of_rule(case: Case, found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.code == case.code]


def fixed_by_rule(case: Case, folder: Path) -> Fixed:
    """The card after the fixes of the case's rule alone, those for a person to decide among them."""

    def look(text: Text) -> tuple[Document, list[Finding]]:
        document, found = case.look(text, folder)
        return document, of_rule(case, found)

    return fixed(case.text(), look, Applicability.DISPLAY)


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.id)
def test_accepts(case: Case, tmp_path: Path) -> None:
    _, found = case.look(case.text(), tmp_path)
    assert of_rule(case, found) == []


@pytest.mark.parametrize("case", FLAGGED, ids=lambda case: case.id)
def test_flags(case: Case, tmp_path: Path) -> None:
    text = case.text()
    found = of_rule(case, case.look(text, tmp_path)[1])
    assert len(found) == case.entry.get("count", 1)
    first = found[0]
    assert first.field == case.entry["field"]
    assert case.entry.get("message", "") in first.message
    if "at" in case.entry:
        assert text[first.span] == case.entry["at"]
    assert (first.fix.applicability.value if first.fix else "none") == case.entry.get("fix", "none")
    assert 0 <= first.span.start <= first.span.end <= len(text.value)


@pytest.mark.parametrize("case", [case for case in FLAGGED if "fixed" in case.entry], ids=lambda case: case.id)
def test_fixes(case: Case, tmp_path: Path) -> None:
    done = fixed_by_rule(case, tmp_path)
    lines = done.text.value.splitlines()
    assert done.refused == ""
    assert [line for line in case.entry["fixed"] if line not in lines] == []
    assert [finding for finding in done.left if finding.fix] == []


@pytest.mark.parametrize("case", FLAGGED, ids=lambda case: case.id)
def test_fixing_comes_to_an_end(case: Case, tmp_path: Path) -> None:
    done = fixed(case.text(), lambda text: case.look(text, tmp_path), Applicability.UNSAFE)
    assert done.refused == ""
    again = fixed(done.text, lambda text: case.look(text, tmp_path), Applicability.UNSAFE)
    assert again.applied == ()
    assert again.text.value == done.text.value


@pytest.mark.parametrize("case", FLAGGED, ids=lambda case: case.id)
def test_a_round_of_fixes_changes_nothing_but_the_edits(case: Case, tmp_path: Path) -> None:
    text, rounds = case.text(), Counter[str]()

    def look_once(now: Text) -> tuple[Document, list[Finding]]:
        rounds["looks"] += 1
        document, found = case.look(now, tmp_path)
        return document, found if rounds["looks"] == 1 else []

    done = fixed(text, look_once, Applicability.UNSAFE)
    edits = [edit for finding in done.applied for edit in (finding.fix.edits if finding.fix else ())]
    assert only_edited(text.value, done.text.value, edits)
    assert rounds["looks"] <= MAX_ROUNDS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_promises_the_best_fix_that_its_cases_show(rule, tmp_path: Path) -> None:
    seen = [
        finding.fix.applicability
        for case in FLAGGED
        if case.code == rule.code
        for finding in of_rule(case, case.look(case.text(), tmp_path)[1])
        if finding.fix
    ]
    assert max(seen, default=None) == rule.fixes
