"""show and diff: claims with their evidence, states in words, who signed; and damage is said."""

import json

import pytest
from support.registries import blob_of, trust
from support.releases import UID, asset, draft

from xreg.registry.signing.keys import new_key
from xreg.registry.store.opening import open_registry
from xreg.schema.digests import Digest
from xreg.schema.release import ReleasedAsset
from xreg.schema.verification import State

RESNET = "mindspore/1.9/resnet50_imagenet2012"


@pytest.fixture
def imported(xreg, tree):
    """The cards of the tree as releases."""
    assert xreg("import", str(tree)).code == 0


@pytest.mark.usefixtures("place", "imported")
def test_show_puts_the_evidence_beside_each_claim(xreg):
    out = xreg("show", RESNET).out
    head, claims = out.split("\nclaims\n")
    assert head.splitlines()[0] == f"{RESNET}@1  not verified"
    assert "not signed" in head
    at = claims.index("module-type")
    assert claims[at:].splitlines()[1].startswith("      knowledge: the task of")
    assert "found: XR401" in claims[claims.index("asset[0].asset-sha256") :]
    assert "digest: not verified: The asset was not fetched: the card was imported." in claims


@pytest.mark.usefixtures("place", "imported")
def test_show_as_json(answer):
    shown = answer("show", RESNET)
    claims = {claim["field"]: claim for claim in shown["evidence"]["claims"]}
    assert claims["model-name"]["value"] == "resnet50"
    assert {fact["origin"] for fact in claims["module-type"]["evidence"]} == {"knowledge"}
    assert shown["verification"][0]["checks"][0]["state"] == "not verified"
    assert shown["assets"][0]["held"] is False
    assert shown["signature"]["state"] == "not signed"
    assert shown["damage"] == []


@pytest.mark.usefixtures("place")
def test_show_names_corrections_and_findings_of_no_claim(xreg, tree):
    assert xreg("import", str(tree), "--unsafe-fixes").code == 0
    out = xreg("show", "mindspore/ascend/1.1/xception_v1.1").out
    assert "corrected: XR" in out
    assert "the network" in out or "body:" in out


@pytest.mark.usefixtures("trusting")
def test_show_says_who_signed_what_was_verified(xreg, signed, key, answer):
    out = xreg("show", signed).out
    assert out.splitlines()[0] == f"{signed}  verified"
    assert f"signed by team (key {key.id[:16]})" in out
    assert "held by the registry" in out
    assert "digest: verified: The digest is the card's.\n        - a\n        + b\n" in out
    assert answer("show", signed)["signature"] == {
        "state": "signed", "by": "team", "key": key.id, "message": None,
    }  # fmt: skip


@pytest.mark.usefixtures("trusting", "signed")
def test_history_says_who_signed_and_what_does_not_hold(xreg, answer, opened):
    assert xreg("history", str(UID)).out.splitlines()[2].partition(", signed by team (key ")[1]
    assert answer("history", str(UID))[2]["signature"]["by"] == "team"
    opened.publish(draft("forged", attest=lambda _: b"{}"))
    ran = xreg("history", str(UID))
    assert ran.code == 1
    assert "does not hold" in ran.out.splitlines()[3]


def test_a_key_that_nobody_trusts_says_nothing(xreg, signed, key, folder):
    trust(folder, other=new_key())
    ran = xreg("show", signed)
    assert ran.code == 0
    assert f"signed by a key that is not trusted ({key.id[:16]})" in ran.out


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("part", ["attestation", "verification", "evidence"])
def test_a_changed_byte_is_named_and_ends_with_1(xreg, signed, place, opened, part):
    digest = getattr(opened.release(UID, 3), part)
    path = blob_of(place, digest.hex)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    ran = xreg("show", signed)
    assert ran.code == 1
    assert f"{digest} was changed" in ran.out


@pytest.mark.usefixtures("trusting")
@pytest.mark.usefixtures("signed")
def test_an_attestation_of_another_release_does_not_hold(xreg, opened):
    content = opened.read(opened.release(UID, 3).attestation)
    name = opened.publish(draft("forged", attest=lambda _: content)).release.name
    ran = xreg("show", name)
    assert ran.code == 1
    assert "the signature does not hold" in ran.out


def test_an_attestation_that_is_none_does_not_hold(xreg, opened):
    name = opened.publish(draft("forged", attest=lambda _: b"{}")).release.name
    ran = xreg("show", name)
    assert ran.code == 1
    assert "does not hold" in ran.out


def _evidence(**changes) -> bytes:
    finding = {
        "code": "XR1",
        "name": "x",
        "severity": "error",
        "message": "m",
        "field": "",
        "evidence": [],
        "fix": None,
    }
    return json.dumps({"format": 1, "claims": [], "findings": [finding], "corrections": []} | changes).encode()


@pytest.mark.parametrize(
    "evidence",
    [
        b"\xff", b"[]", b"[" * 100_000, b"{}", _evidence(format=2), _evidence(claims=3), _evidence(claims=[{}]),
        _evidence(claims=[{"field": 1, "value": "", "standing": "", "evidence": []}]), _evidence(findings=[[]]),
    ],
)  # fmt: skip
def test_evidence_of_another_form_is_said_and_the_index_told(xreg, opened, evidence):
    name = opened.publish(draft("odd", evidence=evidence, report=b"[1]")).release.name
    ran = xreg("show", name)
    assert ran.code == 0
    assert "the evidence cannot be read" in ran.out
    assert "train-dataset" in ran.out


def test_an_origin_that_nobody_knows_is_left_out(xreg, opened):
    fact = {"origin": "dream", "source": "s", "claim": "c", "value": "v"}
    claim = {"field": "title", "value": "T", "standing": "odd", "evidence": [fact]}
    name = opened.publish(draft("odd", evidence=_evidence(claims=[claim]))).release.name
    out = xreg("show", name).out
    assert "title                         T  [odd]\n" in out
    assert "dream" not in out
    assert "  the card\n      found: XR1 m\n" in out


def test_diff_is_of_claims_files_and_states(xreg, answer, opened, folder):
    first = asset(folder / "a.ckpt", b"one")[0]
    claim = {"field": "summary", "value": "old", "standing": "", "evidence": []}
    names = [
        opened.publish(
            draft(
                text,
                evidence=_evidence(claims=[claim | {"value": text}]),
                assets=((first._replace(digest=Digest.of(text.encode()), state=state), None),),
            )
        ).release.name
        for text, state in (("old", State.UNVERIFIED), ("new", State.VERIFIED))
    ]
    out = xreg("diff", *names).out
    assert out.startswith(f"{names[0]} → {names[1]}\n\nclaims\n  summary\n    - old\n    + new\n\nassets\n  a.ckpt\n")
    assert f"    - {Digest.of(b'old')}\n    + {Digest.of(b'new')}\n" in out
    assert out.endswith("states\n  a.ckpt\n    - not verified\n    + verified\n")
    told = answer("diff", *names)
    assert told["claims"] == [{"what": "summary", "before": "old", "after": "new"}]
    assert told["old"] == names[0]


def test_diff_takes_the_index_where_the_evidence_is_of_another_form(answer, opened):
    opened.publish(draft("third", claims={"title": "new", "license": "MIT"}))
    told = answer("diff", f"{UID}@1", f"{UID}@3")["claims"]
    assert {"what": "title", "before": UID.name, "after": "new"} in told
    assert {"what": "license", "before": "", "after": "MIT"} in told


def test_what_is_new_or_gone_has_one_side(xreg, opened):
    opened.publish(draft("third", claims={"license": "MIT"}))
    lines = xreg("diff", f"{UID}@2", f"{UID}@3").out.splitlines()
    assert lines[lines.index("  license") + 1 :] == ["    + MIT"]
    assert lines[lines.index("  title") + 1] == f"    - {UID.name}"
    assert xreg("show", str(UID)).out.splitlines()[1].startswith("  released ")


def test_two_assets_of_one_name_are_two(answer, opened, folder):
    twice = asset(folder / "a.ckpt", b"one")[0]
    unseen = ReleasedAsset("a.ckpt", "https://x/a.ckpt", None, -1, State.UNVERIFIED)
    opened.publish(draft("third", assets=((twice, None), (unseen, None))))
    told = answer("diff", f"{UID}@2", f"{UID}@3")["assets"]
    assert told == [
        {"what": "a.ckpt", "before": "", "after": str(twice.digest)},
        {"what": "a.ckpt (1)", "before": "", "after": "no bytes were seen"},
    ]


@pytest.mark.usefixtures("place")
def test_nothing_differs_from_itself(xreg):
    out = xreg("diff", f"{UID}@1", f"{UID}@1").out
    assert out == f"{UID}@1 and {UID}@1 claim the same, of the same files\n"


def test_diff_of_what_is_lost_ends_with_1(xreg, place, opened):
    release = opened.release(UID, 1)
    blob_of(place, release.evidence.hex).unlink()
    ran = xreg("diff", f"{UID}@1", f"{UID}@2")
    assert ran.code == 1
    assert "is lost" in ran.err


def test_a_failed_asset_is_shown_with_its_size(xreg, opened):
    made = ReleasedAsset("a.ckpt", "https://x/a.ckpt", Digest.of(b""), 3_000_000, State.FAILED)
    unsized = made._replace(name="b.ckpt", size=-1)
    opened.publish(draft("third", state=State.FAILED, assets=((made, None), (unsized, None))))
    out = xreg("show", str(UID), "--color", "always").out
    assert "\x1b[1;31mfailed\x1b[0m" in out
    assert "2.9 MiB, not held by the registry" in out
    assert "size unknown" in out


HOSTILE = "\x1b[31mred\x07\u202eevil\x9b\r\nnew line\udcff"


def test_hostile_text_never_reaches_the_terminal_raw(xreg, folder):
    """A card may hold anything, and so may whatever somebody released without xreg."""
    claim = {"field": HOSTILE, "value": HOSTILE, "standing": HOSTILE, "evidence": []}
    claim["evidence"] = [{"origin": "card", "source": HOSTILE, "claim": HOSTILE, "value": HOSTILE}]
    finding = {"code": HOSTILE, "name": HOSTILE, "severity": HOSTILE, "message": HOSTILE, "field": "x", "evidence": []}
    finding["fix"] = {"applicability": HOSTILE, "message": HOSTILE}
    check = {"name": HOSTILE, "state": "failed", "message": HOSTILE, "details": [HOSTILE]}
    odd = ReleasedAsset("a b.ckpt", "https://x/a b", None, -1, State.UNVERIFIED)
    with open_registry(str(folder / "hostile")) as registry:
        for number in "12":
            registry.publish(
                draft(
                    number,
                    claims={"title": HOSTILE + number, "model-name": "resnet50"},
                    evidence=_evidence(claims=[claim | {"value": HOSTILE + number}], findings=[finding]),
                    report=json.dumps({"assets": [{"field": HOSTILE, "checks": [check]}]}).encode(),
                    assets=((odd, None),),
                )
            )
    place = ("--registry", str(folder / "hostile"))
    for command in (
        ["list"], ["search", "resnet50"], ["show", str(UID)], ["history", str(UID)], ["check"],
        ["diff", f"{UID}@1", f"{UID}@2"], ["pull", str(UID), "--to", "out"],
    ):  # fmt: skip
        for form in ([], ["--output-format", "json"]):
            ran = xreg(*command, *place, *form)
            assert ran.code == 0, ran.err
            assert all(char.isprintable() or char == "\n" for char in ran.out + ran.err), command
            if form:
                json.loads(ran.out)
