"""Any bytes in the place of a card: findings and not exceptions, and an end to fixing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.anything import PATHS, TOKENS, check_anything, mutated
from support.cards import DATA, card

SEEDS = sorted((DATA / "cards" / "seeds").iterdir())
CARDS = [card().encode(), card("xception").encode(), *(path.read_bytes() for path in SEEDS)]
PIECES = st.sampled_from(TOKENS) | st.binary(max_size=4)


@given(st.binary(max_size=200), st.sampled_from(PATHS))
def test_any_bytes(data: bytes, path: str) -> None:
    check_anything(data, path)


@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=12), st.sampled_from(PATHS))
@settings(max_examples=200)
def test_any_pieces_as_front_matter_and_body(front: list[bytes], body: list[bytes], path: str) -> None:
    check_anything(b"# x\n---\n" + b"".join(front) + b"\n---\n" + b"".join(body), path)


@given(st.sampled_from(CARDS), st.integers(0, 2**32), st.integers(1, 8), st.sampled_from(PATHS))
@settings(max_examples=250)
def test_real_cards_with_changes(data: bytes, seed: int, changes: int, path: str) -> None:
    check_anything(mutated(data, seed, changes), path)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_what_the_fuzzer_found_and_starts_from(path: Path) -> None:
    """The very target of tests/fuzz/fuzz_card.py, so that it cannot rot."""
    for place in PATHS:
        check_anything(path.read_bytes(), place)
