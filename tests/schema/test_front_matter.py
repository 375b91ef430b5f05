"""The schema of the front matter: pydantic's verdict, ours, and the JSON Schema that editors read."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from support.cards import DATA, card, document

from xreg.schema.conforms import SCHEMA_FILE, conforms
from xreg.schema.front_matter import FrontMatter, json_schema
from xreg.schema.nodes import plain_data
from xreg.schema.violations import violations

CLEAN: Any = plain_data(document(card()).front)
KEYS = [field.alias or name for name, field in FrontMatter.model_fields.items()]
TEXTS = [
    "",
    " ",
    "1",
    "1.9",
    "v1.9",
    "1.9.0.1",
    "True",
    "tRUE",
    "2021-4-5",
    "2021-04-15 ",
    "<https://x.y/z>",
    "https://a b",
    "ckpt",
    "zip",
    "ascend",
    "ascend/gpu",
    "ascend;gpu",
    "224",
    "-1",
    "x\ny",
    "é",
    "1\n",
    "\x85",
]
VALUES = st.sampled_from([*TEXTS, "a" * 64, "A" * 64])
DATA_TREES = st.recursive(
    VALUES | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["asset-link", "file-format", "asset-sha256", "x"]), inner, max_size=4)
    ),
    max_leaves=6,
)


def valid(data: object) -> bool:
    try:
        FrontMatter.model_validate(data)
    except ValidationError:
        return False
    return True


def test_the_clean_card_conforms() -> None:
    assert conforms(CLEAN)
    assert valid(CLEAN)
    assert violations(CLEAN) == []


@given(
    st.dictionaries(st.sampled_from(KEYS) | st.just("other"), DATA_TREES, max_size=4),
    st.sets(st.sampled_from(KEYS), max_size=1),
)
@settings(max_examples=600)
def test_both_verdicts_are_the_same(changes: dict[str, Any], gone: set[str]) -> None:
    data = {key: value for key, value in {**CLEAN, **changes}.items() if key not in gone}
    assert conforms(data) == valid(data) == (violations(data) == [])


@given(st.sampled_from(KEYS), VALUES | st.text())
@settings(max_examples=600)
def test_both_verdicts_are_the_same_on_each_key(key: str, value: str) -> None:
    data = {**CLEAN, key: value}
    assert conforms(data) == valid(data)


@given(st.sampled_from(["asset-link", "file-format", "asset-sha256"]), VALUES | st.text())
def test_both_verdicts_are_the_same_on_an_asset(key: str, value: str) -> None:
    data = {**CLEAN, "asset": [{**CLEAN["asset"][0], key: value}]}
    assert conforms(data) == valid(data)


@given(DATA_TREES)
def test_both_verdicts_are_the_same_on_anything(data: object) -> None:
    assert conforms(data) == valid(data)


@pytest.mark.parametrize("data", [None, 1, 1.5, True, b"x"])
def test_what_is_no_text_list_or_dictionary_does_not_conform(data: object) -> None:
    assert not conforms({**CLEAN, "author": data})


def test_an_asset_that_stands_alone_is_a_list_of_one() -> None:
    """As the hub's own reader takes it."""
    data = {**CLEAN, "asset": CLEAN["asset"][0]}
    assert valid(data)


def test_each_violation_has_its_place_and_what_is_expected() -> None:
    data = {**CLEAN, "model-version": "v1", "asset": [{"file-format": "zip"}], "x": "y", "input-shape": ["a"]}
    found = {violation.path: violation for violation in violations(data)}
    assert set(found) == {
        ("model-version",),
        ("asset", 0, "file-format"),
        ("asset", 0, "asset-link"),
        ("asset", 0, "asset-sha256"),
        ("x",),
        ("input-shape", 0),
    }
    assert found[("asset", 0, "asset-link")].key == "asset-link"
    assert found[("x",)].key == ""
    assert found[("input-shape", 0)].key == "input-shape"
    assert all(violation.expected for path, violation in found.items() if path != ("x",))


def test_the_file_is_current() -> None:
    """Written by `xreg schema`."""
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == json_schema()


def test_it_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.fixture(scope="module")
def editor() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def test_editors_read_cards_as_yaml(editor: Draft202012Validator) -> None:
    """There `1.9` is a number, `True` a boolean, and a date that has quotes is a text."""
    for name in ("clean", "xception"):
        header = (
            card(name)
            .split("---\n")[1]
            .replace("update-time: ", "update-time: '")
            .replace("\n\nrepo-link", "'\n\nrepo-link")
        )
        assert list(editor.iter_errors(yaml.safe_load(header))) == []


def test_editors_underline_what_is_wrong(editor: Draft202012Validator) -> None:
    data = {**CLEAN, "asset": [{**CLEAN["asset"][0], "asset-sha256": "1b2fbc86"}], "train-datset": "x"}
    places = {tuple(error.absolute_path) for error in editor.iter_errors(data)}
    assert places == {("asset", 0, "asset-sha256"), ()}


def test_each_key_is_described() -> None:
    schema = json_schema()
    assert all(part.get("description") for part in schema["properties"].values())
    assert list(schema["properties"]) == KEYS
    assert Path(DATA).is_dir()
