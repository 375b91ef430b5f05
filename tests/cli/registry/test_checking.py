"""check: every lost, changed or orphaned byte is found and named, and mended where there is a good copy."""

import json
import os
import time
from pathlib import Path

import pytest
from support.registries import blob_of
from support.releases import UID, draft

LONG_AGO = time.time() - 10 * 86400


@pytest.mark.usefixtures("place")
def test_a_sound_registry_is_said_to_be(xreg, answer):
    ran = xreg("check")
    assert ran.code == 0
    assert ran.out.startswith("3 releases, 8 files of ")
    assert ran.out.endswith("every byte is as it was released (3 not signed)\n")
    told = answer("check")
    assert told["clean"] is True
    assert told["problems"] == []
    assert told["signatures"] == {"not signed": 3}


@pytest.mark.parametrize(
    "change, kind", [(lambda path: path.unlink(), "lost"), (lambda path: path.write_bytes(b"!"), "changed")]
)
def test_what_is_lost_or_changed_is_named_with_its_release(xreg, place, opened, change, kind):
    digest = opened.release(UID, 1).card
    change(blob_of(place, digest.hex))
    ran = xreg("check", "--repair")
    assert ran.code == 1
    assert f"{kind} {digest}: " in ran.out
    assert f"\n  in {UID}@1\n" in ran.out
    assert ": 1 problem, 0 repaired (" in ran.out


def test_orphans_are_named_and_removed_when_they_are_old(xreg, place):
    young, old = (Path(place) / "objects" / "blobs" / "aa" / (name * 64) for name in "bc")
    for path in (young, old):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"nobody's")
    os.utime(old, (LONG_AGO, LONG_AGO))
    ran = xreg("check")
    assert ran.code == 1
    assert f"orphaned blobs/aa/{'c' * 64}" in ran.out
    assert "\n1 file of no release, too young to be called orphans\n" in ran.out
    ran = xreg("check", "--repair")
    assert ran.code == 0
    assert "[repaired]" in ran.out
    assert ": 1 problem, all repaired (" in ran.out
    assert young.exists() and not old.exists()


@pytest.mark.usefixtures("signed")
def test_a_lost_asset_is_taken_from_the_cache_of_what_was_fetched(xreg, place, opened, folder):
    digest = opened.release(UID, 3).assets[0].digest
    path = blob_of(place, digest.hex)
    copy = folder / ".cache" / "assets" / "sha256" / digest.hex[:2] / digest.hex
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes())
    path.unlink()
    assert xreg("check").code == 1
    assert xreg("check", "--repair").code == 0
    assert path.read_bytes() == copy.read_bytes()


@pytest.mark.usefixtures("trusting")
@pytest.mark.usefixtures("signed")
def test_signatures_that_do_not_hold_are_named(xreg, opened):
    ran = xreg("check")
    assert ran.code == 0
    assert "(3 not signed, 1 signed)" in ran.out
    content = opened.read(opened.release(UID, 3).attestation)
    name = opened.publish(draft("forged", attest=lambda _: content)).release.name
    opened.publish(draft("last"))
    ran = xreg("check")
    assert ran.code == 1
    assert f"signature {name}: {name} is not what team signed" in ran.out
    told = json.loads(xreg("check", "--output-format", "json").out)
    assert told["clean"] is False
    assert [(item["kind"], item["releases"]) for item in told["problems"]] == [("signature", [name])]


def test_damage_as_json(xreg, place, opened):
    digest = opened.release(UID, 1).card
    blob_of(place, digest.hex).unlink()
    told = json.loads(xreg("check", "--output-format", "json").out)
    assert [(item["kind"], item["name"], item["repaired"]) for item in told["problems"]] == [
        ("lost", str(digest), False)
    ]


def test_export_of_a_damaged_card_ends_with_1(xreg, place, opened):
    blob_of(place, opened.latest(UID).card.hex).write_bytes(b"!")
    ran = xreg("export", "out")
    assert ran.code == 1
    assert "was changed" in ran.err


def test_the_folder_of_what_was_fetched_may_be_configured(place):
    from xreg.publisher.commands.registry.checking import copies_in
    from xreg.publisher.config import Config
    from xreg.publisher.fetching.settings import Settings
    from xreg.schema.digests import Digest

    digest = Digest.of(b"x")
    path = Path(place) / "sha256" / digest.hex[:2] / digest.hex
    copies = copies_in(Config(Path(place), fetch=Settings(folder=Path(place))))
    assert copies(digest) is None
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    assert copies(digest) == path


def test_releases_of_a_model_that_is_yanked_whole_are_checked_too(xreg, opened, signed):
    releases = list(opened.every())
    assert signed in [release.name for release in releases]
    for release in releases:
        opened.yank(release.uid, release.revision, "withdrawn")
    ran = xreg("check")
    assert (ran.code, ran.out.startswith(f"{len(releases)} releases")) == (0, True)
    assert "1 signed by a key that is not trusted" in ran.out
