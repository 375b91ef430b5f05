"""The hub's own tree, in and out."""

import pytest
from support.hub_reader import taken
from support.releases import draft, files

from xreg.registry.store.errors import StoreError
from xreg.schema.errors import XregError
from xreg.schema.release import Uid

TREE = "mshub_res/assets"


def tree(root, *uids, base=TREE):
    """Writes a card for each UID."""
    for uid in uids:
        path = root / base / f"{uid}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {uid}\n")
    return root


def drafted(uid, path):
    """A draft of a card as it stands."""
    content = path.read_bytes()
    return draft(uid=uid, raw=content, card=content)


def test_a_tree_comes_out_as_it_went_in(registry, tmp_path):
    uids = ["mindspore/1.7/resnet50", "mindspore/ascend/0.7/lenet", "someone/2.0/a-b.c+d"]
    done = registry.import_tree(tree(tmp_path / "in", *uids), drafted)
    assert (done.new, done.same, done.failed) == (3, 0, ())
    paths = registry.export(tmp_path / "out")
    assert paths == tuple(tmp_path / "out" / TREE / f"{uid}.md" for uid in uids)
    for path in files(tmp_path / "in"):
        assert (tmp_path / "out" / path).read_bytes() == (tmp_path / "in" / path).read_bytes()
    assert files(tmp_path / "out") == files(tmp_path / "in")


def test_importing_again_releases_nothing(embedded, tmp_path):
    tree(tmp_path / "in", "a/1/a", "a/1/b")
    embedded.import_tree(tmp_path / "in", drafted)
    (tmp_path / "in" / TREE / "a/1/b.md").write_text("# changed\n")
    again = embedded.import_tree(tmp_path / "in", drafted)
    assert (again.new, again.same) == (1, 1)


@pytest.mark.parametrize("base", [TREE, "assets", "."])
def test_a_tree_may_begin_at_its_assets(embedded, tmp_path, base):
    assert embedded.import_tree(tree(tmp_path / "in", "a/1/a", base=base), drafted).new == 1


def test_what_cannot_be_imported_is_named_and_the_rest_goes_on(embedded, tmp_path):
    root = tree(tmp_path / "in", "a/1/good", "a/1/strange", "a/1/unreadable", "a/1/refused", "too/short", ".b/1/c")

    def make_draft(uid, path):
        if uid.name == "strange":
            raise XregError("strange: mend it.")
        if uid.name == "unreadable":
            raise OSError("unreadable")
        return drafted(uid, path)._replace(publisher="" if uid.name == "refused" else "someone")

    done = embedded.import_tree(root, make_draft)
    assert (done.new, done.same) == (1, 0)
    reasons = {path.removeprefix(str(root)): reason for path, reason in done.failed}
    assert reasons[f"/{TREE}/a/1/strange.md"] == "strange: mend it."
    assert reasons[f"/{TREE}/a/1/unreadable.md"] == "unreadable"
    assert "names no publisher" in reasons[f"/{TREE}/a/1/refused.md"]
    assert "is no UID" in reasons[f"/{TREE}/too/short.md"]
    assert "cannot be part of a UID" in reasons[f"/{TREE}/.b/1/c.md"]


def test_many_cards_go_in_batches(embedded, tmp_path):
    root = tree(tmp_path / "in", *(f"a/1/card{number}" for number in range(501)))
    assert embedded.import_tree(root, drafted).new == 501
    assert len(embedded.export(tmp_path / "out")) == 501


def test_a_folder_that_is_not_there_is_named(embedded, tmp_path):
    with pytest.raises(StoreError, match="is no folder"):
        embedded.import_tree(tmp_path / "nowhere", drafted)


def test_yanked_cards_are_not_exported_and_older_ones_are(registry, tmp_path):
    uid = Uid.parse("a/1/a")
    registry.publish(draft("good", uid))
    registry.publish(draft("bad", uid))
    registry.yank(uid, 2, "bad")
    (path,) = registry.export(tmp_path / "out")
    assert path.read_bytes() == draft("good").card


def test_uids_that_differ_in_case_alone_are_not_written_over_each_other(registry, tmp_path):
    for text in ("a/1/lenet", "a/1/LeNet"):
        registry.publish(draft(uid=Uid.parse(text)))
    with pytest.raises(StoreError, match="differ in case alone"):
        registry.export(tmp_path / "out")


def test_the_hub_reads_what_is_exported(embedded, tmp_path, data):
    card = (data / "cards" / "clean.md").read_bytes()
    embedded.publish(draft(uid=Uid.parse("mindspore/1.9/clean"), card=card))
    (path,) = embedded.export(tmp_path / "out")
    assert taken(path.read_text(encoding="utf-8")) == taken(card.decode()) != set()


def test_a_file_that_cannot_be_written_is_named(embedded, tmp_path):
    embedded.publish(draft(uid=Uid.parse("a/1/a")))
    (tmp_path / "out" / TREE / "a/1/a.md").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"a\.md cannot be written: Is a directory\. Export to another folder"):
        embedded.export(tmp_path / "out")
    assert files(tmp_path / "out") == set()
