"""The baseline: findings that are accepted as they are today, so that a run shows only new ones.

What a finding is known by does not change when lines move. Imported where a baseline is used, and nowhere else.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from xreg.publisher.reports.fingerprints import Fingerprints
from xreg.publisher.reports.result import CardResult
from xreg.schema.findings import Finding


class Entry(NamedTuple):
    """One accepted finding: the card's path from the baseline's folder, the rule, the field, and its fingerprint."""

    card: str
    code: str
    field: str
    fingerprint: str


class Accepted(NamedTuple):
    """What is accepted on one card, by fingerprint; `card` is its path from the baseline's folder."""

    card: str
    fingerprints: frozenset[str]

    def without(self, result: CardResult) -> CardResult:
        """The card with its new findings alone. Of findings that are alike, as many are accepted as there were."""
        new, met = list[Finding](), set[str]()
        for finding, entry in zip(result.findings, entries(self.card, result), strict=True):
            if entry.fingerprint in self.fingerprints:
                met.add(entry.fingerprint)
            else:
                new.append(finding)
        return result._replace(findings=tuple(new), accepted=frozenset(met))


class Baseline(NamedTuple):
    """The accepted findings of all cards, and the folder from which their paths are written."""

    folder: Path
    cards: Mapping[str, Collection[Entry]]

    def accepted(self, path: str) -> Accepted:
        """What is accepted on the card at a path."""
        card = self.name_of(path)
        return Accepted(card, frozenset(entry.fingerprint for entry in self.cards.get(card, ())))

    def name_of(self, path: str) -> str:
        """The path of a card from the baseline's folder: the same from wherever xreg is run."""
        card = Path(path).absolute()
        return os.path.relpath(_real(card.parent) / card.name, _real(self.folder.absolute())).replace(os.sep, "/")

    def gone(self, results: Iterable[CardResult], unchecked: Collection[str]) -> int:
        """How many accepted findings are on the cards no more; `unchecked` are the codes of rules that were off."""
        return sum(
            entry.code not in unchecked and entry.fingerprint not in result.accepted
            for result in results
            for entry in self.cards.get(self.name_of(result.filename), ())
        )

    def updated(self, results: Sequence[CardResult], unchecked: Collection[str]) -> "Baseline":
        """Accepts what the results hold. What the run did not look at stays: other cards, and rules that were off."""
        linted = {self.name_of(result.filename): result for result in results}
        cards = {
            card: set(kept)
            for card, kept in self.cards.items()
            if card in linted or os.path.lexists(self.folder / card)
        }
        for card, result in linted.items():
            kept = {entry for entry in cards.get(card, ()) if entry.code in unchecked}
            cards[card] = kept | set(entries(card, result))
        return Baseline(self.folder, cards)

    def all(self) -> set[Entry]:
        """Every accepted finding."""
        return {entry for found in self.cards.values() for entry in found}


def entries(card: str, result: CardResult) -> Iterator[Entry]:
    """The findings of a card as entries, in their order."""
    fingerprints, named = Fingerprints(), result._replace(filename=card)
    for finding in result.findings:
        yield Entry(card, finding.code, finding.field, fingerprints.of(named, finding))


@lru_cache(maxsize=256)
def _real(folder: Path) -> Path:
    """A folder without links: a card has one name, however its path is written. The card itself may be a link."""
    return folder.resolve()
