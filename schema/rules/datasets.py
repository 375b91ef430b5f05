"""XR32x: the dataset that a card names."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.entities import Dataset
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.spelling import near

# Shorter names are too like each other; no dataset has a longer one.
_SHORTEST, _LONGEST = 5, 64
_SEVERAL = 2


@rule("XR321", "ambiguous-dataset", Severity.WARNING, Applicability.UNSAFE)
def ambiguous_dataset(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds dataset names that may mean more than one dataset.

    `imagenet` may be ImageNet-1k with 1,000 classes or ImageNet-21k with 21,841: who fine-tunes or compares must know.

    Example: `train-dataset: imagenet`.

    The fix writes the hub's name of the dataset that is meant. It is unsafe: it may be one that the hub does not have.
    Where the hub has several of that name, a person must say which.
    """
    scalar = document.scalar("train-dataset")
    name = evidence.knowledge.dataset_names.resolve(scalar.value) if scalar else None
    dataset = evidence.knowledge.datasets.get(name.id) if name else None
    if scalar and name and dataset and name.ambiguous:
        may = [item for item in evidence.knowledge.datasets.values() if _is_of_a_year(dataset, item)]
        alone = len(may) < _SEVERAL
        fix = Fix(Applicability.UNSAFE, f"write {dataset.id}", (Edit(scalar.span, dataset.id),)) if alone else None
        message = f"`{scalar.value}` is ambiguous: the hub's name for {dataset.name} is `{dataset.id}`"
        if not alone:
            message = f"`{scalar.value}` is ambiguous: it may be {' or '.join(f'`{item.id}`' for item in may)}"
        fact = Fact(Origin.KNOWLEDGE, dataset.source, f"the dataset {dataset.id}", dataset.holds)
        yield Hit(message, scalar.span, "train-dataset", (fact,), fix)


def _is_of_a_year(dataset: Dataset, other: Dataset) -> bool:
    """Whether a dataset has a name that may mean the other, and a year behind it: `coco2014` where `coco` is said."""
    names = [name for name in dataset.ambiguous if dataset.id.startswith(normalise(name))]
    return any(other.id.removeprefix(normalise(name)).isdigit() for name in names)


@rule("XR322", "dataset-alias", Severity.INFO, Applicability.SAFE)
def dataset_alias(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds datasets that are not named as the hub names them.

    Searching the hub for `imagenet2012` does not find `ImageNet-1k`.

    A name that the card's file has too is left alone.

    The fix writes the hub's name. It is safe: both names mean the same dataset.
    """
    scalar = document.scalar("train-dataset")
    name = evidence.knowledge.dataset_names.resolve(scalar.value) if scalar else None
    dataset = evidence.knowledge.datasets.get(name.id) if name and name.exact and not name.ambiguous else None
    if scalar and dataset and scalar.value != dataset.id and not _is_in_file_name(scalar.value, dataset, document):
        fix = Fix(Applicability.SAFE, f"write {dataset.id}", (Edit(scalar.span, dataset.id),))
        fact = Fact(Origin.KNOWLEDGE, dataset.source, f"the dataset {dataset.id}", f"also called {scalar.value}")
        message = f"the hub's name for `{scalar.value}` is `{dataset.id}`"
        yield Hit(message, scalar.span, "train-dataset", (fact,), fix)


def _is_in_file_name(alias: str, dataset: Dataset, document: Document) -> bool:
    letters = normalise(alias)
    return letters != normalise(dataset.id) and letters in normalise(document.place.name)


@rule("XR323", "dataset-misspelled", Severity.ERROR, Applicability.UNSAFE)
def dataset_misspelled(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds names of datasets with letters swapped, or one too many, too few or another.

    Example: `train-dataset: citesser`, for CiteSeer.

    The fix writes the hub's name. It is unsafe: the card's file name and its asset's may be misspelt as well, and stay.
    """
    scalar = document.scalar("train-dataset")
    key = normalise(scalar.value) if scalar else ""
    if scalar and _SHORTEST <= len(key) <= _LONGEST and not evidence.knowledge.dataset_names.resolve(scalar.value):
        meant = [item for item in evidence.knowledge.datasets.values() if _nearly(key, item)]
        if len(meant) == 1:
            fix = Fix(Applicability.UNSAFE, f"write {meant[0].id}", (Edit(scalar.span, meant[0].id),))
            fact = Fact(Origin.KNOWLEDGE, meant[0].source, f"the dataset {meant[0].id}", meant[0].holds)
            message = f"`{scalar.value}` is no dataset that is known: `{meant[0].id}`, misspelt"
            yield Hit(message, scalar.span, "train-dataset", (fact,), fix)


def _nearly(key: str, dataset: Dataset) -> bool:
    return any(near(key, normalise(name)) for name in (dataset.id, dataset.name, *dataset.aliases))


RULES = (ambiguous_dataset, dataset_alias, dataset_misspelled)
