"""Searching, listing and yanking: the same answers from both kinds of registry."""

import pytest
from support.releases import UID, draft

from xreg.registry.store.errors import NotReleasedError, StoreError
from xreg.schema.release import Uid
from xreg.schema.verification import State

CARDS = {
    "mindspore/1.5/resnet50_cifar10": ("ResNet-50", "cv", "CIFAR-10", "1.5", "Classifies 10 kinds of pictures."),
    "mindspore/1.7/resnet101_imagenet": ("ResNet-101", "cv", "ImageNet", "1.7", "Deeper than ResNet-50."),
    "mindspore/1.7/bert_squad": ("BERT", "nlp", "SQuAD 1.1", "1.7", "Answers questions; no pictures."),
    "mindspore/gpu/1.0/mobilenetv2": ("MobileNetV2", "cv", "ImageNet", "", "Für Telefone. 残差网络"),
    "someone/1.7/resnext": ("ResNeXt", "cv", "imagenet", "1.7", "Aggregated transformations."),
}


@pytest.fixture
def filled(registry):
    """A registry with a few cards."""
    for text, (title, task, dataset, version, summary) in CARDS.items():
        claims = {"title": title, "module-type": task, "train-dataset": dataset, "mindspore-version": version}
        state = State.VERIFIED if task == "nlp" else State.UNVERIFIED
        card = f"# {title}\n\n{summary}\n".encode()
        registry.publish(draft(uid=Uid.parse(text), claims=claims, state=state, card=card))
    return registry


def names(releases):
    """The last part of each UID."""
    return [release.uid.name for release in releases]


@pytest.mark.parametrize(
    ("words", "facets", "expected"),
    [
        ("resnet", {}, ["resnet101_imagenet", "resnet50_cifar10"]),
        ("ResNet-50", {}, ["resnet50_cifar10", "resnet101_imagenet"]),
        ("resne", {}, ["resnext", "resnet101_imagenet", "resnet50_cifar10"]),
        ("imagenet", {}, ["resnet101_imagenet", "resnext", "mobilenetv2"]),
        ("pictures", {}, ["bert_squad", "resnet50_cifar10"]),
        ("pictures", {"task": "CV"}, ["resnet50_cifar10"]),
        ("", {"dataset": "imagenet"}, ["resnext", "mobilenetv2", "resnet101_imagenet"]),
        ("", {"dataset": "imagenet", "version": "1.7"}, ["resnext", "resnet101_imagenet"]),
        ("", {"version": "1.0"}, ["mobilenetv2"]),
        ("", {"backend": "gpu"}, ["mobilenetv2"]),
        ("", {"state": "verified"}, ["bert_squad"]),
        ("", {"task": ""}, ["resnext", "mobilenetv2", "bert_squad", "resnet101_imagenet", "resnet50_cifar10"]),
        ("fur telefone", {}, ["mobilenetv2"]),
        ("残差", {}, ["mobilenetv2"]),
        ("1.1", {}, ["bert_squad"]),
        ("et", {}, []),
        ("nothing like it", {}, []),
        ("!?", {}, []),
        ("'; DROP TABLE releases; -- \" OR * NEAR(", {}, []),
        ("", {"dataset": "net' | 'x"}, []),
        ("", {"dataset": "\udcff"}, []),
    ],
)
def test_searching_finds(filled, words, facets, expected):
    assert names(filled.search(words, **facets)) == expected


def test_only_so_many_are_given(filled):
    assert names(filled.search("resne", limit=2)) == ["resnext", "resnet101_imagenet"]
    assert names(filled.search("resnet 50", limit=1)) == ["resnet50_cifar10"]


def test_an_unknown_filter_is_named(filled):
    with pytest.raises(StoreError, match="have no colour: filter by task, dataset"):
        filled.search("resnet", colour="red")


def test_listing_goes_by_uid_page_by_page(filled):
    assert [str(release.uid) for release in filled.list()] == sorted(CARDS)
    first = filled.list(limit=2)
    assert [str(release.uid) for release in filled.list(after=str(first[-1].uid), limit=2)] == sorted(CARDS)[2:4]


def test_only_the_newest_release_is_found(registry):
    registry.publish(draft("apple"))
    registry.publish(draft("pear"))
    assert registry.search("apple") == ()
    assert [release.revision for release in registry.search("pear")] == [2]


def test_a_yanked_release_leaves_search_and_stays_readable(registry):
    registry.publish(draft("apple"))
    second = registry.publish(draft("pear")).release
    yanked = registry.yank(UID, 2, "wrong\n weights")
    assert yanked == second._replace(yanked="wrong weights")
    assert registry.search("pear") == ()
    assert [release.revision for release in registry.search("apple")] == [1]
    assert registry.latest(UID).revision == 1
    assert registry.history(UID)[1] == yanked
    assert registry.read(second.card) == draft("pear").card


def test_where_all_is_yanked_nothing_is_shown(registry):
    registry.publish(draft())
    registry.yank(UID, 1, "broken")
    assert registry.yank(UID, 1, "another reason").yanked == "broken"
    assert (registry.search("resnet"), registry.list()) == ((), ())
    with pytest.raises(NotReleasedError, match=r"All releases of .* are yanked"):
        registry.latest(UID)


def test_yanking_an_older_release_leaves_the_newest(registry):
    registry.publish(draft("apple"))
    registry.publish(draft("pear"))
    registry.yank(UID, 1, "old")
    assert [release.revision for release in registry.list()] == [2]


@pytest.mark.parametrize(("reason", "message"), [(" \n", "needs a reason"), ("\x1b[31m", "cannot be printed")])
def test_a_yank_needs_a_reason(registry, reason, message):
    registry.publish(draft())
    with pytest.raises(StoreError, match=message):
        registry.yank(UID, 1, reason)


def test_a_yank_needs_a_release(registry):
    with pytest.raises(NotReleasedError):
        registry.yank(UID, 1, "why not")


def test_of_a_huge_card_the_first_words_are_found(registry):
    words = [f"word{number}" for number in range(20_000)]
    registry.publish(draft(card=" ".join(words).encode() + b"\xff" + b"z" * 5000))
    assert registry.search("word100")
    assert not registry.search("word19999")


def test_a_word_of_an_old_release_is_found_behind_thousands_of_newer_ones(registry):
    """PostgreSQL is asked about the newest releases first."""
    uids = [Uid.parse(f"someone/1.0/model{number}") for number in range(2100)]
    registry.publish_all([draft(f"{'apple' if number < 3 else 'pear'} {uid}", uid) for number, uid in enumerate(uids)])
    assert [release.uid for release in registry.search("apple")] == uids[2::-1]
    assert [release.uid for release in registry.search("pear", limit=2)] == uids[:-3:-1]
    assert len(registry.search("pear", limit=2090)) == 2090
