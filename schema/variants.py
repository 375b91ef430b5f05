"""Which variant of a model a card is about, by its file names: `resnet152_imagenet2012.md` says more than `resnet`."""

from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.knowledge import Knowledge
from xreg.schema.names import normalise

# A network's name has letters; what follows the first `_` is a configuration, a dataset or a version, and not its name.
_SHORTEST = 3
# `se` of `se_resnet50`; a longer one is a name of its own.
_LONGEST_PREFIX = 3


class FullName(NamedTuple):
    """The model's name in the card's file name and in its asset's, which agree; normalised, and where they stand."""

    letters: str
    card: str
    asset: str


def full_name(document: Document) -> FullName | None:
    """The model's name as both file names have it, or `None` where they do not agree."""
    card = document.place.name
    asset = next((asset.file_name for asset in document.assets if asset.file_name), "")
    letters = _letters(card.partition("_")[0])
    if len(letters) < _SHORTEST or letters != _letters(asset.partition("_")[0]):
        return None
    return FullName(letters, card, asset)


def _letters(name: str) -> str:
    return normalise(name.replace("+", "plus"))


def more_precise(name: str, full: str, knowledge: Knowledge) -> str | None:
    """The name with what it lacks of `full`, in its own style, or `None` where it lacks no variant.

    `resnet` and `resnet152` give `resnet152`, `resnetv2` and `resnetv2101` give `resnetv2_101`. What is added is never
    itself a model: `faster_rcnn` lacks nothing of `fasterrcnnresnet101`, whose rest names the backbone.
    """
    letters, names = _letters(name), knowledge.architecture_names
    if len(letters) < _SHORTEST or len(letters) >= len(full):
        return None
    if names.resolve(name) and not names.resolve(full):
        return None  # the file names may be misspelt
    for at in range(len(letters), _SHORTEST - 1, -1):
        if full.startswith(letters[:at]) and full.endswith(letters[at:]):
            added = full[at : len(full) - len(letters) + at]
            return None if _is_model(added, knowledge) else _written(name, at, added)
    before, _, after = full.partition(letters)
    if letters not in full or len(before) > _LONGEST_PREFIX or _is_model(after, knowledge):
        return None
    return f"{before}_{_written(name, len(letters), after)}"


def _is_model(added: str, knowledge: Knowledge) -> bool:
    return knowledge.architecture_names.resolve(added) is not None


def _written(name: str, at: int, added: str) -> str:
    """`added` put behind the first `at` letters and digits of the name, with `_` between two words or two numbers."""
    if not added:
        return name
    offset = _offset(name, at)
    before, after = name[:offset], name[offset:]
    middle = ("_" if before and _runs_on(before[-1], added[0]) else "") + added
    return before + middle + ("_" if after and _runs_on(added[-1], after[0]) else "") + after


def _offset(name: str, count: int) -> int:
    seen = 0
    for offset, char in enumerate(name):
        if seen == count:
            return offset
        seen += char.isalnum()
    return len(name)


def _runs_on(one: str, other: str) -> bool:
    return (one.isalpha() and other.isalpha()) or (one.isdigit() and other.isdigit())
