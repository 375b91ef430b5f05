"""import and export: the hub's own tree, in with one command and out again; what cannot go in is named."""

import json
import os

import pytest
from support.hub_reader import taken
from support.registries import started
from support.releases import files

from xreg.registry.store.opening import open_registry
from xreg.schema.release import Uid

XCEPTION = "mindspore/ascend/1.1/xception_v1.1"


@pytest.fixture
def cards(tree):
    """The cards of the tree: their bytes by UID."""
    base = tree / "mshub_res" / "assets"
    return {
        path.relative_to(base).as_posix().removesuffix(".md"): path.read_bytes() for path in sorted(base.rglob("*.md"))
    }


def test_import_releases_each_card_as_it_is_and_not_verified(xreg, answer, tree, cards):
    ran = xreg("import", str(tree))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "imported 4 cards, not verified: 4 new\n"
    found = answer("list")
    assert [item["uid"] for item in found] == sorted(cards)
    assert {item["state"] for item in found} == {"not verified"}
    assert {item["publisher"] for item in found} == {"mindspore"}


def test_import_again_is_the_same_and_a_changed_card_the_next_revision(xreg, answer, tree, cards):
    assert xreg("import", str(tree)).code == 0
    (tree / "mshub_res" / "assets" / f"{XCEPTION}.md").write_bytes(cards[XCEPTION] + b"\nmore\n")
    assert answer("import", str(tree)) == {"new": 1, "same": 3, "failed": []}
    assert xreg("import", str(tree)).out.endswith(": 0 new, 4 the same as before\n")
    assert [item["revision"] for item in answer("history", XCEPTION)] == [1, 2]


@pytest.mark.parametrize("option, least", [("--fix", "safe"), ("--unsafe-fixes", "unsafe")])
def test_fixes_are_applied_where_they_are_asked_for(xreg, answer, tree, cards, option, least):
    assert xreg("import", str(tree), option, "--publisher", "me").code == 0
    shown = answer("show", XCEPTION)
    assert shown["publisher"] == "me"
    assert shown["digests"]["raw"] != shown["digests"]["card"]
    applied = {item["fix"]["applicability"] for item in shown["evidence"]["corrections"]}
    assert least in applied and applied <= {"safe", least}
    with open_registry() as registry:
        release = registry.latest(Uid.parse(XCEPTION))
        assert registry.read(release.raw) == cards[XCEPTION]


@pytest.mark.parametrize("absolute", [True, False])
def test_nobodys_folder_is_released(xreg, tree, folder, absolute):
    assert xreg("import", str(tree) if absolute else "./hub").code == 0
    with open_registry() as registry:
        for release in registry.all():
            evidence = registry.read(release.evidence).decode()
            assert "hub/mshub_res" not in evidence
            assert str(folder) not in evidence
            assert release.claims or "latin" in str(release.uid) or "empty" in str(release.uid)
        evidence = json.loads(registry.read(registry.latest(Uid.parse(XCEPTION)).evidence))
    sources = {fact["source"] for claim in evidence["claims"] for fact in claim["evidence"]}
    assert f"mshub_res/assets/{XCEPTION}.md" in sources


def test_what_cannot_be_imported_is_named_and_stops_nothing(xreg, tree, folder):
    base = tree / "mshub_res" / "assets" / "mindspore"
    (base / "1.9" / "two words.md").write_text("# x\n")
    (base / "1.9" / "README.md").write_text("# no card\n")
    (base / "loose.md").write_text("# x\n")
    (base / "1.9" / "huge.md").write_bytes(b"x" * (1 << 20) + b"y")
    (folder / "secret.md").write_text("secret")
    (base / "1.9" / "link.md").symlink_to(folder / "secret.md")
    ran = xreg("import", str(tree))
    assert ran.code == 2
    assert ran.out.endswith(": 4 new, 4 not imported\n")
    for said in (
        "'two words' cannot be part of a UID",
        "loose' is no UID",
        "huge.md: has 1 MiB",
        "outside of the folder",
    ):
        assert sum(said in line for line in ran.err.splitlines()) == 1
    told = json.loads(xreg("import", str(tree), "--output-format", "json").out)
    assert (told["new"], told["same"], len(told["failed"])) == (0, 4, 4)
    assert set(told["failed"][0]) == {"path", "reason"}


def test_one_card_is_one_card(xreg, folder):
    path = folder / "hub" / "mindspore" / "1.9" / "a.md"
    path.parent.mkdir(parents=True)
    path.write_text("# x\n")
    assert xreg("import", "hub").out == "imported 1 card, not verified: 1 new\n"
    assert xreg("export", "out").out == "wrote 1 card below out/mshub_res/assets\n"


def test_a_tree_without_cards_is_imported(xreg, folder):
    (folder / "hub").mkdir()
    assert xreg("import", "hub").out == "imported 0 cards, not verified: 0 new\n"


def test_a_folder_that_is_none_is_refused(xreg):
    ran = xreg("import", "nowhere")
    assert ran.code == 2
    assert "nowhere is no folder" in ran.err


def test_fixes_that_are_refused_leave_the_card_out(xreg, tree, monkeypatch):
    from xreg.publisher import drafting, fix_cards

    def refused(*given):
        return fix_cards.fix_card(*given)._replace(refused="the fixes of XR1 do not come to an end")

    monkeypatch.setattr(drafting, "fix_card", refused)
    ran = xreg("import", str(tree), "--fix")
    assert ran.code == 2
    assert "cannot be corrected: the fixes of XR1 do not come to an end" in ran.err


def test_a_card_that_cannot_be_released_is_named(xreg, tree, monkeypatch):
    from xreg.publisher.commands.registry import importing
    from xreg.schema.errors import XregError

    def refusing(*_):
        raise XregError("this one not")

    monkeypatch.setattr(importing, "as_it_is", refusing)
    ran = xreg("import", str(tree))
    assert ran.code == 2
    assert ran.err.count("this one not") == 4


def test_a_publisher_that_cannot_be_printed_is_refused(xreg, tree):
    ran = xreg("import", str(tree), "--publisher", "a\x1b[31m")
    assert ran.code == 2
    assert "cannot be printed" in ran.err
    assert "\x1b" not in ran.err


def test_export_is_the_tree_that_the_hub_reads(xreg, tree, cards, folder):
    assert xreg("import", str(tree)).code == 0
    ran = xreg("export", "out")
    assert ran.out == "wrote 4 cards below out/mshub_res/assets\n"
    assert files(folder / "out") == {f"mshub_res/assets/{uid}.md" for uid in cards}
    for uid, content in cards.items():
        written = (folder / "out" / "mshub_res" / "assets" / f"{uid}.md").read_bytes()
        assert written == content
        assert taken(written.decode("utf-8", "replace")) == taken(content.decode("utf-8", "replace"))


def test_processes_at_the_same_time_lose_nothing(tree, cards, xreg, answer):
    """Two imports, and a reader meanwhile: each card is there once, the reader sees whole releases."""
    open_registry().close()
    imports = [started("import", str(tree)) for _ in range(2)]
    reader = started("list", "--output-format", "json")
    out, err = reader.communicate(timeout=120)
    assert (reader.returncode, err) == (0, "")
    assert {item["uid"] for item in json.loads(out)} <= set(cards)
    told = [process.communicate(timeout=120) for process in imports]
    assert [process.returncode for process in imports] == [0, 0], told
    assert [len(answer("history", uid)) for uid in cards] == [1, 1, 1, 1]
    assert xreg("check").code == 0


@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor")
def test_many_cards_are_drafted_in_processes(xreg, folder, answer):
    base = folder / "hub" / "mindspore" / "1.9"
    base.mkdir(parents=True)
    for number in range(100):
        (base / f"card{number:03}.md").write_text(f"# card {number}\n")
    assert xreg("import", "hub", "--jobs", "2").out == "imported 100 cards, not verified: 100 new\n"
    assert [item["claims"]["title"] for item in answer("list")] == [f"card {number}" for number in range(100)]


def test_the_whole_corpus_is_imported_and_exported(xreg, shared, folder):
    ran = xreg("import", str(shared / "corpus" / "hub"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "imported 1,904 cards, not verified: 1,904 new\n"
    assert xreg("export", "out").code == 0
    written = files(folder / "out")
    assert written == {name for name in files(shared / "corpus" / "hub") if name.endswith(".md")}
    for name in written:
        assert (folder / "out" / name).read_bytes() == (shared / "corpus" / "hub" / name).read_bytes()
