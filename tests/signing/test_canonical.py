"""One value has one sequence of bytes, and no other bytes are read as it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.registry.signing.canonical import canonical, read_canonical
from xreg.registry.signing.errors import SigningError

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    content = canonical(value)
    assert read_canonical(content) == value == json.loads(content)


def test_keys_are_sorted_by_the_units_of_utf_16() -> None:
    """RFC 8785, 3.2.3: a letter beyond 16 bits comes before U+FB33, though its number is larger."""
    expected = '{"a":[1,null],"\U0001f600":2,"\ufb33":1}'
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "a": (1, None)}) == expected.encode()


CANNOT = {
    "a-fraction": 0.5,
    "an-integer-that-doubles-lack": 2**53,
    "half-a-character": "\ud800",
    "half-a-character-in-a-key": {"\ud800": 1},
    "bytes": b"x",
    "a-key-that-is-no-text": {1: 2},
}


@pytest.mark.parametrize("name", CANNOT)
def test_what_cannot_be_written(name: str) -> None:
    with pytest.raises(SigningError):
        canonical(CANNOT[name])


def test_nesting_has_an_end() -> None:
    value: list[Any] = []
    for _ in range(100):
        value = [value]
    with pytest.raises(SigningError, match="nested deeper than 64"):
        canonical(value)


OTHER = {
    "blank": b'{"a": 1}',
    "order": b'{"b":1,"a":2}',
    "twice": b'{"a":1,"a":1}',
    "escape": b'"\\u0061"',
    "fraction": b"1.0",
    "exponent": b"1e2",
    "minus-zero": b"-0",
    "not-a-number": b"NaN",
    "utf-16": '"a"'.encode("utf-16"),
    "mark": b'\xef\xbb\xbf"a"',
    "no-text": b'"\xff"',
    "half-a-character": b'"\\ud800"',
    "none": b"",
    "deep": b"[" * 100_000,
    "deep-and-whole": b"[" * 200 + b"]" * 200,
    "long-number": b"1" * 10_000,
    "trailing": b"1\n",
}


@pytest.mark.parametrize("name", OTHER)
def test_other_bytes_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        read_canonical(OTHER[name])
