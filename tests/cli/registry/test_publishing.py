"""`xreg publish` and `xreg verify`: what is refused, what is released, and what is said of it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.asset_server import honest, running
from support.protobuf import entry
from support.registries import trust

from xreg.registry.signing.keys import new_key, write_key
from xreg.registry.store.opening import open_registry
from xreg.registry.store.registry import Registry
from xreg.schema.digests import Digest
from xreg.schema.release import Uid

CLEAN = Path(__file__).parents[2] / "data" / "cards" / "clean.md"
NAME = "resnet50_ascend_v190_imagenet2012_official_cv_top1acc76.97_top5acc93.44.ckpt"
CHECKPOINT = entry("conv1.weight", (4, 3)) + entry("fc.bias", (4,))
DIGEST = hashlib.sha256(CHECKPOINT).hexdigest()
UID = Uid.parse("mindspore/1.9/resnet50_imagenet2012")
OFF = ("--network", "off")


@pytest.fixture
def card(folder: Path) -> Path:
    """A card without a finding, in the hub's tree, whose digest is that of the checkpoint beside it."""
    path = folder / "mshub_res" / "assets" / "mindspore" / "1.9" / "resnet50_imagenet2012.md"
    path.parent.mkdir(parents=True)
    text = CLEAN.read_text("utf-8")
    old = "41c1479844f6f848d4caf902cf940ebe4727df559495ed45885892fc55a2738f"
    path.write_text(text.replace(old, DIGEST), "utf-8")
    (folder / "files").mkdir()
    (folder / "files" / NAME).write_bytes(CHECKPOINT)
    return path


@pytest.fixture
def publish(xreg: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    return lambda *arguments: xreg("publish", *arguments, *OFF, "--registry", str(folder / "own"))


def registry(folder: Path) -> Registry:
    return open_registry(str(folder / "own"), create=False)


def test_a_release_holds_the_card_as_given_and_as_rendered_and_the_checkpoint(publish, card, folder):
    ran = publish(str(card), "--verify-asset", "--assets", str(folder / "files"))
    assert (ran.code, ran.err.startswith("xreg: verifying https://")) == (0, True)
    assert "mindspore/1.9/resnet50_imagenet2012@1  released, verified" in ran.out
    assert "parameters  not verified: " in ran.out
    assert f"registry: {folder / 'own'}" in ran.out
    with registry(folder) as opened:
        release = opened.latest(UID)
        assert opened.read(release.raw) == card.read_bytes()
        assert opened.read(release.card).startswith(b"# ResNet-50\n")
        assert opened.read(Digest(DIGEST)) == CHECKPOINT


def test_the_same_again_writes_nothing_and_a_changed_card_is_the_next_revision(publish, card):
    assert "@1  released, not verified" in publish(str(card)).out
    assert "@1  is released already, nothing was written, not verified" in publish(str(card)).out
    card.write_text(card.read_text("utf-8").replace("2022-10-11", "2022-10-12"), "utf-8")
    assert "@2  released" in publish(str(card)).out


def test_a_release_without_verification_says_so_for_ever(publish, card, xreg, folder):
    assert publish(str(card)).code == 0
    shown = xreg("show", str(UID), "--registry", str(folder / "own"))
    assert "made without --verify-asset" in shown.out
    assert "not verified" in shown.out


def test_errors_are_named_with_their_fixes_and_refuse(publish, card, folder):
    card.write_text(card.read_text("utf-8").replace("ResNet-50 used to classify", "AlexNet used to classify"), "utf-8")
    ran = publish(str(card))
    assert ran.code == 1
    assert "refused: 1 error on the card; 1 can be fixed: see --fix and --unsafe-fixes" in ran.out
    assert "XR301 summary-names-other-model" in ran.out
    assert "(unsafe fix: write " in ran.out
    with registry(folder) as opened:
        assert opened.list() == ()


def test_errors_without_a_fix_are_for_the_author(publish, card):
    card.write_text(card.read_text("utf-8").replace("author: MindSpore team\n\n", ""), "utf-8")
    ran = publish(str(card))
    assert (ran.code, "none has a fix: edit the card" in ran.out) == (1, True)
    assert "(no fix)" in ran.out


def test_fixes_are_applied_to_the_released_copy_alone(publish, card, folder):
    before = card.read_text("utf-8").replace("ResNet-50 used to classify", "AlexNet used to classify")
    card.write_text(before, "utf-8")
    ran = publish(str(card), "--unsafe-fixes")
    assert (ran.code, "fixed on the released copy: 1 (XR301)" in ran.out) == (0, True)
    assert card.read_text("utf-8") == before
    with registry(folder) as opened:
        assert b"summary: ResNet-50 used" in opened.read(opened.latest(UID).card)
    assert publish(str(card), "--fix").code == 1  # its fix is not a safe one


def linked(card: Path, link: str) -> None:
    """Makes the card's asset link to a server of the test."""
    text = card.read_text("utf-8")
    start = text.index("<https://download")
    card.write_text(text[:start] + f"<{link}>" + text[text.index(">", start) + 1 :], "utf-8")


def test_another_file_fails_and_nothing_is_released(publish, card, folder):
    with running() as server:
        server.script = [honest(CHECKPOINT[:-1] + b"\x01")]
        linked(card, server.link)
        ran = publish(str(card), "--verify-asset", "--allow-insecure")
    assert (ran.code, "refused: asset[0] failed verification" in ran.out) == (1, True)
    assert "digest      failed" in ran.out
    with registry(folder) as opened:
        assert opened.list() == ()


def test_another_file_at_hand_is_an_error_on_the_card(publish, card, folder):
    (folder / "files" / NAME).write_bytes(CHECKPOINT[:-1] + b"\x01")
    ran = publish(str(card), "--verify-asset", "--assets", str(folder / "files"))
    assert (ran.code, "refused: 1 error on the card" in ran.out) == (1, True)
    assert "digest" in ran.out


def test_what_cannot_be_verified_is_refused_with_the_reason(publish, card):
    ran = publish(str(card), "--verify-asset", "--offline")
    assert (ran.code, "refused: asset[0] could not be verified" in ran.out) == (1, True)
    assert "is not in the cache: fetch it once without --offline" in ran.out


def test_a_card_without_an_asset_cannot_be_verified(publish, card):
    text = card.read_text("utf-8").replace("import mindspore_hub as mshub", "import mindspore as mshub")
    start, end = text.index("asset:\n"), text.index("license:")
    card.write_text(text[:start] + text[end:], "utf-8")
    ran = publish(str(card), "--verify-asset")
    assert (ran.code, "lists no asset that could be verified" in ran.out) == (1, True)


def test_a_dry_run_writes_nothing(publish, card, folder):
    ran = publish(str(card), "--dry-run", "--verify-asset", "--assets", str(folder / "files"))
    assert (ran.code, "would be released, verified" in ran.out) == (0, True)
    assert not (folder / "own").exists()


def test_only_what_is_verified_is_signed(publish, card, folder, xreg, monkeypatch):
    key = new_key()
    write_key(folder / "key.pem", key.pem(b"secret"))
    monkeypatch.setenv("XREG_KEY_PASSWORD", "secret")
    refused = publish(str(card), "--sign", str(folder / "key.pem"))
    assert (refused.code, "give --verify-asset with --sign" in refused.err) == (2, True)
    signing = ("--verify-asset", "--assets", str(folder / "files"), "--sign", str(folder / "key.pem"))
    assert "signed: sha256:" in publish(str(card), *signing).out
    trust(folder, team=key)
    assert "team" in xreg("show", str(UID), "--registry", str(folder / "own")).out


def test_a_card_outside_of_the_tree_needs_a_uid(publish, folder):
    (folder / "card.md").write_bytes(CLEAN.read_bytes())
    refused = publish("card.md")
    assert (refused.code, "its place gives no UID" in refused.err) == (2, True)
    assert "team/1.0/resnet50@1  released" in publish("card.md", "--uid", "team/1.0/resnet50").out


def test_one_uid_is_for_one_card(publish, folder):
    for name in ("one.md", "two.md"):
        (folder / name).write_bytes(CLEAN.read_bytes())
    ran = publish("one.md", "two.md", "--uid", "team/1.0/resnet50")
    assert (ran.code, "there are 2 cards" in ran.err) == (2, True)


def test_without_cards_those_of_the_configuration_are_released(publish, card, folder):
    nothing = publish()
    assert (nothing.code, "list them under `cards`" in nothing.err) == (2, True)
    first = card.relative_to(folder).parts[0]
    (folder / "xreg.toml").write_text(f'cards = ["{first}"]\n', "utf-8")
    assert "@1  released" in publish().out
    (folder / "xreg.toml").write_text('cards = "mshub_res"\n', "utf-8")
    assert "`cards` must be a list" in publish().err


def test_a_card_that_is_not_there_does_not_stop_the_others(publish, card):
    ran = publish("gone.md", str(card))
    assert (ran.code, "@1  released" in ran.out, "gone.md: there is no such file" in ran.err) == (2, True, True)


def test_json(publish, card, folder):
    ran = publish(str(card), "--verify-asset", "--assets", str(folder / "files"), "--output-format", "json")
    (item,) = json.loads(ran.out)
    assert (item["uid"], item["released"], item["new"], item["refused"]) == (str(UID), True, True, None)
    assert item["assets"][0]["state"] == item["release"]["state"] == "verified"
    assert item["release"]["assets"][0]["digest"] == f"sha256:{DIGEST}"


def test_fixes_that_are_refused_release_nothing(publish, card, monkeypatch):
    from xreg.schema import fixing

    monkeypatch.setattr(fixing, "MAX_ROUNDS", 0)
    card.write_text(card.read_text("utf-8").replace("license: Apache2.0", "license: Apache2.0  "), "utf-8")
    ran = publish(str(card), "--fix")
    assert (ran.code, "its fixes were not applied" in ran.out) == (1, True)


def test_an_asset_is_fetched_from_its_link(publish, card, folder, xreg):
    """The whole way over a socket: fetched, verified, released; then verified from the cache, and from the registry."""
    with running() as server:
        server.script = [honest(CHECKPOINT)]
        linked(card, server.link)
        ran = publish(str(card), "--verify-asset", "--allow-insecure")
        assert (ran.code, "link        verified: The link gives the file." in ran.out) == (0, True), ran.out
    again = xreg("verify", str(card), "--offline", "--allow-insecure", *OFF)
    assert (again.code, "the file is from the cache" in again.out) == (0, True)
    released = xreg("verify", str(UID), "--offline", "--registry", str(folder / "own"), *OFF)
    assert (released.code, released.out.startswith(f"{UID}@1\n  asset[0]: verified")) == (0, True)


def test_verify_says_of_each_asset_what_it_found(card, xreg, folder):
    good = xreg("verify", str(card), "--assets", str(folder / "files"), *OFF)
    assert (good.code, "asset[0]: verified" in good.out) == (0, True)
    (folder / "files" / NAME).write_bytes(b"")
    bad = xreg("verify", str(card), "--assets", str(folder / "files"), "--output-format", "json", *OFF)
    (item,) = json.loads(bad.out)
    assert (bad.code, item["state"], item["assets"][0]["state"]) == (1, "failed", "failed")
    unknown = xreg("verify", str(card), "--offline", *OFF)
    assert (unknown.code, "asset[0]: not verified" in unknown.out) == (1, True)


def test_verify_of_a_card_without_assets(xreg, folder):
    (folder / "card.md").write_text("# Nothing\n", "utf-8")
    ran = xreg("verify", "card.md", *OFF)
    assert (ran.code, ran.out) == (1, "card.md: not verified: the card lists no asset\n")


def test_another_model_with_the_same_file_is_named(publish, card, folder, xreg):
    files = ("--assets", str(folder / "files"))
    assert publish(str(card), "--verify-asset", *files).code == 0
    other = card.with_name("alexnet_imagenet2012.md")
    other.write_bytes(card.read_bytes())
    ran = xreg("verify", str(other), *files, "--registry", str(folder / "own"), *OFF)
    assert "The same file was released as mindspore/1.9/resnet50_imagenet2012@1" in ran.out
