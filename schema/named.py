"""What a card's prose names: the models and datasets in its summary and its introduction."""

import re
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.entities import Architecture
from xreg.schema.knowledge import Knowledge
from xreg.schema.names import Mention, normalise
from xreg.schema.text import Span

# Addresses and paths name the repository's folder; what the prose is about, they do not say.
_PATH = re.compile(r"(?<!\S)[^\s/]*/\S*")


class Named(NamedTuple):
    """The names in the prose, from left to right."""

    summary_models: tuple[Mention, ...] = ()
    summary_datasets: tuple[Mention, ...] = ()
    introduction_models: tuple[Mention, ...] = ()


def named_in(document: Document, knowledge: Knowledge, own: Architecture | None) -> Named:
    """Reads the summary, and the introduction where it does not name the card's own model somewhere."""
    text, summary = document.text.readable, document.scalar("summary")
    models, datasets = knowledge.architecture_names, knowledge.dataset_names
    return Named(
        tuple(models.mentions(text, summary.span)) if summary and own else (),
        tuple(datasets.mentions(text, summary.span)) if summary else (),
        tuple(mention for span in _prose(document, own) for mention in models.mentions(text, span)),
    )


def _prose(document: Document, own: Architecture | None) -> list[Span]:
    """The prose in which another model's name would be a slip: an introduction that never names the card's own."""
    part = document.section("Introduction", "Summary")
    if not part or not own:
        return []
    letters = normalise(_PATH.sub(" ", document.text.readable[part.span.start : part.span.end]))
    return [] if any(normalise(name) in letters for name in (own.id, own.name)) else list(part.prose())
