"""Canonical JSON: one value, one sequence of bytes, by RFC 8785 without fractions; and the strict reading of it."""

import json
from collections.abc import Mapping
from typing import Any

from xreg.registry.signing.errors import SigningError

# RFC 8785 takes numbers for doubles: larger integers would be other numbers to other readers.
_LARGEST = 1 << 53
_DEEPEST = 64


def canonical(value: object) -> bytes:
    """Writes a value: keys sorted, no blanks, UTF-8. Raises SigningError for what JSON or RFC 8785 cannot say."""
    try:
        return json.dumps(_sorted(value, 0), ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise SigningError("a text with half a character cannot be signed: take it out.") from error


def _sorted(value: object, depth: int) -> object:
    if depth > _DEEPEST:
        raise SigningError(f"a value nested deeper than {_DEEPEST} levels cannot be signed.")
    if isinstance(value, Mapping):
        return {key: _sorted(value[key], depth + 1) for key in sorted(value, key=_order)}
    if isinstance(value, list | tuple):
        return [_sorted(item, depth + 1) for item in value]
    if value is None or isinstance(value, str | bool) or (isinstance(value, int) and abs(value) < _LARGEST):
        return value
    raise SigningError(f"{str(value)[:80]!r} cannot be signed: only texts, whole numbers, true, false and null can.")


def _order(key: object) -> bytes:
    """RFC 8785 sorts by the units of UTF-16."""
    if not isinstance(key, str):
        raise SigningError(f"{str(key)[:80]!r} is no key of an object: keys are texts.")
    return key.encode("utf-16-be", "surrogatepass")


def read_canonical(content: bytes) -> Any:
    """The value that bytes are the canonical JSON of. Raises ValueError where they are any other bytes.

    Two texts that mean the same differ here: blanks, order, a key that stands twice, an escaped letter, a fraction.
    """
    try:
        value = json.loads(content)
        same = canonical(value) == content
    except (ValueError, RecursionError, SigningError) as error:
        raise ValueError("no JSON, or none that can be written canonically") from error
    if not same:
        raise ValueError("JSON, but not in its canonical form")
    return value
