"""Findings that are kept depend on what the siblings say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from siblings.conftest import CARD, DIGEST, OTHER_DIGEST, Tree
from support.cards import OFFLINE, card

from xreg.publisher import batch, fix_cards
from xreg.publisher.batch import Bug, Card, lint_cards
from xreg.publisher.cache import Cache
from xreg.publisher.fix_cards import FixedCard
from xreg.schema.findings import Applicability

OLDER = "mindspore/1.8/resnet50_imagenet2012.md"
FOREIGN = "mindspore/1.8/vgg16_imagenet2012.md"
# Its names do not tell which of the names that the code accepts is meant.
UNNAMED = "mindspore/1.9/classifier_imagenet2012.md"
VGG = card().replace("model-name: resnet50", "model-name: vgg16")
Codes = Callable[..., set[str]]


@pytest.fixture
def codes(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Codes:
    """Lints the card with a cache; returns the codes of its findings of siblings."""
    monkeypatch.setattr(batch, "WORTH_CACHE", 1)
    tree()

    def look(*others: str) -> set[str]:
        root = tmp_path / "assets"
        cards = [Card(str(root / path), (root / path).read_bytes()) for path in (CARD, *others)]
        first = lint_cards(cards, OFFLINE, Cache(tmp_path / "kept"), 1)[0]
        assert not isinstance(first, Bug)
        return {finding.code for finding in first.findings if finding.code[:4] in ("XR23", "XR42")}

    return look


@pytest.mark.parametrize("others", [(), (OLDER,)], ids=["alone", "together"])
def test_a_changed_sibling_changes_the_answer(tree: Tree, codes: Codes, others: tuple[str, ...]) -> None:
    tree(OLDER)
    assert codes(*others) == set()
    tree(OLDER, card().replace("top1acc76.97 |", "top1acc70.97 |"))
    assert codes(*others) == {"XR423"}
    tree(OLDER)
    assert codes(*others) == set()


@pytest.mark.parametrize("others", [(), (FOREIGN,)], ids=["alone", "together"])
def test_so_does_a_card_of_another_name_with_the_same_digest(tree: Tree, codes: Codes, others: tuple[str, ...]) -> None:
    tree(FOREIGN, VGG.replace(DIGEST, OTHER_DIGEST).replace("-link: <https://download", "-link: <https://other"))
    assert codes(*others) == set()
    tree(FOREIGN, VGG)
    assert codes(*others) == {"XR421"}


def test_a_sibling_that_comes_and_goes(tree: Tree, codes: Codes) -> None:
    assert codes() == set()
    root = tree(FOREIGN, VGG)
    assert codes() == {"XR421"}
    (root / FOREIGN).unlink()
    assert codes() == set()


def test_unchanged_siblings_are_answered_from_the_cache(
    tree: Tree, codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(FOREIGN, VGG)
    assert codes() == {"XR421"}
    monkeypatch.setattr(batch, "lint", None)
    assert codes() == {"XR421"}


def test_processes_know_the_siblings(tree: Tree) -> None:
    root = tree(FOREIGN, VGG)
    for number in range(batch.WORTH_PROCESSES):
        tree(f"other/1.9/card{number}.md", "x")
    tree()
    cards = [Card(str(path), path.read_bytes()) for path in sorted(root.rglob("*.md"))]
    for jobs in (1, 2):
        results = [item for item in lint_cards(cards, OFFLINE, None, jobs) if not isinstance(item, Bug)]
        shared = [item.filename for item in results if any(found.code == "XR421" for found in item.findings)]
        assert shared == [str(root / CARD)]


def test_fixing_takes_siblings_as_they_were(tree: Tree) -> None:
    tree(UNNAMED.replace("1.9", "1.8"))
    root = tree(UNNAMED, card().replace("model-name: resnet50", "model-name: classifier"))
    path = str(root / UNNAMED)
    done = fix_cards.fix_cards([Card(path, (root / UNNAMED).read_bytes())], OFFLINE, Applicability.UNSAFE, 1)[0]
    assert isinstance(done, FixedCard)
    assert "XR232" in {finding.code for finding in done.applied}
    assert "model-name: resnet50" in done.after.value
