"""No sibling takes time by the square of its length; nothing is timed: the alarm ends what would take hours."""

import signal
from collections.abc import Iterator

import pytest

from xreg.registry.siblings.index import assets_in
from xreg.schema.siblings import claims_in, model_key

LENGTH = 1 << 18
PIECES = (
    " ",
    "a",
    "- ",
    "-\n",
    "a：",
    "a ",
    ": ",
    ">",
    "\t:",
    "---\n",
    "\r",
    "# ",
    "'\"",
    "<",
    "asset-link:",
    "资源链接",
    "0",
)


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("piece", PIECES)
def test_reading_a_card(piece: str) -> None:
    text = f"---\n{piece * (LENGTH // len(piece))}\n---\n"
    assert isinstance(claims_in(text), dict)
    assert sum(map(len, assets_in(text.encode()))) <= len(text)


@pytest.mark.parametrize("piece", ["_v1", "_v", ".1", "1", "_cn", "_"])
def test_a_file_name(piece: str) -> None:
    assert isinstance(model_key(f"_v1{piece * LENGTH}"), str)
