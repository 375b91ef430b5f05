"""What sentences claim: which of the names in them a sentence is about, and what it says of it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xreg.schema.names import Mention
from xreg.schema.text import Span

# A name behind these words is what the sentence's subject is compared with, built from or made of, not its subject.
# Behind `: ` a quote opens the YAML value.
_RELATION = re.compile(
    r"(?:\b(?:from|than|like|as|over|into|upon|on|to|with|by|of|for|against|extends?|extending|improv\w+|modif\w+"
    r"|variants?|version|replac\w+|beats?|outperform\w*|surpass\w*|plus|and|combin\w+|us(?:es|ing)|called|via)"
    r"(?:\s+(?:the|a|an|its|original|standard|classic|popular|famous|pre-?trained))*\s+|[(“]|(?<!: )[\"'])$",
    re.IGNORECASE,
)
_IMPLEMENTATION = re.compile(r"\b(?:implementation|model|network)s?\s+(?:of|for)\s+(?:the\s+)?$", re.IGNORECASE)
_CLASSES = re.compile(
    r"\b(?P<number>\d{1,3}(?:,\d{3}){1,2}|\d{1,9})[ -]{1,3}(?:classes|categories|class\b)", re.IGNORECASE
)
_LOOK_BACK = 48


def subject_mention(text: str, mentions: Iterable[Mention]) -> Mention | None:
    """The first name that a sentence is about, if any of its names is."""
    return next((mention for mention in mentions if not _is_relation(text, mention.span)), None)


def _is_relation(text: str, span: Span) -> bool:
    before = text[max(0, span.start - _LOOK_BACK) : span.start]
    return bool(_RELATION.search(before)) and not _IMPLEMENTATION.search(before)


class ClassCount(NamedTuple):
    """A number of classes that prose states, and the span of its digits."""

    number: int
    span: Span


def class_counts(text: str, span: Span) -> Iterator[ClassCount]:
    """The numbers of classes ("the 10 classes of …") that the prose of a span states."""
    for match in _CLASSES.finditer(text, span.start, span.end):
        yield ClassCount(int(match["number"].replace(",", "")), Span(*match.span("number")))
