"""The main job: what is wrong with the card of Xception is found, proved and corrected."""

import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

# code, field, what the message and the evidence say
MUST_FIND = (
    ("XR301", "summary", ("the summary describes AlexNet on CIFAR-10; this card is Xception on ImageNet",)),
    ("XR201", "body:Introduction", ("is a audio network", "cv-classification")),
    ("XR311", "body:Citation", ("ImageNet Classification with Deep Convolutional Neural Networks", "AlexNet")),
    ("XR311", "body:Citation", ("Learning Multiple Layers of Features from Tiny Images", "CIFAR-10")),
    (
        "XR312",
        "body:Citation",
        (
            "F. Chollet",
            "Xception: Deep Learning with Depthwise Separable Convolutions",
            "CVPR 2017",
            "arXiv:1610.02357",
        ),
    ),
    ("XR501", "input-shape", ("[227, 227, 3]", "For 'AvgPool' op", "295 to 326", "299 is canonical", "mindspore")),
    ("XR211", "accuracy", ("0.881", "top1 79", "1top79")),
    ("XR321", "train-dataset", ("imagenet2012", "ambiguous")),
    ("XR401", "asset[0].asset-sha256", ("well formed", "no bytes were seen", "--asset xception_ascend")),
    ("XR404", "asset[0].asset-link", ("offcial", "official")),
    (
        "XR601",
        "body:Usage",
        ("6 names", "`mindspore`", "`Tensor`", "`nn`", "`Model`", "`mstype`", "`py_transforms`"),
    ),
    ("XR007", "asset[0].file-format", ("blanks at the end",)),
    ("XR313", "body:Citation", ("Convolutional Neural",)),
)


def found(xreg, *arguments):
    return json.loads(xreg("lint", "cards/xception.md", "--output-format", "json", *arguments).out)


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(("code", "field", "words"), MUST_FIND, ids=[f"{code}-{field}" for code, field, _ in MUST_FIND])
def test_finds_what_is_wrong(xreg, code, field, words):
    said = [
        item["message"] + json.dumps(item["evidence"])
        for item in found(xreg)
        if item["code"] == code and item["field"] == field
    ]
    assert any(all(word in text for word in words) for text in said), said


@pytest.mark.usefixtures("card")
def test_every_error_has_evidence(xreg):
    assert all(item["evidence"] for item in found(xreg) if item["severity"] == "error")


def test_fixes_all_that_can_be_fixed_and_nothing_else(xreg, card):
    before = card.read_text()
    card.chmod(0o640)
    ran = xreg("lint", "cards/xception.md", "--fix", "--unsafe-fixes")
    after = card.read_text()
    assert ran.code == 0, ran.out
    assert stat.S_IMODE(card.stat().st_mode) == 0o640
    changed = set(before.splitlines()) - set(after.splitlines())
    assert {line.split(":")[0].strip().split(" ")[0] for line in changed} == {
        "input-shape", "train-dataset", "accuracy", "file-format", "summary", "xception", "1.", "2.",
    }  # fmt: skip
    assert "summary: xception is used for cv" in after
    assert "xception is an image classification network." in after
    assert "input-shape: [299, 299, 3]" in after
    assert "Depthwise Separable" in after
    assert "Krizhevsky" not in after
    again = found(xreg)
    assert [item["code"] for item in again if item["severity"] != "info"] == []
    assert xreg("lint", "cards/xception.md", "--fix", "--unsafe-fixes").code == 0
    assert card.read_text() == after


def test_safe_fixes_leave_what_rests_on_knowledge(xreg, card):
    ran = xreg("lint", "cards/xception.md", "--fix")
    after = card.read_text()
    assert ran.code == 1
    assert "summary: AlexNet" in after
    assert "ConvolutionalNeural" not in after
    assert "import mindspore\n" in after  # the imports are a person's to decide
    assert "from mindspore import context, Tensor, nn\n" in after


def test_diff_shows_and_changes_nothing(xreg, card):
    before = card.read_bytes()
    ran = xreg("lint", "cards/xception.md", "--diff", "--unsafe-fixes")
    assert "-input-shape: [227, 227, 3]" in ran.out
    assert "+input-shape: [299, 299, 3]" in ran.out
    assert card.read_bytes() == before


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_line_ends_stay(xreg, card, line_end):
    card.write_bytes(card.read_bytes().replace(b"\n", line_end.encode()))
    xreg("lint", "cards/xception.md", "--fix", "--unsafe-fixes")
    after = card.read_bytes().decode()
    assert after.count("\n") == after.count(line_end)
    assert f"accuracy: 79{line_end}" in after


def test_an_asset_is_hashed_and_compared(xreg, card):
    asset = card.parent / "model.ckpt"
    asset.write_bytes(b"not the checkpoint")
    items = found(xreg, "--asset", str(asset))
    mismatch = next(item for item in items if item["code"] == "XR402")
    assert mismatch["fix"] is None
    assert mismatch["evidence"][0]["origin"] == "asset"
    assert "18 bytes" in mismatch["evidence"][0]["claim"]
    assert not [item for item in items if item["code"] == "XR401"]


def test_assets_are_found_by_name(xreg, card):
    name = "xception_ascend_v111_imagenet_offcial_cv_bs128_1top79.ckpt"
    (card.parent / name).write_bytes(b"")
    assert [item["code"] for item in found(xreg, "--assets", str(card.parent)) if item["code"] == "XR402"]


def test_the_right_digest_is_said(xreg, card):
    asset = card.parent / "model.ckpt"
    asset.write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4, example of "abc"
    old = "6a68489c6f3fa7b748473b93ddeed1acb13190d089403b2fa2a6c525dc69a282"
    card.write_text(card.read_text().replace(old, digest))
    codes = [item["code"] for item in found(xreg, "--asset", str(asset))]
    assert "XR406" in codes
    assert "XR402" not in codes


def test_the_card_of_this_project_is_as_the_hub_published_it():
    content = (Path(__file__).parents[2] / "cards" / "xception.md").read_bytes()
    assert sha256(content).hexdigest() == "f8ec56a83c54edb80f1a559332640887cf7e68b6cdf83064e1765bbfaeed19cc"


def test_a_run_does_not_need_a_terminal(xreg, card):
    del card
    os.environ.pop("COLUMNS", None)
    assert "\x1b[" not in xreg("lint", "cards").out
    assert "\x1b[" in xreg("lint", "cards", "--color", "always").out
