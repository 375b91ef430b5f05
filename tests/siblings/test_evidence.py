"""Which cards are the siblings of one."""

import os
from pathlib import Path

import pytest
from siblings.conftest import CARD, DIGEST, Tree
from support.cards import card

from xreg.registry.siblings import evidence as collecting
from xreg.registry.siblings.evidence import SiblingSource, sibling_evidence, sibling_state, trees_read_once
from xreg.schema.document import Document, parse
from xreg.schema.siblings import Sibling, SiblingEvidence
from xreg.schema.text import Text

NOTHING = SiblingSource()
OTHER = card().replace(DIGEST, "0" * 64).replace("/r1.9/resnet50_", "/other/resnet50_")


def document(path: Path | str, text: str | None = None) -> Document:
    return parse(Text(text or card()), str(path))


def found(path: Path | str, source: SiblingSource = NOTHING, text: str | None = None) -> SiblingEvidence:
    evidence = sibling_evidence(document(path, text), source, None)
    assert evidence is not None
    return evidence


def names(siblings: tuple[Sibling, ...]) -> list[str]:
    return ["/".join(sibling.path.split("/")[-3:]) for sibling in siblings]


def test_versions_newest_first(tree: Tree) -> None:
    for path in ("mindspore/1.8/resnet50_imagenet2012.md", "mindspore/1.10/resnet50_imagenet2012.md", CARD):
        tree(path)
    tree("mindspore/ascend/1.1/resnet50_imagenet2012_v1.1.md")
    tree("mindspore/1.8/resnet101_imagenet2012.md")
    tree("noah-cvlab/gpu/1.8/resnet50_imagenet2012.md")
    tree("mindspore/1.8/resnet50_imagenet2012_cn.md")
    root = tree("mindspore/1.8/readme.md")
    assert names(found(root / CARD).versions) == [
        "mindspore/1.10/resnet50_imagenet2012.md",
        "mindspore/1.8/resnet50_imagenet2012.md",
        "ascend/1.1/resnet50_imagenet2012_v1.1.md",
    ]


def test_the_twin(tree: Tree) -> None:
    tree("mindspore/1.9/resnet50_imagenet2012_cn.md")
    tree("mindspore/1.8/resnet50_imagenet2012_cn.md")
    root = tree()
    twin = found(root / CARD).twin
    assert twin
    assert twin.path == f"{root}/mindspore/1.9/resnet50_imagenet2012_cn.md"
    back = found(twin.path).twin
    assert back
    assert back.path == f"{root}/{CARD}"


def test_digests_and_links(tree: Tree) -> None:
    tree("mindspore/1.8/same.md")
    tree("mindspore/1.8/none.md", OTHER)
    root = tree()
    evidence = found(root / CARD)
    assert names(evidence.by_digest[DIGEST]) == ["mindspore/1.8/same.md"]
    assert [names(each) for each in evidence.by_link.values()] == [["mindspore/1.8/same.md"]]
    assert found(root / CARD, text=OTHER).by_digest.keys() == {"0" * 64}


def test_a_template_that_was_copied_often(tree: Tree) -> None:
    for number in range(70):
        root = tree(f"mindspore/1.8/copy{number}.md")
    assert len(found(root / CARD).by_digest[DIGEST]) == 64


def test_outside_of_a_tree_nothing_is_read(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree()
    monkeypatch.setattr(os, "scandir", None)
    assert sibling_evidence(document("cards/resnet50_imagenet2012.md"), NOTHING, None) is None
    assert sibling_evidence(document(root.parent / "resnet50_imagenet2012.md"), NOTHING, None) is None


def test_a_folder_that_is_given(tree: Tree) -> None:
    tree("mindspore/1.8/resnet50_imagenet2012.md")
    root = tree("mindspore/1.10/resnet50_imagenet2012.md")
    for folder in (root, root.parent):
        evidence = found("cards/resnet50_imagenet2012.md", SiblingSource(str(folder)))
        assert [each.place.version for each in evidence.versions] == ["1.10", "1.8"]
        assert evidence.twin is None


def test_a_given_folder_that_is_named_otherwise(tree: Tree) -> None:
    root = tree("mindspore/1.8/resnet50_imagenet2012.md")
    other = root.rename(root.with_name("elsewhere"))
    (other / "resnet50_imagenet2012.md").write_text(card())
    evidence = found(other / "resnet50_imagenet2012.md", SiblingSource(str(other)))
    assert [each.place.version for each in evidence.versions] == ["1.8"]


def test_a_card_is_not_its_own_sibling_however_it_is_named(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree()
    link = root.with_name("link")
    link.symlink_to(root)
    monkeypatch.chdir(root)
    for path in (root / CARD, f"{root}/../assets/{CARD}", CARD, link / CARD):
        assert found(path, SiblingSource(str(root))) == SiblingEvidence(None, (), {}, {})


def test_what_cannot_be_read_says_nothing(tree: Tree) -> None:
    tree("mindspore/1.8/resnet50_imagenet2012.md", b"\xff\xfe---")
    tree("mindspore/1.7/resnet50_imagenet2012.md", b"x" * (1024 * 1024 + 1))
    root = tree("mindspore/1.6/resnet50_imagenet2012.md", b"")
    folder = root / "mindspore/1.5"
    folder.mkdir()
    (folder / "resnet50_imagenet2012.md").symlink_to(root / CARD)
    os.mkfifo(folder / "resnet50_imagenet_2012.md")
    (root / ".hidden").mkdir()
    (root / "mindspore/note.txt").write_text("x")
    evidence = found(root / CARD)
    assert [each.place.version for each in evidence.versions] == ["1.8", "1.6"]
    assert all(each.claims == {} and each.digests == {} for each in evidence.versions)
    with trees_read_once([(str(root / CARD), b"")], NOTHING, None):
        for version in ("1.8", "1.6"):
            (root / f"mindspore/{version}/resnet50_imagenet2012.md").unlink()
        assert [each.data for each in found(root / CARD).versions] == [b"", b""]


def test_a_folder_that_cannot_be_listed(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree("mindspore/1.8/resnet50_imagenet2012.md")
    scan = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("1.8"):
            raise PermissionError
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert found(root / CARD).versions == ()


def test_a_card_that_goes_while_its_folder_is_listed(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root, scan = tree("mindspore/1.8/resnet50_imagenet2012.md"), os.scandir

    def removing(path: str) -> list[os.DirEntry[str]]:
        entries = list(scan(path))
        (root / "mindspore/1.8/resnet50_imagenet2012.md").unlink(missing_ok=True)
        return entries

    monkeypatch.setattr(os, "scandir", lambda path: removing(path) if path.endswith("1.8") else scan(path))
    assert found(root / CARD).versions == ()


def test_a_run_reads_a_tree_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree("mindspore/1.8/resnet50_imagenet2012.md")
    path = str(root / CARD)
    with trees_read_once([(path, b"")], NOTHING, None):
        first = found(path)
        monkeypatch.setattr(os, "scandir", None)
        with trees_read_once([(path, b"")], NOTHING, None):
            assert found(path).versions[0] is first.versions[0]
    assert not collecting._trees
    assert not collecting._places


def test_a_run_forgets_its_trees_when_it_fails(tree: Tree) -> None:
    with pytest.raises(ZeroDivisionError), trees_read_once([(str(tree() / CARD), b"")], NOTHING, None):
        raise ZeroDivisionError
    assert not collecting._trees


def test_the_state_of_a_card_outside_of_a_tree() -> None:
    with trees_read_once([("card.md", b"")], NOTHING, None):
        assert sibling_state("card.md") == ""
