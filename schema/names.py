"""Matching names of things in names and in prose: the heart of holding a card against what is known.

A name is compared without letter case and punctuation (`SE-ResNeXt`, `se_resnext`). In prose only whole words count, so
that ResNet is not found inside SE-ResNeXt, and the longest name wins. Variants (`resnet50`, `vgg16_bn`) belong to the
known name that they begin with, by a grammar of sizes and versions and not by listing them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from xreg.schema.text import Span

_WORD = re.compile(r"[^\W_]+(?:[-_.+]{1,2}[^\W_]+)*")
_GAP = re.compile(r"[ \t]?[&-]?[ \t]?\n?[ \t]*$")
_NOT_ALNUM = re.compile(r"[\W_]+")
# Depths, widths, resolutions, versions: 50, v1.5, 32x4d, b0, 0.65x, 400mf; and the sizes and trimmings by name.
_VARIANT = re.compile(
    r"(?:v?\d+(?!\d)(?:x\d+(?!\d))?(?:x|d|mf|gf|k|m|e)?|[abcgilmnpstxwy]{1,2}(?=\d)|x?xs$|[abcdgsmltx]$|x?x?(?:small|large)|tiny|mini"
    r"|base|huge|giant|nano|pico|atto|femto|micro|medium|bn|thor|patch|window|plus|lite|low|light|res(?=\d)|dilated|cut)+"
)
_VARIANT_WORD = re.compile(
    r"[vV]?\d[\w.]*|[Tt]iny|[Mm]ini|[Ss]mall|[Bb]ase|[Mm]edium|[Ll]arge|[Hh]uge|[Gg]iant|[Nn]ano|[A-Z]\d*"
)
MAX_WORDS = 4
_SHORTEST, _START = 3, 6
_BY_CHANCE = 5
# No name has more letters, and no variant; words of a hostile card may have a million.
_LONGEST, _LONGEST_VARIANT = 64, 16


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """The name without letter case and punctuation."""
    return _NOT_ALNUM.sub("", name.casefold())


class Name(NamedTuple):
    """What a name stands for: an entity's id; `exact` when the very name is known, else the `variant` behind it."""

    id: str
    exact: bool
    ambiguous: bool = False
    variant: str = ""


class Mention(NamedTuple):
    """A name in prose, and what it stands for."""

    span: Span
    name: Name


class NameIndex:
    """The known names of one kind of thing."""

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        ambiguous: Iterable[tuple[str, str]] = (),
        words: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Each pairs a spelling with an id; that of `words` is the one that prose must match exactly."""
        self._names = {normalise(name): Name(id_, True) for name, id_ in names}
        self._names.update({normalise(name): Name(id_, True, True) for name, id_ in ambiguous})
        # What names begin with, whole if they are shorter, to tell at once the many words that begin no name.
        self._starts = {name[:_START] for name in self._names}
        self._words = {id_: word for word, id_ in words}

    def resolve(self, name: str) -> Name | None:
        """What a whole name stands for: itself, or the longest known name of which it is a variant."""
        return self._resolve(normalise(name))

    def resolve_start(self, name: str) -> Name | None:
        """What a file name stands for: the longest run of its first parts that is known (`xception_ascend_v111_…`)."""
        parts = [part for part in re.split(r"[_\W]+", name) if part]
        candidates = (self._resolve(normalise("".join(parts[:n]))) for n in range(min(MAX_WORDS, len(parts)), 0, -1))
        return next((found for found in candidates if found), None)

    def _resolve(self, key: str) -> Name | None:
        if not self._begins(key) or len(key) > _LONGEST:
            return None
        if found := self._names.get(key):
            return found
        for end in range(len(key) - 1, max(_SHORTEST, len(key) - _LONGEST_VARIANT) - 1, -1):
            found = self._names.get(key[:end])
            if found and _VARIANT.fullmatch(key, end):
                return Name(found.id, False, found.ambiguous, key[end:])
        return None

    def mentions(self, text: str, span: Span) -> Iterator[Mention]:
        """The names in the prose of a span, from left to right; addresses and paths are passed over."""
        words = [Span(*match.span()) for match in _WORD.finditer(text, span.start, span.end)]
        keys = [normalise(text[word.start : word.end]) for word in words]
        behind = 0
        for at, key in enumerate(keys):
            # Nearly all words end here: what follows is for those that begin as some name does.
            start = key if len(key) >= _START else "".join(keys[at : at + MAX_WORDS])
            if at >= behind and self._begins(start):
                count, mention = self._longest(text, words[at : at + MAX_WORDS])
                behind = at + count
                if mention:
                    yield mention

    def _begins(self, key: str) -> bool:
        starts = self._starts  # written out: this is asked of every word of every card
        return key[:6] in starts or key[:3] in starts or key[:4] in starts or key[:5] in starts

    def _longest(self, text: str, words: list[Span]) -> tuple[int, Mention | None]:
        """The longest name that begins with the first of the words, and how many of them it takes."""
        for count in range(len(words), 0, -1):
            span = Span(words[0].start, words[count - 1].end)
            if _joined(text, words[:count]) and not _in_path(text, span):
                key = normalise(text[span.start : span.end])
                found = self._resolve(key)
                if not found or _chance(found, key) or not (found.exact or _is_variant(text, words[1:count])):
                    continue
                if self._spelled(found, text[span.start : span.end]):
                    return count, Mention(span, found)
        return 1, None

    def _spelled(self, name: Name, written: str) -> bool:
        """Whether a name that is also an ordinary word stands there in its own spelling."""
        word = self._words.get(name.id)
        return word is None or (written.startswith(word) and not written[len(word) :].isalpha())


def _chance(name: Name, key: str) -> bool:
    """Whether a word only happens to be a short name and a letter more, as "last" is LAS with a t."""
    return len(name.variant) == 1 and name.variant.isalpha() and len(key) <= _BY_CHANCE


def _is_variant(text: str, words: list[Span]) -> bool:
    """Whether words behind a name can say which variant it is: "50", "v2", "tiny", and not "by 0.82 dB"."""
    return all(_VARIANT_WORD.fullmatch(text, *word) for word in words)


def _joined(text: str, words: list[Span]) -> bool:
    return all(_GAP.match(text[one.end : other.start]) for one, other in pairwise(words))


def _in_path(text: str, span: Span) -> bool:
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return before in ("/", "@") or after == "/" or text[span.end : span.end + 3] == "://"
