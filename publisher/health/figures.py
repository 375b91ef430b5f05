"""The page's figures: how many cards and findings, by what. Pure counting."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from xreg.publisher.health.hub import HubCard, version_order
from xreg.schema.findings import Applicability, Severity
from xreg.schema.rule import Rule
from xreg.schema.rules.all import RULES

# What the findings of a rule say was not checked.
_NOT_CHECKED = {
    "XR401": "the digest: the file was not at hand to be read",
    "XR502": "the input shape: the network could not be run",
}


class Tally(NamedTuple):
    """The cards that have something in common, and their findings by severity."""

    label: str
    cards: int
    clean: int
    errors: int
    warnings: int
    infos: int

    @property
    def total(self) -> int:
        """All findings."""
        return self.errors + self.warnings + self.infos

    @property
    def wrong(self) -> int:
        """The findings that fail a run."""
        return self.errors + self.warnings

    @property
    def share_clean(self) -> int:
        """Clean cards in percent, never rounded up to all of them."""
        return 100 * self.clean // self.cards if self.cards else 100


class RuleTally(NamedTuple):
    """The findings of one rule: how many, on how many cards, and how many of them a fix can mend."""

    rule: Rule
    findings: int
    cards: int
    safe: int
    unsafe: int


class Unchecked(NamedTuple):
    """Something that was not checked: what and why, on how many cards, and the rule that says so, if one does."""

    what: str
    cards: int
    code: str = ""


class Figures(NamedTuple):
    """All that the page counts."""

    hub: Tally
    safe: int
    unsafe: int
    rules: tuple[RuleTally, ...]
    families: tuple[Tally, ...]
    sources: tuple[Tally, ...]
    versions: tuple[Tally, ...]
    unchecked: tuple[Unchecked, ...]


def figures(cards: Sequence[HubCard]) -> Figures:
    """Counts everything."""
    versions = tallies(cards, lambda card: card.version)
    return Figures(
        hub=_tally("all cards", cards),
        safe=sum(card.fixes(Applicability.SAFE) for card in cards),
        unsafe=sum(card.fixes(Applicability.UNSAFE) for card in cards),
        rules=tuple(_rules(cards)),
        families=tuple(_worst_first(tallies(cards, lambda card: card.family))),
        sources=tuple(_worst_first(tallies(cards, lambda card: card.source))),
        versions=tuple(sorted(versions, key=lambda tally: version_order(tally.label))),
        unchecked=tuple(_unchecked(cards)),
    )


def tallies(cards: Iterable[HubCard], group: Callable[[HubCard], str]) -> list[Tally]:
    """The cards in groups."""
    groups: dict[str, list[HubCard]] = {}
    for card in cards:
        groups.setdefault(group(card), []).append(card)
    return [_tally(label, members) for label, members in groups.items()]


def _tally(label: str, cards: Sequence[HubCard]) -> Tally:
    found = Counter(finding.severity for card in cards for finding in card.findings)
    clean = sum(card.clean for card in cards)
    return Tally(label, len(cards), clean, found[Severity.ERROR], found[Severity.WARNING], found[Severity.INFO])


def _worst_first(groups: Iterable[Tally]) -> list[Tally]:
    return sorted(groups, key=lambda tally: (-tally.wrong, -tally.total, tally.label.casefold()))


def _rules(cards: Iterable[HubCard]) -> list[RuleTally]:
    """The rules that found something, the severe ones first, then those with most findings."""
    found, on = Counter[str](), Counter[str]()
    fixes: Counter[tuple[str, Applicability]] = Counter()
    for card in cards:
        found.update(finding.code for finding in card.findings)
        on.update({finding.code for finding in card.findings})
        fixes.update((finding.code, finding.fix.applicability) for finding in card.findings if finding.fix)
    counted = [
        RuleTally(
            rule,
            found[rule.code],
            on[rule.code],
            fixes[rule.code, Applicability.SAFE],
            fixes[rule.code, Applicability.UNSAFE],
        )
        for rule in RULES
        if found[rule.code]
    ]
    order = list(Severity)
    return sorted(counted, key=lambda tally: (order.index(tally.rule.severity), -tally.findings))


def _unchecked(cards: Sequence[HubCard]) -> Iterable[Unchecked]:
    on = Counter(code for card in cards for code in {finding.code for finding in card.findings})
    for code, what in _NOT_CHECKED.items():
        if on[code]:
            yield Unchecked(what, on[code], code)
    if unknown := sum(not card.known for card in cards):
        yield Unchecked("whether its text is about its own model: its names agree on none that is known", unknown)
