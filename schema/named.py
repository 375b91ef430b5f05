"""What a card's prose names: the models and datasets in its summary and its introduction."""

from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.knowledge import Knowledge
from xreg.schema.names import Mention
from xreg.schema.text import Span


class Named(NamedTuple):
    """The names in the prose, from left to right."""

    summary_models: tuple[Mention, ...] = ()
    summary_datasets: tuple[Mention, ...] = ()
    introduction_models: tuple[Mention, ...] = ()


def named_in(document: Document, knowledge: Knowledge) -> Named:
    """Reads the summary and the introduction."""
    text, summary = document.text.readable, document.scalar("summary")
    introduction = document.section("Introduction", "Summary")
    spans = [summary.span] if summary else []
    prose: list[Span] = list(introduction.prose()) if introduction else []
    models, datasets = knowledge.architecture_names, knowledge.dataset_names
    return Named(
        tuple(mention for span in spans for mention in models.mentions(text, span)),
        tuple(mention for span in spans for mention in datasets.mentions(text, span)),
        tuple(mention for span in prose for mention in models.mentions(text, span)),
    )
