"""The digest, the size, and who else has the file."""

from collections.abc import Callable

import pytest

from xreg.publisher.fetching.diagnosis import Lookups
from xreg.publisher.verifying.identity import check_digest, check_elsewhere, check_size
from xreg.publisher.verifying.measured import Measured
from xreg.schema.digests import Digest
from xreg.schema.document import Document
from xreg.schema.verification import Check, State

V, F, U = State.VERIFIED, State.FAILED, State.UNVERIFIED
HEX = Digest.of(b"x").hex
OTHER = Digest.of(b"y").hex
Card = Callable[..., Document]
Write = Callable[[bytes], Measured]

# What the card states; the state, and a part of the message.
DIGESTS = {
    "right": (HEX, V, f"The file's SHA-256 is the card's: {HEX}."),
    "right-in-capitals": (HEX.upper(), V, "is the card's"),
    "wrong": (OTHER, F, "The file's digest is"),
    "none": ("", U, "The card states no digest"),
    "its-beginning": (f'"{HEX[:8]}"', U, "the file's digest begins with them: they do not prove the file"),
    "its-end": (f'"{HEX[-8:]}"', U, "the file's digest ends with them"),
    "another-s-beginning": (f'"{OTHER[:8]}"', F, "neither begins nor ends with them"),
    "no-digest": ("unknown", U, "is no SHA-256"),
    "too-long": (f"{HEX}00", U, "is no SHA-256"),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_digests(name: str, card: Card, write: Write) -> None:
    stated, state, message = DIGESTS[name]
    found = check_digest(card(digest=stated).assets[0], write(b"x"), Lookups())
    assert found.state is state
    assert message in found.message


def test_the_difference_is_shown(card: Card, write: Write) -> None:
    found = check_digest(card(digest=OTHER).assets[0], write(b"x"), Lookups())
    assert found.details == (f"- {OTHER} (the card)", f"+ {HEX} (the file)")


def test_the_file_of_another_release_is_named(card: Card, write: Write) -> None:
    known = Lookups(releases=lambda digest: ("mindspore/1.1/alexnet",) if digest == HEX else ())
    found = check_digest(card(digest=OTHER).assets[0], write(b"x"), known)
    assert found.state is F and "The file is the asset of mindspore/1.1/alexnet" in found.message


@pytest.mark.parametrize("state", State)
def test_the_size_holds_where_the_digest_does(state: State, write: Write) -> None:
    found = check_size(write(b"xyz"), Check("digest", state, ""))
    assert found.state is (V if state is V else U)
    assert "3 bytes" in found.message


def known(*names: str) -> Lookups:
    return Lookups(releases=lambda digest: names if digest == HEX else ())


# The releases with the file; the state, and a part of the message, for a card of xception_v1.1.
ELSEWHERE = {
    "nobody": ((), V, "No other model"),
    "another-version": (("mindspore/1.3/xception_v1.3@2", "mindspore/ascend/1.0/xception_v1.0"), V, "No other model"),
    "another-model": (
        ("mindspore/1.3/alexnet@1", "mindspore/1.3/alexnet@1"), U, "released as mindspore/1.3/alexnet@1: find out",
    ),
    "many": (tuple(f"a/1/model{number}" for number in range(7)), U, "a/1/model4 and 2 more: find out"),
    "no-uid": (("\x1b",), U, "released as \ufffd: find out"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_same_file_under_two_models(name: str, write: Write) -> None:
    names, state, message = ELSEWHERE[name]
    found = check_elsewhere(write(b"x"), "xception_v1.1", known(*names))
    assert found.state is state
    assert message in found.message


def test_a_card_without_a_name_is_another_model(write: Write) -> None:
    assert check_elsewhere(write(b"x"), "", known("a/1/b")).state is U


def test_without_a_registry_nobody_knows(write: Write) -> None:
    found = check_elsewhere(write(b"x"), "xception", None)
    assert found.state is U and "No registry was asked" in found.message
