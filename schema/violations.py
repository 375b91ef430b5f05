"""Why a front matter does not conform to its schema, in pydantic's judgement and our words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from xreg.schema.front_matter import AssetEntry, FrontMatter

_DESCRIPTIONS = {
    field.alias or name: field.description or ""
    for model in (FrontMatter, AssetEntry)
    for name, field in model.model_fields.items()
}


class Violation(NamedTuple):
    """One disagreement with the schema: what kind, at which keys and indices, and what is expected there."""

    kind: str
    path: tuple[str | int, ...]
    expected: str

    @property
    def key(self) -> str:
        """The key that the disagreement is about."""
        return next((part for part in reversed(self.path) if isinstance(part, str) and part in _DESCRIPTIONS), "")


def violations(data: object) -> list[Violation]:
    """All disagreements of plain data with the front matter's schema, one for each place."""
    try:
        FrontMatter.model_validate(data)
    except ValidationError as error:
        return list(_distinct(error.errors(include_url=False, include_context=False, include_input=False)))
    return []


def _distinct(errors: list[Any]) -> Iterator[Violation]:
    seen: set[tuple[str | int, ...]] = set()
    for error in errors:
        path = _path(error["loc"])
        if path in seen:
            continue
        seen.add(path)
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        yield Violation(error["type"], path, _DESCRIPTIONS.get(key, ""))


def _path(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The place on the card: below `input-shape` pydantic also names the branch of the union that it tried."""
    if location[:1] != ("input-shape",):
        return location
    return (location[0], *(part for part in location[1:] if isinstance(part, int)))
