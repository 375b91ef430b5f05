"""Names of things in names and in prose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.knowledge import ARCHITECTURES, SMALL

from xreg.schema.names import Name, NameIndex, normalise
from xreg.schema.text import Span

MODELS = SMALL.architecture_names
DATASETS = SMALL.dataset_names


def mentioned(text: str, index: NameIndex = MODELS) -> list[tuple[str, str]]:
    found = index.mentions(text, Span(0, len(text)))
    return [(text[mention.span.start : mention.span.end], mention.name.id) for mention in found]


@pytest.mark.parametrize(
    ("name", "same"),
    [("SE-ResNeXt", "se_resnext"), ("ResNet 50", "resnet50"), ("Straße", "STRASSE"), ("VGG-16", "vgg.16")],
)
def test_names_are_alike_without_case_and_punctuation(name: str, same: str) -> None:
    assert normalise(name) == normalise(same)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("resnet", "resnet"),
        ("ResNet-50", "resnet"),
        ("resnet50_v1.5", "resnet"),
        ("resnet101_bn", "resnet"),
        ("resnet_thor", "resnet"),
        ("ResNet-D", "resnetd"),
        ("resnetd50", "resnetd"),
        ("resnext50_32x4d", "resnext"),
        ("SE-ResNeXt50", "seresnext"),
        ("vgg16", "vgg"),
        ("VGGNet", "vgg"),
        ("mobilenetv2", "mobilenet"),
        ("mobilenet_v3_large", "mobilenetv3"),
        ("inception_resnet_v2", "inceptionresnetv2"),
        ("resnetfoo", ""),
        ("myresnet", ""),
        ("senet", ""),
        ("res", ""),
        ("", ""),
        ("vg", ""),
        ("resnet-50-for-birds", ""),
    ],
)
def test_resolve(name: str, id_: str) -> None:
    found = MODELS.resolve(name)
    assert (found.id if found else "") == id_


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("cifar10", Name("cifar10", True)),
        ("CIFAR 10", Name("cifar10", True)),
        ("cifar", Name("cifar10", True, True)),
        ("imagenet", Name("imagenet2012", True, True)),
        ("imagenet2012small", Name("imagenet2012", False, variant="small")),
        ("flowers", None),
    ],
)
def test_resolve_tells_how_sure_it_is(name: str, found: Name | None) -> None:
    assert DATASETS.resolve(name) == found


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("resnet50_ascend_v190_imagenet2012_top1acc76.97.ckpt", "resnet"),
        ("inception_resnet_v2_ascend.ckpt", "inceptionresnetv2"),
        ("se_resnext50_gpu", "seresnext"),
        ("ascend_resnet50", ""),
        ("_.-", ""),
        ("", ""),
    ],
)
def test_resolve_start(name: str, id_: str) -> None:
    found = MODELS.resolve_start(name)
    assert (found.id if found else "") == id_


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ResNet is a network", [("ResNet", "resnet")]),
        ("a resnet50.", [("resnet50", "resnet")]),
        ("SE-ResNeXt is not ResNet", [("SE-ResNeXt", "seresnext"), ("ResNet", "resnet")]),
        ("SE ResNeXt", [("SE ResNeXt", "seresnext")]),
        ("SE-ResNeXt", [("SE-ResNeXt", "seresnext")]),
        ("Inception-ResNet-v2", [("Inception-ResNet-v2", "inceptionresnetv2")]),
        ("Inception ResNet v2 net", [("Inception ResNet v2", "inceptionresnetv2")]),
        ("AlexNet-level accuracy", []),
        ("the pit of despair", []),
        ("the PiT of ViTs", [("PiT", "pit")]),
        ("PIT", []),
        ("pits and Pits", []),
        ("PiTs", []),
        ("a PiT-S", []),
        ("vggs, VGGs", []),
        ("ResNet 50 is", [("ResNet 50", "resnet")]),
        ("MobileNet Small", [("MobileNet Small", "mobilenet")]),
        ("VGG by 0.82 dB", [("VGG", "vgg")]),
        ("VGG x 4", [("VGG", "vgg")]),
        ("VGG & ResNet", [("VGG", "vgg"), ("ResNet", "resnet")]),
        ("Ring & 1", [("Ring & 1", "ring1")]),
        ("a conditional random field net", [("conditional random field net", "crf")]),
        ("conditional random fields", []),
        ("ResNet\n50 layers", [("ResNet\n50", "resnet")]),
        ("ResNet, 50 layers", [("ResNet", "resnet")]),
        ("VGG-16/VGG-19", []),
        ("see models/resnet/README", []),
        ("https://gitee.com/resnet", []),
        ("resnet://x", []),
        ("me@resnet.org", []),
        ("ResNets are deep", [("ResNets", "resnet")]),
        ("resnetfoo", []),
        ("MobileNet V3 and MobileNetV2", [("MobileNet V3", "mobilenetv3"), ("MobileNetV2", "mobilenet")]),
        ("模型ResNet", []),
        ("模型 ResNet。", [("ResNet", "resnet")]),
        ("(ResNet)", [("ResNet", "resnet")]),
        ("**ResNet**", [("ResNet", "resnet")]),
        ("_ResNet_", [("ResNet", "resnet")]),
        ("", []),
        ("A VGG. A ResNet", [("VGG", "vgg"), ("ResNet", "resnet")]),
    ],
)
def test_mentions(text: str, found: list[tuple[str, str]]) -> None:
    assert mentioned(text) == found


def test_mentions_within_a_span() -> None:
    text = "ResNet VGG ResNet"
    found = [mention.name.id for mention in MODELS.mentions(text, Span(6, 11))]
    assert found == ["vgg"]


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGH", min_size=1, max_size=6)
NAMES = st.sampled_from([name for item in ARCHITECTURES for name in (item.name, *item.aliases)])


@given(LETTERS, NAMES, LETTERS)
def test_a_name_is_never_found_inside_a_longer_word(before: str, name: str, after: str) -> None:
    """Every mention begins and ends where a word does."""
    for text in (before + name, name + "q" + after, before + name + "q" + after, f"x {before}{name} y"):
        for mention in MODELS.mentions(text, Span(0, len(text))):
            around = text[mention.span.start - 1 : mention.span.start] + text[mention.span.end : mention.span.end + 1]
            assert not re.search(r"[^\W_]", around)


@given(LETTERS, NAMES)
def test_letters_before_a_name_hide_it(before: str, name: str) -> None:
    word = before + normalise(name)
    found = MODELS.resolve(word)
    assert [id_ for _, id_ in mentioned(word)] == ([found.id] if found and not _is_word(word) else [])


def _is_word(word: str) -> bool:
    return normalise(word) == "pit" and word != "PiT"


@given(st.text("ResNtVG16-_ ./@:\né模x", max_size=30))
def test_mentions_are_in_order_and_resolve_to_themselves(text: str) -> None:
    at = 0
    for mention in MODELS.mentions(text, Span(0, len(text))):
        assert at <= mention.span.start < mention.span.end
        assert MODELS.resolve(text[mention.span.start : mention.span.end]) == mention.name
        at = mention.span.end


def test_lineage_and_kin() -> None:
    model = SMALL.architectures
    assert [item.id for item in SMALL.lineage(model["seresnext"])] == ["seresnext", "resnext"]
    assert [item.id for item in SMALL.lineage(model["ring1"])] == ["ring1", "ring2"]
    assert SMALL.akin(model["resnet"], model["resnetd"])
    assert SMALL.akin(model["resnet"], model["resnext"])
    assert SMALL.akin(model["resnext"], model["resnet"])
    assert not SMALL.akin(model["seresnext"], model["resnet"])
    assert not SMALL.akin(model["vgg"], model["alexnet"])


def test_the_real_names_stand_for_what_they_name(known) -> None:
    for index, items in ((known.architecture_names, known.architectures), (known.dataset_names, known.datasets)):
        for item in items.values():
            for name in (item.id, item.name, *item.aliases):
                found = index.resolve(name)
                assert found is not None
                assert found.exact
