"""What the reports are made of: one card with its findings."""

from typing import NamedTuple

from xreg.schema.findings import Finding
from xreg.schema.text import Location, Text


class CardResult(NamedTuple):
    """What was found on one card.

    `text` is the card as it was linted: the spans of `findings` are offsets into it. It is `None` where the card could
    not be read; its findings then stand at the card's first character. `accepted` are the fingerprints of findings that
    are left out because the baseline accepts them.
    """

    filename: str
    text: Text | None
    findings: tuple[Finding, ...]
    accepted: frozenset[str] = frozenset()

    def location(self, offset: int) -> Location:
        """Row and column of an offset, both from 1."""
        return self.text.location(offset) if self.text else Location(1, 1)
