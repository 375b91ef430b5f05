"""What publishing promises: revisions, no-ops, digests, attestations."""

import pytest
from support.releases import UID, asset, draft

from xreg.registry.store.errors import NotReleasedError, StoreError
from xreg.schema.digests import Digest
from xreg.schema.release import ReleasedAsset, Uid
from xreg.schema.verification import State


def test_a_release_says_what_its_draft_said(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt")
    unseen = ReleasedAsset("other.ckpt", "https://download.mindspore.cn/other.ckpt", None, -1, State.UNVERIFIED)
    made = draft(assets=((released, path), (unseen, None)), state=State.VERIFIED)
    release = registry.publish(made).release
    assert release == registry.release(UID, 1)
    assert (release.uid, release.revision, release.name) == (UID, 1, f"{UID}@1")
    assert release.assets == (released, unseen)
    assert (release.state, release.publisher, release.claims) == (State.VERIFIED, "someone", made.claims)
    assert (release.yanked, release.attestation) == ("", None)
    contents = {digest: registry.read(digest) for digest in release.blobs}
    assert contents[release.raw] == made.raw
    assert contents[release.card] == made.card
    assert contents[release.evidence] == made.evidence
    assert contents[release.verification] == made.report
    assert contents[released.digest] == path.read_bytes()


def test_the_same_again_is_not_released_again(registry):
    first = registry.publish(draft())
    again = registry.publish(draft(evidence=b"found later"))
    assert (first.new, again.new) == (True, False)
    assert again.release == first.release
    assert len(registry.history(UID)) == 1


@pytest.mark.parametrize(
    "change",
    [{"card": b"# another card\n"}, {"raw": b"# as given again\n"}, {"state": State.FAILED}],
    ids=["card", "raw", "state"],
)
def test_what_changed_is_the_next_revision(registry, change):
    registry.publish(draft())
    published = registry.publish(draft(**change))
    assert published.new
    assert [release.revision for release in registry.history(UID)] == [1, 2]
    assert registry.latest(UID) == published.release


def test_what_was_released_before_the_last_is_a_revision_again(registry):
    for text in ("first", "second", "first"):
        registry.publish(draft(text))
    assert [registry.read(release.card) for release in registry.history(UID)] == [
        draft(text).card for text in ("first", "second", "first")
    ]


def test_a_yanked_release_is_neither_released_again_nor_its_number_used_again(registry):
    registry.publish(draft())
    registry.yank(UID, 1, "wrong weights")
    again = registry.publish(draft())
    assert (again.new, again.release.yanked) == (False, "wrong weights")
    assert registry.publish(draft("second")).release.revision == 2


def test_an_attestation_is_asked_about_the_release_as_it_will_be(registry):
    asked = []

    def attest(release):
        asked.append(release)
        return b"signed"

    release = registry.publish(draft(attest=attest)).release
    assert asked == [release._replace(attestation=None)]
    assert registry.read(release.attestation) == b"signed"


def test_an_unsigned_release_can_be_signed_as_the_next_revision(registry):
    registry.publish(draft())
    signed = registry.publish(draft(attest=lambda release: release.name.encode()))
    assert (signed.new, signed.release.revision) == (True, 2)
    assert not registry.publish(draft(attest=lambda release: release.name.encode())).new
    assert not registry.publish(draft()).new


def test_many_drafts_are_released_together(registry):
    drafts = [draft(str(number), Uid.parse(f"someone/1.0/model{number}")) for number in range(700)]
    published = registry.publish_all([*drafts, draft("again", drafts[0].uid)])
    assert [each.release.revision for each in published] == [1] * 700 + [2]
    assert registry.read(published[500].release.card) == drafts[500].card
    assert len(list(registry.all())) == 700
    assert not any(each.new for each in registry.publish_all(drafts[1:]))
    assert registry.publish_all([]) == []


def test_two_drafts_of_one_kind_in_a_batch_are_one_release(registry):
    first, second = registry.publish_all([draft(), draft()])
    assert (first.new, second.new) == (True, False)


def test_a_batch_with_one_bad_draft_releases_nothing(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt")
    path.write_bytes(b"other weights")
    bad = draft(uid=Uid.parse("someone/1.0/bad"), assets=((released, path),))
    with pytest.raises(StoreError, match="changed since it was verified: verify it again"):
        registry.publish_all([draft(), bad])
    assert registry.list() == ()


def test_an_asset_that_is_gone_is_named(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt")
    path.unlink()
    with pytest.raises(StoreError, match="cannot be read: No such file"):
        registry.publish(draft(assets=((released, path),)))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"publisher": ""}, "names no publisher"),
        ({"publisher": "some\x00one"}, "cannot be printed"),
        ({"assets": ((ReleasedAsset("a\udcff", "", None, -1, State.UNVERIFIED), None),)}, "cannot be printed"),
    ],
)
def test_what_no_database_holds_is_refused(registry, change, reason):
    with pytest.raises(StoreError, match=reason):
        registry.publish(draft(**change))


def test_bytes_without_digest_are_refused(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt")
    with pytest.raises(StoreError, match="has bytes and no digest"):
        registry.publish(draft(assets=((released._replace(digest=None), path),)))


def test_claims_may_hold_any_text(registry):
    claims = {"title": "a\x00b\udcff \u0130 残差", "summary": ""}
    assert registry.publish(draft(claims=claims)).release == registry.release(UID, 1)


def test_what_was_never_released_is_said_so(registry):
    with pytest.raises(NotReleasedError, match="was never released here"):
        registry.history(UID)
    registry.publish(draft())
    with pytest.raises(NotReleasedError, match="@2 was never released"):
        registry.release(UID, 2)
    with pytest.raises(NotReleasedError, match="in no release"):
        registry.read(Digest.of(b"nothing"))


def test_the_last_revision_is_found_yanked_or_not(registry):
    assert registry.last(UID) is None
    registry.publish(draft())
    registry.yank(UID, 1, "broken")
    assert registry.last(UID).yanked == "broken"


def test_whether_bytes_are_held_and_who_uses_them(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt")
    assert not registry.holds(released.digest)
    registry.publish(draft(assets=((released, None),)))
    assert not registry.holds(released.digest)
    assert registry.publish(draft(assets=((released, path),))).new
    assert registry.holds(released.digest)
    assert registry.users_of(released.digest) == (f"{UID}@1", f"{UID}@2")


def test_a_blob_is_copied_whole(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt", b"x" * 3_000_000)
    registry.publish(draft(assets=((released, path),)))
    registry.copy(released.digest, tmp_path / "pulled" / "model.ckpt")
    assert (tmp_path / "pulled" / "model.ckpt").read_bytes() == path.read_bytes()
    assert b"".join(registry.chunks(released.digest)) == path.read_bytes()
