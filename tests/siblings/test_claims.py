"""Reading what the lines of a front matter say."""

import pytest

from xreg.schema.place import Place
from xreg.schema.siblings import Sibling, claims_in, model_key, place_in_tree, shortened, version_numbers


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("model-name: resnet50", "model-name", "resnet50"),
        ("模型名称：GhostNet", "model-name", "GhostNet"),
        ("- 文件格式：.ckpt  ", "file-format", ".ckpt"),
        ("  资源SHA256校验码： ab12", "asset-sha256", "ab12"),
        ("repo-link: <https://example.com/a>", "repo-link", "https://example.com/a"),
        ("title: 'a' # why", "title", "a"),
        ("    asset-link: <https://example.com/a.ckpt>", "asset-link", "https://example.com/a.ckpt"),
    ],
)
def test_a_line(line: str, key: str, value: str) -> None:
    text = f"# x\n\n---\n\n{line}\n\n---\nother: thing\n"
    found = claims_in(text)
    assert [each.value for each in found[key]] == [value]
    assert text[found[key][0].span.start : found[key][0].span.end] == value
    assert "other" not in found


@pytest.mark.parametrize("line", ["summary: >", "summary: |-", "summary:", "nothing"])
def test_a_line_that_says_nothing(line: str) -> None:
    assert claims_in(f"---\n{line}\n---\n") == {}


def test_a_card_without_front_matter() -> None:
    assert claims_in("model-name: x\n---\nmodel-name: y\n") == {}


def test_assets_are_pairs_of_links_and_digests() -> None:
    front = "asset-link: <a>\nasset-sha256: 1\nasset-link: b\nasset-sha256: 2\n"
    assert _sibling(front).digests == {"a": "1", "b": "2"}
    assert _sibling(front + "asset-link: c\n").digests == {}


def _sibling(front: str) -> Sibling:
    return Sibling("x.md", Place("x"), f"---\n{front}---\n".encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("xception_v1.1", "xception"),
        ("ghostnet_v1.0_oxford_pets_cn", "ghostnet_oxford_pets"),
        ("fasterrcnn_resnetv1101_coco2017", "fasterrcnnresnetv1101_coco2017"),
        ("VGG-Small", "vggsmall"),
        ("deeplabv3+_voc", "deeplabv3plus_voc"),
    ],
)
def test_one_model(one: str, other: str) -> None:
    assert model_key(one) == model_key(other)


@pytest.mark.parametrize(("one", "other"), [("resnet50", "resnet101"), ("a_cifar10", "a_cifar100"), ("vgg_v2x", "vgg")])
def test_other_models(one: str, other: str) -> None:
    assert model_key(one) != model_key(other)


def test_versions_are_numbers() -> None:
    assert version_numbers("1.10") > version_numbers("1.9")
    assert version_numbers("v1.1") == (1, 1)
    assert version_numbers("") == version_numbers("1.x") == version_numbers("1." + "9" * 40) == ()


@pytest.mark.parametrize("path", ["mindspore/1.9/a.md", "mshub_res/assets/mindspore/1.9/a.md"])
def test_a_place_in_a_tree_that_is_named_otherwise(path: str) -> None:
    assert place_in_tree(path) == Place("a", "mindspore", "", "1.9")


def test_long_values_are_cut() -> None:
    assert shortened("a\n  b") == "a b"
    assert shortened("x" * 99) == "x" * 59 + "…"
