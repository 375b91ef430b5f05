"""`xreg lint`: finds what is wrong with cards, and fixes it."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from xreg.publisher import files
from xreg.publisher.batch import Bug, Card, lint_cards, read_cards
from xreg.publisher.cache import FOLDER, Cache
from xreg.publisher.commands.baseline import Accepting, accepting_of, add_baseline_options
from xreg.publisher.commands.options import add_lint_options, options_of
from xreg.publisher.commands.sharing import sharing_of
from xreg.publisher.config import Config
from xreg.publisher.files import InputError
from xreg.publisher.fix_cards import FixedCard, fix_cards
from xreg.publisher.linting import Options
from xreg.publisher.output import format_of, print_diffs, print_results, stream_of, style_of
from xreg.publisher.reports.result import CardResult
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability, Severity

# Options of which each prints something else.
_APART = ("diff", "statistics", "write_baseline")


class Outcome(NamedTuple):
    """What a run gave: the cards as they are now, those that were fixed, and those that could not be written."""

    results: Sequence[CardResult | Bug]
    fixed: Sequence[FixedCard] = ()
    failures: Sequence[InputError] = ()


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("lint", help="find what is wrong with cards, and fix it", description=__doc__)
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="cards, folders of cards, or -")
    add_lint_options(parser)
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="apply safe fixes")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="apply also fixes that rest on knowledge")
    fixing.add_argument("--diff", action="store_true", help="show what fixes would change, and change nothing")
    add_baseline_options(parser)
    parser.add_argument(
        "--statistics", action="store_true", help="how often each rule finds something, and no findings"
    )
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 though there are findings")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lints, and fixes where asked; returns the exit code."""
    _refuse_together(arguments)
    options, config = options_of(arguments)
    format_of(arguments, config)  # refuses, before anything is linted, what cannot be printed
    accepting = accepting_of(arguments, options, config)
    cards, errors = _read(arguments)
    if accepting and not arguments.write_baseline:
        cards = accepting.on(cards)
    if arguments.fix or arguments.unsafe_fixes or arguments.diff:
        outcome = _fix(arguments, options, cards)
    else:
        outcome = _lint(arguments, options, cards, config)
    errors += outcome.failures
    _print(outcome, arguments, config, accepting)
    for error in errors:
        print(f"xreg: {error}", file=sys.stderr)
    return _exit_code(outcome.results, errors, arguments.exit_zero or arguments.write_baseline)


def _refuse_together(arguments: argparse.Namespace) -> None:
    given = [f"--{name.replace('_', '-')}" for name in _APART if getattr(arguments, name)]
    if len(given) > 1:
        raise XregError(f"{' and '.join(given)} cannot be used together: choose one")


def _read(arguments: argparse.Namespace) -> tuple[list[Card], list[InputError]]:
    stdin = None
    if files.STDIN in arguments.paths:
        stdin = Card(arguments.stdin_filename, sys.stdin.buffer.read(files.MAX_BYTES + 1), stdin=True)
        if len(stdin.data) > files.MAX_BYTES:
            raise InputError(f"standard input has more than {files.MAX_BYTES // 1024 // 1024} MiB: is this a card?")
    read = list(read_cards(arguments.paths, stdin))
    return [item for item in read if isinstance(item, Card)], [item for item in read if isinstance(item, InputError)]


def _lint(arguments: argparse.Namespace, options: Options, cards: list[Card], config: Config) -> Outcome:
    cache = None if arguments.no_cache else Cache(config.root / FOLDER)
    return Outcome(lint_cards(cards, options, cache, sharing_of(arguments, options)))


def _fix(arguments: argparse.Namespace, options: Options, cards: list[Card]) -> Outcome:
    least = Applicability.UNSAFE if arguments.unsafe_fixes else Applicability.SAFE
    fixed = fix_cards(cards, options, least, sharing_of(arguments, options))
    done = [item for item in fixed if isinstance(item, FixedCard)]
    for item in done:
        if item.refused:
            print(f"xreg: {item.card.path}: not fixed: {item.refused}: the card is as it was", file=sys.stderr)
    failures = [] if arguments.diff else [error for item in done if (error := _write(item))]
    return Outcome([item.result if isinstance(item, FixedCard) else item for item in fixed], done, failures)


def _print(outcome: Outcome, arguments: argparse.Namespace, config: Config, accepting: Accepting | None) -> None:
    """Prints what was asked for: differences, findings, or that the baseline was written."""
    if arguments.diff:
        print_diffs(outcome.fixed, style_of(arguments))
    elif not arguments.write_baseline or not accepting:
        said = accepting.closing(outcome.results) if accepting else ""
        print_results(outcome.results, arguments, config, outcome.fixed, said)
    elif not outcome.failures:  # the baseline speaks of cards as they are in their files
        print(accepting.write(outcome.results), file=stream_of(outcome.fixed))


def _write(item: FixedCard) -> InputError | None:
    """Writes a fixed card; standard input goes to standard output, changed or not."""
    if item.card.stdin:
        sys.stdout.buffer.write(item.after.to_bytes())
        sys.stdout.buffer.flush()
    elif item.after.value != item.before.value:
        try:
            files.replace(item.card.path, item.before, item.after)
        except InputError as error:
            return error
    return None


def _exit_code(outcome: Sequence[CardResult | Bug], errors: Sequence[InputError], zero: bool) -> int:
    bugs = [item for item in outcome if isinstance(item, Bug)]
    for bug in bugs:
        print(f"{bug.traceback}xreg: {bug.path}: this is a defect of xreg: please report it", file=sys.stderr)
    if bugs:
        return 3
    if errors:
        return 2
    found = any(
        finding.severity is not Severity.INFO
        for item in outcome
        if isinstance(item, CardResult)
        for finding in item.findings
    )
    return int(found and not zero)
