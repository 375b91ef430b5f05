"""pull: files whose digests hold, signed by whom the configuration trusts, or nothing at all."""

import json

import pytest
from support.registries import blob_of, trust
from support.releases import UID, asset, draft, files

from xreg.registry.signing.keys import new_key
from xreg.schema.digests import Digest
from xreg.schema.release import ReleasedAsset, Uid
from xreg.schema.verification import State

CARD = f"{UID.name}.md"


@pytest.mark.usefixtures("trusting")
def test_pull_copies_card_and_assets_and_says_who_signed(xreg, signed, folder, key):
    ran = xreg("pull", signed, "--to", "out")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"pulled {signed} to out: verified, signed by team (key {key.id[:16]})"
    assert (folder / "out" / CARD).read_bytes() == b"# signed, corrected\n"
    assert (folder / "out" / "net.ckpt").read_bytes() == b"weights " * 1000
    assert files(folder / "out") == {CARD, "net.ckpt"}


def test_pull_as_json(answer, signed):
    told = answer("pull", signed, "--to", "out")
    assert [item["path"] for item in told["files"]] == [f"out/{CARD}", "out/net.ckpt"]
    assert told["signature"]["state"] == "signed by a key that is not trusted"
    assert told["not_held"] == []


def test_what_the_registry_does_not_hold_is_named_with_its_link(xreg, opened, folder):
    unseen = ReleasedAsset("a.ckpt", "https://x/a.ckpt", None, -1, State.UNVERIFIED)
    elsewhere = unseen._replace(name="b.ckpt", digest=Digest.of(b"b"), size=1)
    opened.publish(draft("third", assets=((unseen, None), (elsewhere, None))))
    ran = xreg("pull", str(UID), "--to", "out")
    assert ran.code == 0
    assert "not verified, not signed" in ran.out
    assert "a.ckpt is not held by the registry: its link is https://x/a.ckpt" in ran.out
    assert files(folder / "out") == {CARD}


def test_a_yanked_release_is_pulled_and_says_so(xreg, opened):
    opened.yank(UID, 1, "wrong weights")
    assert "yanked: wrong weights" in xreg("pull", f"{UID}@1", "--to", "out").out


@pytest.mark.parametrize("part", ["card", "asset"])
@pytest.mark.parametrize("there", [False, True])
def test_nothing_is_left_where_a_byte_was_changed(xreg, signed, place, opened, folder, part, there):
    release = opened.release(UID, 3)
    digest = release.card if part == "card" else release.assets[0].digest
    path = blob_of(place, digest.hex)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    if there:
        (folder / "out").mkdir()
        (folder / "out" / "mine.txt").write_text("mine")
    before = files(folder)
    ran = xreg("pull", signed, "--to", "out")
    assert ran.code == 1
    assert f"{digest} was changed" in ran.err
    assert files(folder) == before
    assert (folder / "out").exists() is there


def test_files_that_are_there_stay_and_others_are_not_overwritten(xreg, signed, folder):
    assert xreg("pull", signed, "--to", "out").code == 0
    (folder / "out" / "net.ckpt").unlink()
    assert xreg("pull", signed, "--to", "out").code == 0
    assert files(folder / "out") == {CARD, "net.ckpt"}
    (folder / "out" / CARD).write_text("mine")
    (folder / "out" / "net.ckpt").unlink()
    ran = xreg("pull", signed, "--to", "out")
    assert ran.code == 2
    assert "is another file" in ran.err
    assert files(folder / "out") == {CARD}
    assert (folder / "out" / CARD).read_text() == "mine"


@pytest.mark.usefixtures("place")
def test_a_link_in_the_way_is_not_followed(xreg, folder):
    (folder / "out").mkdir()
    (folder / "out" / CARD).symlink_to(folder / "elsewhere")
    assert xreg("pull", str(UID), "--to", "out").code == 2
    assert not (folder / "elsewhere").exists()


@pytest.mark.usefixtures("place")
def test_where_a_file_stands_no_folder_can_be(xreg, folder):
    (folder / "out").write_text("a file")
    ran = xreg("pull", str(UID), "--to", "out/deeper")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_a_name_that_leads_out_of_the_folder_is_not_used(xreg, opened, folder):
    names = ("../escape", "/tmp/x", ".bashrc", "NUL.txt", CARD.upper(), "net.ckpt", "NET.ckpt", "a b")
    kept = []
    for number, name in enumerate(names):
        made, path = asset(folder / f"source-{number}", f"bytes {number}".encode())
        kept.append((made._replace(name=name), path))
    opened.publish(draft("third", assets=tuple(kept)))
    assert xreg("pull", str(UID), "--to", "out/deep").code == 0
    assert files(folder / "out") == {
        f"deep/{name}"
        for name in (
            CARD, "asset-0", "asset-1", "asset-2", "asset-3", f"4-{CARD.upper()}", "net.ckpt", "6-NET.ckpt", "asset-7",
        )
    }  # fmt: skip


@pytest.mark.usefixtures("trusting")
@pytest.mark.usefixtures("place")
def test_with_trusted_keys_an_unsigned_release_is_refused(xreg, folder):
    ran = xreg("pull", str(UID), "--to", "out")
    assert ran.code == 1
    assert "it is not signed, and trusted-keys are configured: see --allow-unsigned" in ran.err
    assert not (folder / "out").exists()
    assert xreg("pull", str(UID), "--to", "out", "--allow-unsigned").code == 0


def test_another_key_than_the_trusted_ones_is_refused(xreg, signed, folder):
    trust(folder, other=new_key())
    ran = xreg("pull", signed, "--to", "out")
    assert ran.code == 1
    assert "signed by a key that is not trusted" in ran.err


@pytest.mark.usefixtures("trusting")
@pytest.mark.usefixtures("signed")
def test_a_signature_that_does_not_hold_is_never_allowed(xreg, opened, folder):
    content = opened.read(opened.release(UID, 3).attestation)
    name = opened.publish(draft("forged", attest=lambda _: content)).release.name
    ran = xreg("pull", name, "--to", "out", "--allow-unsigned")
    assert ran.code == 1
    assert "the signature does not hold" in ran.err
    assert not (folder / "out").exists()


def test_an_interrupted_pull_leaves_nothing(xreg, signed, folder, monkeypatch):
    from xreg.registry.store.registry import Registry

    def interrupted(*_):
        yield b"half"
        raise KeyboardInterrupt

    monkeypatch.setattr(Registry, "chunks", interrupted)
    before = files(folder)
    assert xreg("pull", signed, "--to", "out").code == 130
    assert files(folder) == before


@pytest.mark.usefixtures("place")
def test_yank_takes_a_release_out_of_search_and_leaves_it_readable(xreg, answer):
    ran = xreg("yank", f"{UID}@2", "--reason", "wrong weights")
    assert (ran.code, ran.out) == (0, f"{UID}@2 is yanked: wrong weights\n")
    assert answer("search", "resnet50")[0]["revision"] == 1
    again = xreg("yank", f"{UID}@2", "--reason", "another")
    assert again.out == f"{UID}@2 was yanked before, and keeps its reason: wrong weights\n"
    told = answer("yank", f"{UID}@2", "--reason", "another")
    assert (told["yanked"], told["new"]) == ("wrong weights", False)


@pytest.mark.parametrize(
    "arguments, said",
    [
        ([str(UID), "--reason", "x"], f"write {UID}@1"),
        ([f"{UID}@1"], "--reason"),
        ([f"{UID}@1", "--reason", "  "], "needs a reason"),
        ([f"{UID}@9", "--reason", "x"], "never released"),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_yank_names_a_revision_and_a_reason(xreg, arguments, said):
    ran = xreg("yank", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "yanked" not in json.dumps([xreg("history", str(UID)).out])


@pytest.mark.usefixtures("place")
def test_a_uid_of_four_parts_is_pulled_under_its_name(xreg, folder):
    uid = Uid.parse("mindspore/gpu/1.0/alexnet_v1.0")
    assert xreg("pull", f"{uid}@1", "--to", "out").code == 0
    assert files(folder / "out") == {"alexnet_v1.0.md"}
