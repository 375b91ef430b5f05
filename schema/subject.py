"""What a card is about: the architecture and the dataset that its names agree on, and where each is said."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xreg.schema.document import Asset, Document
from xreg.schema.entities import Architecture, Dataset
from xreg.schema.findings import Fact, Origin
from xreg.schema.knowledge import Knowledge
from xreg.schema.names import Name


class Subject(NamedTuple):
    """The card's architecture and dataset, `None` where its names agree on none that is known, with what says so."""

    architecture: Architecture | None = None
    dataset: Dataset | None = None
    facts: tuple[Fact, ...] = ()
    dataset_facts: tuple[Fact, ...] = ()


class _Vote(NamedTuple):
    """A place on the card that names something: where, the words, and what they stand for."""

    source: str
    words: str
    name: Name


def subject_of(document: Document, knowledge: Knowledge) -> Subject:
    """Reads the card's names. At least two places must agree: one name alone may itself be the slip."""
    architecture, facts = _agreed(_architecture_votes(document, knowledge), "the card's architecture")
    dataset, dataset_facts = _agreed(_dataset_votes(document, knowledge), "the card's dataset")
    return Subject(knowledge.architectures.get(architecture), knowledge.datasets.get(dataset), facts, dataset_facts)


def _agreed(votes: Iterator[_Vote], claim: str) -> tuple[str, tuple[Fact, ...]]:
    cast = list(votes)
    counts = Counter(vote.name.id for vote in cast).most_common(2)
    if not counts or counts[0][1] < 2 or (len(counts) == 2 and counts[0][1] == counts[1][1]):
        return "", ()
    winner = counts[0][0]
    facts = (Fact(Origin.CARD, vote.source, claim, vote.words) for vote in cast if vote.name.id == winner)
    return winner, tuple(facts)


def _architecture_votes(document: Document, knowledge: Knowledge) -> Iterator[_Vote]:
    index = knowledge.architecture_names
    named = (
        ("model-name", document.value("model-name"), index.resolve),
        ("title", document.title_text, index.resolve),
        ("backbone-name", document.value("backbone-name"), index.resolve),
        ("the card's file name", document.place.name, index.resolve_start),
        ("repo-link", document.value("repo-link").strip("<>").rstrip("/").rpartition("/")[2], index.resolve),
        *((asset.field("asset-link"), asset.file_name, index.resolve_start) for asset in document.assets[:1]),
    )
    return _votes(named)


def _dataset_votes(document: Document, knowledge: Knowledge) -> Iterator[_Vote]:
    index = knowledge.dataset_names
    named = (
        ("train-dataset", document.value("train-dataset"), index.resolve),
        ("the card's file name", document.place.name.removesuffix("_cn").rpartition("_")[2], index.resolve),
        *((asset.field("asset-link"), part, index.resolve) for asset in document.assets[:1] for part in _parts(asset)),
    )
    return _votes(named)


def _parts(asset: Asset) -> list[str]:
    return asset.file_name.rpartition(".")[0].split("_")[1:]


def _votes(named: tuple[tuple[str, str, Callable[[str], Name | None]], ...]) -> Iterator[_Vote]:
    for source, words, resolve in named:
        if words and (name := resolve(words)):
            yield _Vote(source, words, name)
