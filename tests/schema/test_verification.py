"""Three states that never blur, and the one thing that can be attested."""

import pickle
from pathlib import Path

import pytest

from xreg.schema.digests import Digest
from xreg.schema.release import Release, ReleasedAsset, Uid
from xreg.schema.verification import VERIFIER, AssetReport, Check, NotVerifiedError, State, VerifiedAsset

CONTENT = b"weights"
DIGEST = Digest.of(CONTENT)
PASSED = tuple(Check(name, State.VERIFIED, "It holds.") for name in ("digest", "size", "format"))
ROOT = Path(__file__).resolve().parents[2]


def report(*checks, digest=DIGEST.hex, size=7):
    return AssetReport("asset[0]", "https://host/a.ckpt", digest, size, checks)


@pytest.mark.parametrize(
    ("checks", "state"),
    [
        ((), State.UNVERIFIED),
        (PASSED[:2], State.UNVERIFIED),
        (PASSED, State.VERIFIED),
        ((*PASSED, Check("run", State.UNVERIFIED, "MindSpore is not here.")), State.VERIFIED),
        ((*PASSED[:2], Check("format", State.UNVERIFIED, "Not understood.")), State.UNVERIFIED),
        ((*PASSED, Check("run", State.FAILED, "It crashed.", ("line",))), State.FAILED),
    ],
)
def test_the_state_of_a_report_follows_from_its_checks(checks, state):
    assert report(*checks).state is state


def test_a_verified_asset_holds_what_was_verified():
    verified = VerifiedAsset(DIGEST, len(CONTENT), "a.ckpt", "https://host/a.ckpt", report(*PASSED), VERIFIER)
    assert (verified.digest, verified.size, verified.name) == (DIGEST, 7, "a.ckpt")


@pytest.mark.parametrize(
    ("given", "token"),
    [
        (report(*PASSED), None),
        (report(*PASSED), object()),
        (report(*PASSED[:1]), VERIFIER),
        (report(*PASSED, digest="0" * 64), VERIFIER),
        (report(*PASSED, size=8), VERIFIER),
    ],
    ids=["nobody", "a stranger", "not verified", "other bytes", "another size"],
)
def test_nothing_else_is_a_verified_asset(given, token):
    with pytest.raises(NotVerifiedError):
        VerifiedAsset(DIGEST, len(CONTENT), "a.ckpt", "https://host/a.ckpt", given, token)


def test_a_verified_asset_does_not_come_out_of_a_pickle():
    verified = VerifiedAsset(DIGEST, len(CONTENT), "a.ckpt", "https://host/a.ckpt", report(*PASSED), VERIFIER)
    with pytest.raises(NotVerifiedError):
        pickle.dumps(verified)


def test_only_the_verifier_can_say_verified():
    users = {
        path.relative_to(ROOT).parts[:2]
        for folder in ("schema", "registry", "publisher")
        for path in (ROOT / folder).rglob("*.py")
        if "VERIFIER" in path.read_text(encoding="utf-8")
    }
    assert users <= {("schema", "verification.py"), ("publisher", "verifying")}


def test_a_release_names_each_digest_once():
    asset = ReleasedAsset("a.ckpt", "", DIGEST, 7, State.VERIFIED)
    unseen = ReleasedAsset("b.ckpt", "", None, -1, State.UNVERIFIED)
    card, other = Digest.of(b"card"), Digest.of(b"other")
    release = Release(
        Uid.parse("a/1/b"), 3, card, card, (asset, asset, unseen), other, other, State.VERIFIED, "", "me", None, "", {}
    )
    assert release.name == "a/1/b@3"
    assert release.blobs == (card, other, DIGEST)
    assert release._replace(attestation=Digest.of(b"signed")).blobs == (card, other, Digest.of(b"signed"), DIGEST)
