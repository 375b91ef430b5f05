"""The part of `xreg lint` that a baseline has: leaving out what it accepts, saying what is gone, writing it anew."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xreg.publisher.batch import Bug, Card
from xreg.publisher.config import Config
from xreg.publisher.linting import Options
from xreg.publisher.reports.result import CardResult
from xreg.schema.errors import XregError
from xreg.schema.rules.all import RULES

if TYPE_CHECKING:
    from xreg.publisher.baseline import Baseline


def add_baseline_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that name a baseline, and write it."""
    group = parser.add_argument_group("baseline")
    which = group.add_mutually_exclusive_group()
    which.add_argument("--baseline", type=Path, metavar="FILE", help="accept the findings that this file lists")
    which.add_argument("--no-baseline", action="store_true", help="show also what the configuration's baseline accepts")
    group.add_argument("--write-baseline", action="store_true", help="write today's findings to the baseline")


class Accepting(NamedTuple):
    """The baseline of one run; `unchecked` are the codes of the rules that are off."""

    path: Path
    baseline: "Baseline"
    unchecked: frozenset[str]

    def on(self, cards: Iterable[Card]) -> list[Card]:
        """The cards, each with what is accepted on it."""
        return [card._replace(accepted=self.baseline.accepted(card.path)) for card in cards]

    def closing(self, results: Sequence[CardResult | Bug]) -> str:
        """What the closing line says of the baseline."""
        from xreg.publisher.reports.closing import accepting

        linted = _linted(results)
        gone = self.baseline.gone(linted, self.unchecked)
        return accepting(sum(len(result.accepted) for result in linted), gone)

    def write(self, results: Sequence[CardResult | Bug]) -> str:
        """Writes the baseline anew; returns a sentence that says what changed."""
        from xreg.publisher.baseline_file import write
        from xreg.publisher.reports.closing import rewritten

        made = self.baseline.updated(_linted(results), self.unchecked)
        old, new = self.baseline.all(), made.all()
        write(self.path, made)
        return f"Wrote {self.path}: {rewritten(len(new), len(new - old), len(old - new))}"


def _linted(results: Iterable[CardResult | Bug]) -> list[CardResult]:
    return [item for item in results if isinstance(item, CardResult)]


def accepting_of(arguments: argparse.Namespace, options: Options, config: Config) -> Accepting | None:
    """The baseline that the command line or the configuration names, read."""
    path: Path | None = None if arguments.no_baseline else arguments.baseline or config.baseline
    if not path and not arguments.write_baseline:
        return None
    if not path:
        raise XregError("--write-baseline: which file? Give --baseline FILE, or `baseline` in the configuration")
    from xreg.publisher.baseline_file import read, read_or_begin

    found = read_or_begin(path) if arguments.write_baseline else read(path)
    checked = {rule.code for rule in options.rules}
    return Accepting(path, found, frozenset(rule.code for rule in RULES if rule.code not in checked))
