"""XR32x: the dataset that a card names."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.rule import Hit, rule


@rule("XR321", "ambiguous-dataset", Severity.WARNING, Applicability.UNSAFE)
def ambiguous_dataset(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds dataset names that may mean more than one dataset.

    `imagenet` may be ImageNet-1k with 1,000 classes or ImageNet-21k with 21,841: who fine-tunes or compares must know.

    Example: `train-dataset: imagenet`.

    The fix writes the hub's name of the dataset that is most likely meant. It is unsafe: it may be the other one.
    """
    scalar = document.scalar("train-dataset")
    name = evidence.knowledge.dataset_names.resolve(scalar.value) if scalar else None
    dataset = evidence.knowledge.datasets.get(name.id) if name else None
    if scalar and name and dataset and name.ambiguous:
        fix = Fix(Applicability.UNSAFE, f"write {dataset.id}", (Edit(scalar.span, dataset.id),))
        message = f"`{scalar.value}` is ambiguous: the hub's name for {dataset.name} is `{dataset.id}`"
        fact = Fact(Origin.KNOWLEDGE, dataset.source, f"the dataset {dataset.id}", dataset.holds)
        yield Hit(message, scalar.span, "train-dataset", (fact,), fix)


@rule("XR322", "dataset-alias", Severity.INFO, Applicability.SAFE)
def dataset_alias(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds datasets that are not named as the hub names them.

    Searching the hub for `imagenet2012` does not find `ImageNet-1k`.

    The fix writes the hub's name. It is safe: both names mean the same dataset.
    """
    scalar = document.scalar("train-dataset")
    name = evidence.knowledge.dataset_names.resolve(scalar.value) if scalar else None
    dataset = evidence.knowledge.datasets.get(name.id) if name and name.exact and not name.ambiguous else None
    if scalar and dataset and scalar.value != dataset.id:
        fix = Fix(Applicability.SAFE, f"write {dataset.id}", (Edit(scalar.span, dataset.id),))
        fact = Fact(Origin.KNOWLEDGE, dataset.source, f"the dataset {dataset.id}", f"also called {scalar.value}")
        message = f"the hub's name for `{scalar.value}` is `{dataset.id}`"
        yield Hit(message, scalar.span, "train-dataset", (fact,), fix)


RULES = (ambiguous_dataset, dataset_alias)
