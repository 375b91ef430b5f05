"""The digests and links of a tree, kept between runs by the state of each file."""

import json
import os
from pathlib import Path

import pytest
from siblings.conftest import DIGEST, OTHER_DIGEST, Tree
from support.cards import card

from xreg.registry.siblings import index
from xreg.registry.siblings.index import assets_by_card, assets_in
from xreg.registry.siblings.listing import listing

LINK = "https://download.mindspore.cn/models/r1.9/resnet50_ascend_v190_imagenet2012_official_cv_top1acc76.97_top5acc93.44.ckpt"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache, which keeps even the smallest tree."""
    monkeypatch.setattr(index, "WORTH_KEEPING", 1)
    return tmp_path / "cache"


def rows(root: Path, cache: Path | None) -> dict[str, list[str]]:
    return assets_by_card(str(root), listing(str(root)), {}, cache)


def test_what_stands_on_a_card() -> None:
    assert assets_in(card().encode()) == [LINK, DIGEST]
    assert assets_in("资源链接： <a.ckpt>\n资源SHA256校验码：12\nasset-link:\n".encode()) == ["a.ckpt", "12"]
    assert assets_in(b"asset-link:asset-link:a") == ["asset-link:a"]
    assert assets_in(b"---\nasset-link: a\n---\nasset-link: b") == ["a"]
    assert assets_in(b"# ---\r---\rasset-link: a\r---\r") == ["a"]
    assert assets_in(b"# x\n---\nasset-link: a") == ["a"]
    assert assets_in(b"\xff asset-link: 'a\xff'") == ["a\ufffd"]


def test_unchanged_files_are_not_read_again(tree: Tree, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree()
    first = rows(root, kept)
    monkeypatch.setattr(index, "read", None)
    assert rows(root, kept) == first == {"mindspore/1.9/resnet50_imagenet2012.md": [LINK, DIGEST]}


def test_changed_and_new_files_are_read(tree: Tree, kept: Path) -> None:
    root = tree()
    rows(root, kept)
    tree(text=card().replace(DIGEST, OTHER_DIGEST))
    os.utime(root / "mindspore/1.9/resnet50_imagenet2012.md", ns=(1, 1))
    tree("mindspore/1.8/a.md")
    assert rows(root, kept) == {
        "mindspore/1.9/resnet50_imagenet2012.md": [LINK, OTHER_DIGEST],
        "mindspore/1.8/a.md": [LINK, DIGEST],
    }


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"format": 0, "cards": {}}', '{"format": 1, "cards": []}', '{"format": 1, "cards": {"a": []}}'],
)
def test_a_broken_file_is_made_again(tree: Tree, kept: Path, content: str) -> None:
    root = tree()
    first = rows(root, kept)
    file = next((kept / "siblings").iterdir())
    file.write_text(content)
    assert rows(root, kept) == first
    assert json.loads(file.read_text())["cards"]


def test_without_a_place_for_it_nothing_is_kept(tree: Tree, kept: Path) -> None:
    root = tree()
    kept.write_text("a file where the folder should be")
    assert rows(root, kept) == rows(root, None)


def test_small_trees_are_not_kept(tree: Tree, tmp_path: Path) -> None:
    rows(tree(), tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_bytes_at_hand_are_not_read(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree()
    monkeypatch.setattr(index, "read", None)
    path = "mindspore/1.9/resnet50_imagenet2012.md"
    assert assets_by_card(str(root), listing(str(root)), {path: b"asset-link: x"}, None) == {path: ["x"]}
