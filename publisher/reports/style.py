"""How a report looks: with colours or without, and how wide. A value that is passed on: there are no globals."""

from collections.abc import Mapping
from typing import NamedTuple

_CODES: Mapping[str, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "safe": "32",
    "unsafe": "33",
    "display": "36",
    "strong": "1",
    "faint": "2",
    "removed": "31",
    "added": "32",
    "hunk": "36",
}


class Style(NamedTuple):
    """Whether ANSI colours are written, and how many columns a line may have."""

    colour: bool = False
    width: int = 120

    def paint(self, role: str, text: str) -> str:
        """The text in the colour of a role (`error`, `safe`, `faint`, …); as it is where colours are off."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.colour and text else text
