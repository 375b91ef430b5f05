"""`check` names every lost, changed and orphaned byte, and mends what can be mended."""

import os
import re
import time

import pytest
from support.releases import UID, asset, draft, files

from xreg.registry.store.errors import DamagedError
from xreg.registry.store.values import Kind
from xreg.schema.release import Uid


def damage(registry, digest, change):
    """Changes the bytes of a blob where they lie, in a folder or in a bucket."""
    place = registry._place(digest)
    content = b"".join(registry._objects.chunks(place.key))
    changed = change(content)
    if changed is None:
        registry._objects.remove(place.key)
    else:
        registry._objects.put(place.key, [changed])
    return place


def kinds(report):
    """What was found, and where."""
    return [(problem.kind, problem.name) for problem in report.problems]


def test_a_sound_registry_is_clean(registry, tmp_path):
    registry.publish(draft(assets=(asset(tmp_path / "model.ckpt"),)))
    registry.publish_all([draft("a", Uid.parse("a/1/a")), draft("b", Uid.parse("a/1/b"))])
    report = registry.check(grace=0)
    assert (report.problems, report.waiting, report.clean) == ((), (), True)
    assert (report.releases, report.blobs) == (3, 9)
    assert report.size > 8000


def test_an_empty_registry_is_clean(registry):
    report = registry.check(repair=True, grace=0)
    assert (report.releases, report.blobs, report.size, report.problems) == (0, 0, 0, ())


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        (lambda content: content[:-1] + b"?", Kind.CHANGED, "was changed"),
        (lambda content: content + b"?", Kind.CHANGED, "was changed"),
        (lambda content: content[:-1], Kind.CHANGED, "was changed"),
        (lambda _: b"", Kind.CHANGED, "was changed"),
        (lambda _: None, Kind.LOST, "is lost"),
    ],
    ids=["one byte", "one more", "one less", "all", "gone"],
)
def test_each_damaged_blob_is_named_with_its_releases(registry, change, kind, message):
    release = registry.publish(draft()).release
    registry.publish(draft("second"))
    damage(registry, release.evidence, change)
    (problem,) = registry.check().problems
    assert (problem.kind, problem.name) == (kind, str(release.evidence))
    assert problem.releases == (f"{UID}@1", f"{UID}@2")
    assert message in problem.message
    with pytest.raises(DamagedError, match=re.escape(str(release.evidence))):
        registry.read(release.evidence)


def test_damage_inside_a_pack_is_named(registry):
    drafts = [draft(str(number), Uid.parse(f"a/1/{number}")) for number in range(3)]
    middle = registry.publish_all(drafts)[1].release
    place = damage(registry, middle.card, lambda content: content.replace(drafts[1].card, b"*" * len(drafts[1].card)))
    assert place.pack
    assert kinds(registry.check()) == [(Kind.CHANGED, str(middle.card))]
    damage(registry, middle.card, lambda content: content[:1])
    assert len(registry.check().problems) > 3


def test_a_good_copy_mends_a_damaged_blob(registry, tmp_path):
    released, path = asset(tmp_path / "model.ckpt")
    registry.publish(draft(assets=((released, path),)))
    damage(registry, released.digest, lambda content: content[1:])
    assert not registry.check(repair=True).clean
    report = registry.check(repair=True, copies={released.digest: path}.get)
    assert (report.clean, [problem.repaired for problem in report.problems]) == (True, [True])
    assert registry.check(grace=0).problems == ()
    assert registry.read(released.digest) == path.read_bytes()


def test_a_bad_copy_mends_nothing(registry, tmp_path):
    release = registry.publish(draft()).release
    damage(registry, release.card, lambda content: content[1:])
    (tmp_path / "copy").write_bytes(b"something else")
    report = registry.check(repair=True, copies=lambda _: tmp_path / "copy")
    assert not report.clean


def test_a_file_of_its_own_mends_a_damaged_pack(registry):
    drafts = [draft(str(number), Uid.parse(f"a/1/{number}")) for number in range(2)]
    release = registry.publish_all(drafts)[0].release
    damage(registry, release.card, lambda content: b"?" * len(content))
    registry._objects.put(f"blobs/{release.card.hex[:2]}/{release.card.hex}", [drafts[0].card])
    repaired = {problem.name: problem.repaired for problem in registry.check(repair=True, grace=0).problems}
    assert repaired[str(release.card)]
    assert registry.read(release.card) == drafts[0].card


def test_publishing_the_same_again_brings_lost_bytes_back(registry, tmp_path):
    made = draft(assets=(asset(tmp_path / "model.ckpt"),))
    release = registry.publish(made).release
    packed = [draft(str(number), Uid.parse(f"a/1/{number}")) for number in range(2)]
    other = registry.publish_all(packed)[0].release
    for digest in (release.card, release.assets[0].digest, other.card):
        damage(registry, digest, lambda _: None)
    assert registry.check().problems
    assert not registry.publish(made).new
    assert not any(registry.publish(each).new for each in packed)
    assert registry.check(grace=0).problems == ()


def test_publishing_the_next_revision_brings_lost_bytes_back(registry):
    release = registry.publish(draft()).release
    damage(registry, release.evidence, lambda _: None)
    assert registry.publish(draft("second")).new
    assert registry.check(grace=0).problems == ()


def test_files_are_looked_at_piece_by_piece(registry, monkeypatch):
    monkeypatch.setattr("xreg.registry.store.checking._AT_ONCE", 3)
    for name in "abcd":
        registry.publish(draft(name, Uid.parse(f"a/1/{name}")))
    release = registry.latest(Uid.parse("a/1/c"))
    damage(registry, release.card, lambda content: content[:-1] + b"?")
    registry._objects.put("blobs/00/stray", [b""])
    report = registry.check(grace=0)
    assert kinds(report) == [(Kind.CHANGED, str(release.card)), (Kind.ORPHANED, "blobs/00/stray")]


def test_orphans_are_removed_when_they_are_old(registry):
    registry.publish(draft())
    orphan = "0" * 64
    keys = [f"blobs/00/{orphan}", f"packs/00/{orphan}", "blobs/00/notes.txt"]
    for key in keys:
        registry._objects.put(key, [b"nobody needs this"])
    young = registry.check(repair=True)
    assert (sorted(young.waiting), young.problems) == (sorted(keys), ())
    found = registry.check(grace=0)
    assert {key for _, key in kinds(found)} == set(keys)
    assert not found.clean
    assert registry.check(repair=True, grace=0).clean
    assert registry.check(grace=0).problems == ()


def test_what_a_writer_left_is_an_orphan(embedded, tmp_path):
    embedded.publish(draft())
    left = tmp_path / "registry" / "objects" / "blobs" / "00" / ".abc.part"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    old = time.time() - 25 * 3600
    os.utime(left, (old, old))
    (problem,) = embedded.check(repair=True).problems
    assert (problem.kind, problem.repaired) == (Kind.ORPHANED, True)
    assert "was left by a writer that broke off" in problem.message
    assert not left.exists()


def test_an_orphan_that_is_released_meanwhile_stays(registry, monkeypatch):
    from xreg.registry.store import checking

    registry._objects.put(f"blobs/{draft_digest().hex[:2]}/{draft_digest().hex}", [draft().card])
    message = checking._stray_problem

    def late(stray):
        registry.publish(draft())
        return message(stray)

    monkeypatch.setattr(checking, "_stray_problem", late)
    (problem,) = registry.check(repair=True, grace=0).problems
    assert "was released meanwhile, and stays" in problem.message
    assert registry.check(grace=0).problems == ()


def draft_digest():
    """The digest of the usual draft's card."""
    from xreg.schema.digests import Digest

    return Digest.of(draft().card)


def test_bytes_that_repair_removed_in_mid_publish_are_written_again(registry):
    removed = []

    def attest(_):
        # Between the card's bytes and the index: a repair that takes everything for an orphan.
        return b"signed"

    put = registry._objects.put

    def slow(key, chunks):
        put(key, chunks)
        if len(removed) < 3:
            removed.append(key)
            registry._objects.remove(key)

    registry._objects.put = slow
    assert registry.publish(draft(attest=attest)).new
    assert len(removed) == 3
    assert registry.check(grace=0).problems == ()


def test_rows_that_were_changed_are_named(embedded, index):
    for number in range(3):
        embedded.publish(draft(str(number)))
    index.execute("DROP TRIGGER releases_update")
    index.execute("UPDATE releases SET claims = replace(claims, 'cifar10', 'mnist') WHERE id = 1")
    index.execute("UPDATE releases SET claims = '{' WHERE id = 3")
    names = [problem.name for problem in embedded.check(repair=True).problems]
    assert names == [f"{UID}@1", f"{UID}@3"]


def test_what_search_shows_is_made_anew(registry):
    registry.publish(draft("apple"))
    registry.publish(draft("pear"))
    registry.publish(draft(uid=Uid.parse("a/1/a")))
    with registry._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM shown")
    report = registry.check()
    assert kinds(report) == [(Kind.INDEX, str(UID)), (Kind.INDEX, "a/1/a")] and not report.clean
    assert registry.search("pear") == ()
    assert registry.check(repair=True).clean
    assert registry.check().problems == ()
    assert [release.revision for release in registry.search("pear")] == [2]


def test_words_that_are_lost_are_indexed_again(embedded, index):
    embedded.publish(draft("apple"))
    lost = embedded.publish(draft("pear", Uid.parse("a/1/a"))).release
    index.execute("DROP TABLE words")
    index.execute("CREATE VIRTUAL TABLE words USING fts5(tokens, content='', detail=none)")
    assert [problem.name for problem in embedded.check().problems] == ["words of 1", "words of 2"]
    damage(embedded, lost.card, lambda _: None)
    report = embedded.check(repair=True)
    assert {problem.name: problem.repaired for problem in report.problems if problem.kind is Kind.INDEX} == {
        "words of 1": True,
        "words of 2": False,
    }
    assert embedded.search("apple")


def test_a_damaged_index_is_said_to_be(embedded, index):
    embedded.publish(draft())
    index.execute("PRAGMA foreign_keys=OFF")
    index.execute("DROP TRIGGER blobs_delete")
    index.execute("DELETE FROM blobs WHERE digest = (SELECT raw FROM releases)")
    index.execute("CREATE TABLE broken (a INTEGER)")
    index.execute("CREATE INDEX broken_a ON broken (a)")
    index.execute("INSERT INTO broken VALUES (1)")
    index.execute("PRAGMA writable_schema=ON")
    index.execute(
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX broken_a ON broken (a) WHERE a > 1' WHERE name = 'broken_a'"
    )
    embedded.close()
    messages = " ".join(problem.message for problem in embedded.check().problems)
    assert "The index is damaged" in messages
    assert "names a blobs that is not there" in messages


def test_files_that_cannot_be_read_are_damaged(embedded, tmp_path):
    release = embedded.publish(draft()).release
    objects = tmp_path / "registry" / "objects"
    path = objects / embedded._place(release.card).key
    path.unlink()
    path.mkdir()
    with pytest.raises(DamagedError, match="cannot be read"):
        embedded.read(release.card)
    assert files(objects)
