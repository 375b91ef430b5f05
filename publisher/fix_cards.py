"""Fixing many cards: each by itself, in processes where there are many. Nothing is written here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from xreg.publisher.batch import Bug, Card, in_chunks, run_networks_of, siblings_of
from xreg.publisher.linting import Options, lint
from xreg.publisher.reports.result import CardResult
from xreg.schema.document import Document
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability, Finding
from xreg.schema.fixing import fixed
from xreg.schema.text import Text

if TYPE_CHECKING:
    from xreg.publisher.engines.engine import Engine


class FixedCard(NamedTuple):
    """A card before and after its fixes, what was fixed, what is left, and why fixing was refused if it was.

    `accepted` are the fingerprints of findings that the baseline accepts: they are neither fixed nor left.
    """

    card: Card
    before: Text
    after: Text
    applied: tuple[Finding, ...]
    left: tuple[Finding, ...]
    refused: str
    accepted: frozenset[str] = frozenset()

    @property
    def result(self) -> CardResult:
        """What is still found on the card after its fixes."""
        return CardResult(self.card.path, self.after, self.left, self.accepted)


def fix_cards(
    cards: Sequence[Card], options: Options, least: Applicability, jobs: "int | Engine"
) -> list[FixedCard | Bug]:
    """Applies to each card the fixes that are at least as applicable as `least`."""
    with siblings_of(cards, options):
        run_networks_of(cards, options, jobs)
        return list(in_chunks(_chunk, cards, (options, least), jobs))


def _chunk(cards: Sequence[Card], given: tuple[Options, Applicability]) -> list[FixedCard | Bug]:
    with siblings_of(cards, given[0]):
        return [fix_card(card, *given) for card in cards]


def fix_card(card: Card, options: Options, least: Applicability) -> FixedCard | Bug:
    """Fixes one card; a defect of xreg is an answer too, so that the other cards go on."""
    accepted: list[frozenset[str]] = []  # at each look; what the first one meets is what the card had

    def look(text: Text) -> tuple[Document, list[Finding]]:
        linted = lint(text, card.path, options)
        result = card.result(text, linted.findings)
        accepted.append(result.accepted)
        return linted.document, list(result.findings)

    before = Text.from_bytes(card.data)
    try:
        done = fixed(before, look, least)
    except XregError:
        raise
    except Exception:
        import traceback

        return Bug(card.path, traceback.format_exc())
    return FixedCard(card, before, done.text, done.applied, done.left, done.refused, accepted[0])
