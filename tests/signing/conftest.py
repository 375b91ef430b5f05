"""A release, its report, a key and its signature, as the tests of signing need them."""

import pytest

from xreg.registry.signing.canonical import canonical
from xreg.registry.signing.keys import PrivateKey, new_key
from xreg.registry.signing.signing import sign
from xreg.registry.signing.statement import statement_of
from xreg.registry.signing.trust import Trusted
from xreg.schema.digests import Digest
from xreg.schema.release import Release, ReleasedAsset, Uid
from xreg.schema.verification import State

REPORT = canonical({"format": 1, "assets": [{"field": "asset[0]", "state": "verified"}]})


@pytest.fixture(scope="session")
def report() -> bytes:
    return REPORT


@pytest.fixture(scope="session")
def release() -> Release:
    digest = Digest.of(b"the asset")
    return Release(
        uid=Uid("mindspore", "", "1.1", "xception_v1.1"),
        revision=1,
        raw=Digest.of(b"raw"),
        card=Digest.of(b"card"),
        assets=(
            ReleasedAsset("xception.ckpt", "https://example.org/xception.ckpt", digest, 9, State.VERIFIED),
            ReleasedAsset("other.ckpt", "https://example.org/other.ckpt", None, -1, State.UNVERIFIED),
        ),
        evidence=Digest.of(b"evidence"),
        verification=Digest.of(REPORT),
        state=State.VERIFIED,
        time="2025-11-22T12:00:00Z",
        publisher="mindspore",
        attestation=None,
        yanked="",
        claims={"title": "Xception", "model-name": "xception"},
    )


@pytest.fixture(scope="session")
def key() -> PrivateKey:
    return new_key()


@pytest.fixture(scope="session")
def trusted(key: PrivateKey) -> tuple[Trusted, ...]:
    return (Trusted("other", new_key().public), Trusted("team", key.public))


@pytest.fixture(scope="session")
def envelope(release: Release, report: bytes, key: PrivateKey) -> bytes:
    return sign(statement_of(release, report), key)
