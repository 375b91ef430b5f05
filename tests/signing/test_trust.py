"""The configuration's table of trusted keys."""

from typing import Any

import pytest

from xreg.registry.signing.keys import PublicKey
from xreg.registry.signing.trust import Trusted, TrustError, trusted_from

KEY = PublicKey(bytes(range(32)))


def test_names_and_keys() -> None:
    other = PublicKey(bytes(32))
    assert trusted_from({"team": str(KEY), "ci": str(other)}, "xreg.toml") == (
        Trusted("team", KEY),
        Trusted("ci", other),
    )


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no-text": ({"team": 3}, "xreg.toml: the trusted key team must be a text"),
    "no-key": ({"team": "ed25519:AAAA"}, "xreg.toml: the trusted key team: 'ed25519:AAAA' is no Ed25519"),
    "no-name": ({"": str(KEY)}, "is no name of a key"),
    "terminal-codes": ({"\x1b[1m": str(KEY)}, "is no name of a key"),
    "one-key-twice": ({"a": str(KEY), "b": str(KEY)}, "a and b are the same key"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused(name: str) -> None:
    table, message = BAD[name]
    with pytest.raises(TrustError) as caught:
        trusted_from(table, "xreg.toml")
    assert message in str(caught.value)
