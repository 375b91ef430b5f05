"""Whether a front matter conforms to the JSON Schema beside this file, in a hundredth of pydantic's time.

It reads just the keywords that `xreg.schema.front_matter` writes, for the texts that stand on a card. It only ever
says yes or no: why not, pydantic says.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

SCHEMA_FILE = Path(__file__).with_name("front-matter.schema.json")


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def conforms(data: object) -> bool:
    """Whether plain data (texts, lists, dictionaries) conforms to the schema of the front matter."""
    return _valid(data, _schema())


def _valid(data: object, schema: Mapping[str, Any]) -> bool:
    if isinstance(data, str) and "pattern" in schema:
        return bool(re.search(schema["pattern"], data.strip()))
    if reference := schema.get("$ref"):
        return _valid(data, _schema()["$defs"][reference.rpartition("/")[2]])
    if options := schema.get("anyOf"):
        return any(_valid(data, option) for option in options)
    if isinstance(data, list):
        return schema["type"] == "array" and all(_valid(item, schema["items"]) for item in data)
    if isinstance(data, dict):
        return schema["type"] == "object" and _valid_object(data, schema)
    return False


def _valid_object(data: dict[str, object], schema: Mapping[str, Any]) -> bool:
    known = schema["properties"]
    if not data.keys() <= known.keys() or any(key not in data for key in schema.get("required", ())):
        return False
    return all(_valid(value, known[key]) for key, value in data.items())
