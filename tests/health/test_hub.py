"""How the page groups cards: by what their names agree on, and by their place in the hub's tree."""

import pytest
from support.hub import TREE, hub

from xreg.publisher.health.hub import OUTSIDE, below_shared_folder, hub_cards, natural, version_order
from xreg.publisher.reports.result import CardResult
from xreg.registry.knowledge.load import load


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        ([], []),
        (["hub/assets/a/1.1/x.md"], ["x.md"]),
        (["hub/a/1.1/x.md", "hub/a/1.2/y.md"], ["1.1/x.md", "1.2/y.md"]),
        (["./x.md", "sub/y.md"], ["x.md", "sub/y.md"]),
        (["hub\\1.1\\x.md", "hub\\1.2\\x.md"], ["1.1/x.md", "1.2/x.md"]),
        (["/hub/x.md", "other/y.md"], ["/hub/x.md", "other/y.md"]),
    ],
)
def test_paths_are_shown_below_the_folder_that_all_share(paths, shown):
    assert below_shared_folder(paths) == shown


def test_numbers_in_names_sort_by_their_value():
    names = ["x10", "x9", "x", "x09a", f"x{'9' * 9000}", "1.10/a", "1.9/b"]
    assert sorted(names, key=natural) == ["1.9/b", "1.10/a", "x", "x9", "x09a", "x10", f"x{'9' * 9000}"]


def test_versions_sort_as_versions_and_cards_outside_last():
    versions = [OUTSIDE, "1.10", "0.2", "2.3", "1.9", "1"]
    assert sorted(versions, key=version_order) == ["0.2", "1", "1.9", "1.10", "2.3", OUTSIDE]


def test_cards_are_grouped_by_architecture_publisher_and_version(cards):
    grouped = {(card.path, card.family, card.source, card.version) for card in cards}
    assert ("mindspore/ascend/1.1/xception_imagenet2012.md", "Xception", "mindspore/ascend", "1.1") in grouped
    assert ("mindspore/1.9/resnet50_imagenet2012.md", "ResNet", "mindspore", "1.9") in grouped
    assert all(card.known for card in cards)


def test_a_card_whose_names_agree_on_nothing_is_grouped_by_its_file_name():
    card = hub_cards([CardResult("cards/mynet_mydata.md", None, ())], load())[0]
    assert (card.family, card.known, card.source, card.version) == ("mynet", False, OUTSIDE, OUTSIDE)
    assert hub_cards([CardResult("_.md", None, ())], load())[0].family == "_"


def test_what_is_hidden_in_a_path_is_shown():
    card = next(card for card in hub([CardResult(f"{TREE}/mindspore/1.9/a\u202eb_c.md", None, ())]) if not card.known)
    assert (card.path, card.family) == ("mindspore/1.9/a\\u202eb_c.md", "a\\u202eb")
