"""What a card is about: at least two of its names must agree."""

import pytest
from support.cards import card, document
from support.knowledge import SMALL

from xreg.schema.subject import subject_of

OTHER = "card.md"


def subject(changes: dict[str, str], path: str = OTHER) -> tuple[str, str]:
    """The architecture and the dataset of a card that has nothing but these names."""
    value = card().replace("# ResNet-50", "# My card").replace("tree/r1.9/official/cv/resnet", "tree/master")
    for key, old in (("model-name", "resnet50"), ("backbone-name", "resnet50"), ("train-dataset", "imagenet2012")):
        value = value.replace(f"{key}: {old}", f"{key}: {changes.get(key, 'mine')}")
    link = changes.get("asset-link", "mine.ckpt")
    value = value.replace("resnet50_ascend_v190_imagenet2012_official_cv_top1acc76.97_top5acc93.44.ckpt", link)
    value = value.replace("# My card", changes.get("title", "# My card"))
    value = value.replace("/tree/master", changes.get("repo", "/tree/master"))
    found = subject_of(document(value, path), SMALL)
    return found.architecture.id if found.architecture else "", found.dataset.id if found.dataset else ""


@pytest.mark.parametrize(
    ("changes", "path", "architecture"),
    [
        ({}, OTHER, ""),
        ({"model-name": "resnet50"}, OTHER, ""),
        ({"model-name": "resnet50", "backbone-name": "resnet101"}, OTHER, "resnet"),
        ({"model-name": "resnet50", "backbone-name": "vgg"}, OTHER, ""),
        ({"model-name": "resnet50", "backbone-name": "vgg", "title": "# ResNet"}, OTHER, "resnet"),
        ({"model-name": "resnet50"}, "cards/resnet50_v1.md", "resnet"),
        ({"model-name": "resnet50", "asset-link": "resnet50_ascend.ckpt"}, OTHER, "resnet"),
        ({"model-name": "resnet50", "repo": "/tree/master/cv/resnet/"}, OTHER, "resnet"),
        ({"title": "# SE-ResNeXt", "backbone-name": "se_resnext50"}, OTHER, "seresnext"),
        ({"model-name": "vgg", "backbone-name": "vgg", "title": "# ResNet"}, "resnet.md", ""),
    ],
)
def test_architecture(changes: dict[str, str], path: str, architecture: str) -> None:
    assert subject(changes, path)[0] == architecture


@pytest.mark.parametrize(
    ("changes", "path", "dataset"),
    [
        ({}, OTHER, ""),
        ({"train-dataset": "cifar10"}, OTHER, ""),
        ({"train-dataset": "cifar10"}, "x_cifar10.md", "cifar10"),
        ({"train-dataset": "cifar10"}, "x_cifar10_cn.md", "cifar10"),
        ({"train-dataset": "cifar10", "asset-link": "x_ascend_cifar10_acc90.ckpt"}, OTHER, "cifar10"),
        ({"train-dataset": "cifar10", "asset-link": "cifar10.ckpt"}, OTHER, ""),
        ({"train-dataset": "cifar10"}, "x_imagenet2012.md", ""),
        ({"train-dataset": "cifar10", "asset-link": "x_imagenet2012.ckpt"}, "x_imagenet2012.md", "imagenet2012"),
        ({"train-dataset": "imagenet"}, "x_imagenet2012.md", "imagenet2012"),
    ],
)
def test_dataset(changes: dict[str, str], path: str, dataset: str) -> None:
    assert subject(changes, path)[1] == dataset


def test_what_says_so_is_told() -> None:
    found = subject_of(document(card()), SMALL)
    assert {fact.source for fact in found.facts} == {
        "model-name",
        "title",
        "backbone-name",
        "the card's file name",
        "repo-link",
        "asset[0].asset-link",
    }
    assert [fact.value for fact in found.dataset_facts] == ["imagenet2012"] * 3


def test_a_card_without_front_matter_is_about_nothing() -> None:
    found = subject_of(document("", ""), SMALL)
    assert (found.architecture, found.dataset, found.facts) == (None, None, ())
