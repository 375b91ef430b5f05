"""The words by which a release is found, as tokens that every full-text engine keeps as they are.

Both engines get the same plain tokens, so both find the same releases. A token's first letter says what it is: `n` a
word of the name or the title, `t` a word of the text, `f` the value of a filter. Words with anything but plain letters
and digits are written in hexadecimal (`m`, `u`), as each engine cuts them in its own way.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

# A number of a version is one word; so is each ideograph, as nothing parts it from the next one.
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)+|[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_LONGEST = 64
_MOST = 5000
# A shorter word is looked for as it stands; as a beginning it would stand for half of all words.
_BEGINNING = 3
_PLAIN, _FOREIGN = {"name": "n", "text": "t"}, {"name": "m", "text": "u"}

# What can be filtered by, with the claim that it looks at. The state of the release is set beside them.
FILTERS = {"task": "module-type", "dataset": "train-dataset", "version": "mindspore-version", "backend": "backend"}
NAMING = ("title", "model-name")


def words_of(text: str) -> Iterator[str]:
    """Finds the words of a text: without case, without accents, without punctuation."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter)) if not text.isascii() else folded
    for word in _WORD.findall(plain):
        yield word[:_LONGEST]


def tokens_of(name: str, claims: Mapping[str, str], facets: Mapping[str, str], text: str) -> list[str]:
    """Lists the tokens of a release, each once, those of its name first; of a huge text only the first words."""
    naming = " ".join((name, *(claims.get(key, "") for key in NAMING)))
    found: dict[str, None] = {_facet(key, value): None for key, value in facets.items()}
    found.update((_token("name", word), None) for word in words_of(naming))
    for part in (naming, *claims.values(), text):
        for word in words_of(part):
            found.setdefault(_token("text", word))
            if len(found) >= _MOST:
                return list(found)
    return list(found)


def wanted(words: str, where: str) -> list[tuple[str, bool]]:
    """Lists the tokens that must be there for all words, and whether each may be a word's beginning."""
    return [(_token(where, word), len(word) >= _BEGINNING) for word in words_of(words)]


def wanted_facets(facets: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Lists the tokens of filters; a filter's value must be met as a whole."""
    return [(_facet(key, value), False) for key, value in facets.items()]


def _token(where: str, word: str) -> str:
    plain = word.isascii() and word.isalnum()
    return _PLAIN[where] + word if plain else _FOREIGN[where] + word.encode().hex()


def _facet(key: str, value: str) -> str:
    """A filter's value as one token, compared without case and without spaces at its ends."""
    return "f" + key + value.strip().casefold().encode("utf-8", "surrogatepass").hex()[:256]
