import json
from typing import Any

from jsonschema import Draft202012Validator

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style

TEXT = {"type": "string"}
PLACE = {
    "type": "object",
    "properties": {"row": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["row", "column"],
    "additionalProperties": False,
}


def closed(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


CONTRACT = {
    "type": "array",
    "items": closed(
        filename=TEXT,
        code={"type": "string", "pattern": "^XR[0-9]{3}$"},
        name=TEXT,
        severity={"enum": ["error", "warning", "info"]},
        message=TEXT,
        field=TEXT,
        location=PLACE,
        end_location=PLACE,
        evidence={"type": "array", "items": closed(origin=TEXT, source=TEXT, claim=TEXT, value=TEXT)},
        fix={
            "anyOf": [
                {"type": "null"},
                closed(
                    applicability={"enum": ["safe", "unsafe", "display"]},
                    message=TEXT,
                    edits={"type": "array", "items": closed(content=TEXT, location=PLACE, end_location=PLACE)},
                ),
            ]
        },
        url=TEXT,
    ),
}


def array(results: list[CardResult], style: Style) -> Any:
    return json.loads("".join(FORMATS["json"](results, style)))


def test_it_keeps_the_contract(small: CardResult, hostile: CardResult, clean: CardResult, plain: Style) -> None:
    for results in ([], [clean], [small], [small, clean, hostile]):
        made = array(results, plain)
        Draft202012Validator(CONTRACT).validate(made)
        assert len(made) == sum(len(result.findings) for result in results)


def test_places_and_fixes(small: CardResult, plain: Style) -> None:
    shape, summary, *_ = array([small], plain)
    assert shape["filename"] == "cards/small.md"
    assert (shape["location"], shape["end_location"]) == ({"row": 7, "column": 14}, {"row": 7, "column": 27})
    assert shape["fix"]["edits"] == [
        {"content": "[299, 299, 3]", "location": shape["location"], "end_location": shape["end_location"]}
    ]
    assert summary["evidence"][0] == {
        "origin": "card", "source": "title", "claim": "the card's architecture", "value": "Xception"
    }  # fmt: skip
    assert summary["url"] == "docs/rules.md#xr301-summary-names-other-model"


def test_text_arrives_as_it_is(hostile: CardResult, plain: Style) -> None:
    assert hostile.text
    assert array([hostile], plain)[0]["message"] == hostile.text.readable
