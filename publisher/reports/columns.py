"""How many columns of a terminal a text takes, and breaking it into lines of so many."""

import unicodedata


def cell(char: str) -> int:
    """The columns of one character: two for wide East Asian ones, none for marks that sit on the one before."""
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me") else 1


def columns(text: str) -> int:
    """The columns of a text without control characters."""
    return len(text) if text.isascii() else sum(map(cell, text))


def wrapped(text: str, width: int, first: str, rest: str) -> str:
    """`first` and the text, broken at blanks so that no line is wider than `width`; the other lines begin with `rest`.

    A word that is wider than a line, such as an address, stays whole.
    """
    lead, lines = first, list[str]()
    while columns(lead) + columns(text) > width:
        at = _break(text, width - columns(lead))
        if not at:
            break
        lines.append(lead + text[:at])
        lead, text = rest, text[at + 1 :]
    return "\n".join([*lines, lead + text])


def _break(text: str, room: int) -> int:
    """The offset of the last blank at which what stands before it fits, else of the first one; 0 if there is none."""
    fits = room
    while columns(text[:fits]) > room:
        fits -= 1
    at = text.rfind(" ", 1, fits + 1)
    return max(at if at > 0 else text.find(" ", 1), 0)
