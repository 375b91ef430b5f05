"""Whether one word is another one, misspelt."""

import re

_DIGITS = re.compile(r"\d")


def near(word: str, known: str) -> bool:
    """Whether one letter is missing, added or another, or the same letters stand in another order; digits never differ.

    Both are given without letter case; a word is not near itself.
    """
    if word == known or abs(len(word) - len(known)) > 1 or _DIGITS.findall(word) != _DIGITS.findall(known):
        return False
    at = next((at for at, (one, other) in enumerate(zip(word, known, strict=False)) if one != other), None)
    if at is None:
        return True
    rests = ((word[at + 1 :], known[at:]), (word[at:], known[at + 1 :]), (word[at + 1 :], known[at + 1 :]))
    mixed = len(word) == len(known) and set(word) == set(known)
    return mixed or any(one == other for one, other in rests)


def respelled(written: str, right: str) -> str:
    """The right spelling in the letter case of the written one, and with its marks where both have as many letters."""
    letters = iter(right)
    count = sum(char.isalnum() or char in "@%" for char in written)
    if count != len(right):
        return right.upper() if written.isupper() else right
    return "".join(_cased(next(letters), char) if char.isalnum() or char in "@%" else char for char in written)


def _cased(char: str, like: str) -> str:
    return char.upper() if like.isupper() else char
