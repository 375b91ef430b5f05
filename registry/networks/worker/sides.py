"""Sizes that settings state, whatever they are called: names are read word by word, and no repository's are listed.

Pure values: the parent reads a repository's YAML files with it, the child the settings that the code has read.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

LEAST_SIDE, MOST_SIDE = 16, 2048  # pixels
LARGEST = 200_000  # of any size
_PARTNERS = {"height": "width", "h": "w", "HEIGHT": "WIDTH", "H": "W"}
_WORD = re.compile(r"([^\W_]+)")
_IMAGES = frozenset(("image", "img", "im", "input", "crop", "resize"))
_AREAS = frozenset(("shape", "size", "res", "resolution", "resize"))
# Words that the name of a size has, one of each set.
_NAMES: dict[str, tuple[frozenset[str], ...]] = {
    "batch": (frozenset(("batch",)), frozenset(("size",))),
    "sequence": (
        frozenset(("seq", "sequence", "sentence", "word", "text", "token", "max", "src", "source")),
        frozenset(("len", "length")),
    ),
    "fields": (frozenset(("field", "fields")), frozenset(("size", "num", "n"))),
    "nodes": (frozenset(("node", "nodes")), frozenset(("num", "n"))),
    "boxes": (frozenset(("box", "boxes")), frozenset(("num", "n"))),
    "features": (
        frozenset(("in", "input", "num", "n")),
        frozenset(("feature", "features", "dim", "dims", "channels")),
    ),
}


@lru_cache(maxsize=4096)
def size_of(name: str) -> tuple[str, ...]:
    """The sizes that a setting of this name states."""
    words = _words(name)
    return tuple(size for size, wanted in _NAMES.items() if all(each & words for each in wanted))


def areas(settings: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Heights and widths that settings state, each with the setting's name; those that are in two come first."""
    for name, value in settings.items():
        partner = _partner(name)
        if partner in settings and is_side(value) and is_side(settings[partner]):
            yield name, (value, settings[partner])
    for name, value in settings.items():
        words = _words(name)
        if words & _IMAGES and words & _AREAS and (sides := area(value)):
            yield name, sides


def area(value: Any) -> tuple[int, int] | None:
    """A height and a width, or one number for both; the first two of three where the third are an image's channels."""
    if is_side(value):
        return value, value
    if not isinstance(value, list | tuple) or not all(map(is_side, value[:2])):
        return None
    return (value[0], value[1]) if len(value) == 2 or (len(value) == 3 and value[2] in (1, 3, 4)) else None


def is_side(value: Any) -> bool:
    """Whether a value may be a side in pixels."""
    return type(value) is int and LEAST_SIDE <= value <= MOST_SIDE


def is_size(value: Any) -> bool:
    """Whether a value may be any size."""
    return type(value) is int and 0 < value <= LARGEST


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=4096)
def _partner(name: str) -> str:
    """The setting with the width where a name says that it is the height; empty for any other name."""
    found = _WORD.sub(lambda match: _PARTNERS.get(match[1], match[1]), name)
    return "" if found == name else found
