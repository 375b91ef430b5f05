import json
import re

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style


def test_fields_that_gitlab_reads(small: CardResult, hostile: CardResult, clean: CardResult, plain: Style) -> None:
    issues = json.loads("".join(FORMATS["gitlab"]([clean, small, hostile], plain)))
    assert [issue["severity"] for issue in issues[:6]] == ["major", "major", "minor", "minor", "info", "minor"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
        assert issue["location"]["positions"]["begin"]["line"] >= 1
    assert issues[0]["location"] == {
        "path": "cards/small.md",
        "positions": {"begin": {"line": 7, "column": 14}, "end": {"line": 7, "column": 27}},
    }


def test_no_findings_are_an_empty_array(clean: CardResult, plain: Style) -> None:
    assert json.loads("".join(FORMATS["gitlab"]([clean], plain))) == []
