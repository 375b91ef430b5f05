"""Drafts: what a card claims, what was found of it, and what its assets turned out to be."""

import json
from pathlib import Path

import pytest
from support.cards import OFFLINE, card

from xreg.publisher import drafting
from xreg.publisher.batch import Bug, Card
from xreg.publisher.drafting import DraftError, Seen, as_it_is, claims_of, corrected, draft, not_seen, seen, uid_of
from xreg.publisher.releases.evidence import Paths, read_evidence
from xreg.publisher.verifying.card import Outcome
from xreg.registry.signing.canonical import read_canonical
from xreg.schema.digests import Digest
from xreg.schema.findings import Applicability
from xreg.schema.release import Uid
from xreg.schema.verification import AssetReport, Check, State

UID = Uid.parse("mindspore/1.9/resnet50_imagenet2012")
PATH = f"mshub_res/assets/{UID}.md"


def made(text: str, path: str = PATH):
    return as_it_is(Card(path, text.encode("utf-8", "surrogateescape")), OFFLINE)


def report(state: State, digest: str = "", size: int = -1, link: str = "https://x/a.ckpt") -> AssetReport:
    return AssetReport(
        "asset[0]", link, digest, size, tuple(Check(n, state, "m") for n in ("digest", "size", "format"))
    )


def test_a_draft_says_what_the_card_says():
    linted = made(card())
    done = draft(UID, linted, "me", not_seen(linted.linted.document, "The reason."))
    assert (done.raw, done.card) == (card().encode(), card().encode())
    assert done.claims == {
        "title": "ResNet-50",
        "model-name": "resnet50",
        "module-type": "cv-classification",
        "train-dataset": "imagenet2012",
        "mindspore-version": "1.9",
        "summary": "ResNet-50 used to classify the 1000 classes of imagenet2012.",
        "backend": "ascend/gpu",
    }
    assert done.state is State.UNVERIFIED
    assert done.assets[0][0].digest is None
    assert read_canonical(done.report)["assets"][0]["checks"][0]["message"] == "The reason."
    claims = {claim["field"]: claim for claim in read_canonical(done.evidence)["claims"]}
    assert claims["module-type"]["standing"] == "consistent"


def test_the_backend_is_that_of_the_uid_first():
    document = made(card()).linted.document
    assert claims_of(Uid.parse("mindspore/cpu/1.9/x"), document)["backend"] == "cpu"


def test_fixes_are_told_with_what_they_rest_on():
    text = (Path(__file__).parents[2] / "cards" / "xception.md").read_text()
    done = corrected(Card(PATH, text.encode()), OFFLINE, Applicability.UNSAFE)
    evidence = read_evidence(draft(UID, done, "me", not_seen(done.linted.document, "x")).evidence)
    assert done.raw == text.encode()
    assert [item.code for item in done.applied] == [item["code"] for item in evidence.corrections] != []


def test_a_defect_on_a_card_is_a_defect(monkeypatch):
    monkeypatch.setattr(drafting, "fix_card", lambda *_: Bug("x", "traceback"))
    with pytest.raises(RuntimeError, match="traceback"):
        corrected(Card(PATH, b""), OFFLINE, Applicability.SAFE)


@pytest.mark.parametrize(
    "states, whole",
    [
        ([], State.UNVERIFIED),
        ([State.VERIFIED], State.VERIFIED),
        ([State.VERIFIED, State.UNVERIFIED], State.UNVERIFIED),
        ([State.UNVERIFIED, State.FAILED], State.FAILED),
    ],
)
def test_a_release_is_verified_where_each_asset_is(states, whole):
    assert drafting.state_of([Seen(report(state)) for state in states]) is whole


def test_a_file_is_kept_unless_it_failed():
    path, digest = Path("a.ckpt"), Digest.of(b"x")
    outcomes = [Outcome(report(state, digest.hex, 1), path) for state in State]
    assert [item.path for item in seen(outcomes)] == [path, None, path]
    linted = made(card())
    asset, kept = draft(UID, linted, "me", seen(outcomes[:1])).assets[0]
    assert (asset.digest, asset.size, asset.state, kept) == (digest, 1, State.VERIFIED, path)


def test_every_asset_is_accounted_for():
    with pytest.raises(ValueError, match="shorter"):
        draft(UID, made(card()), "me", ())


def test_a_hostile_card_becomes_a_draft_that_every_registry_holds():
    odd = "\x1b[31m\u202e\u00a0\ue000\udcff\x00"
    text = card().replace("ResNet-50", f"Res{odd}").replace("<https://download", f"<https://{odd}download")
    text = text.replace("top5acc93.44.ckpt", f"{odd}.ckpt").replace("imagenet2012\n", "x" * 5000 + "\n")
    linted = made(text)
    done = draft(UID, linted, "me", not_seen(linted.linted.document, "x"))
    assert all(asset.name.isprintable() and asset.link.isprintable() for asset, _ in done.assets)
    json.dumps(done.claims).encode()
    assert all(len(value) <= 2001 for value in done.claims.values())
    assert read_evidence(done.evidence) and read_canonical(done.report)


def test_an_asset_without_a_link_has_a_name():
    text = card().replace("asset-link", "asset-nothing")
    linted = made(text)
    assert draft(UID, linted, "me", not_seen(linted.linted.document, "x")).assets[0][0].name == "asset-0"


def test_the_same_card_gives_the_same_evidence():
    linted = made(card()), made(card())
    first, second = (draft(UID, each, "me", not_seen(each.linted.document, "x")) for each in linted)
    assert first == second


@pytest.mark.parametrize(
    "path, uid",
    [
        (PATH, str(UID)),
        ("x/assets/mindspore/gpu/1.0/alexnet_v1.0.md", "mindspore/gpu/1.0/alexnet_v1.0"),
        ("/a/assets/mindspore/1.9/x_cn.md", "mindspore/1.9/x"),
    ],
)
def test_the_place_gives_the_uid(path, uid):
    assert str(uid_of(path)) == uid


def test_elsewhere_there_is_no_uid():
    with pytest.raises(DraftError, match="its place gives no UID"):
        uid_of("cards/xception\x1b.md")


@pytest.mark.parametrize(
    "path, text, told",
    [
        (f"/home/me/{PATH}", f"see /home/me/{PATH}", f"see {PATH}"),
        (f"/home/me/{PATH}", "/home/me/mshub_res/assets/other.md", "mshub_res/assets/other.md"),
        (f"../{PATH}", f"run `xreg lint ../{PATH}`", f"run `xreg lint {PATH}`"),
        ("cards/x.md", "cards/x.md and cards of data/cards/", "x.md and cards of data/cards/"),
        ("x.md", "x.md", "x.md"),
        ("./x.md", "./x.md", "x.md"),
    ],
)
def test_folders_are_nobodys_concern(path, text, told):
    assert Paths.of(path, UID).told(text) == told
