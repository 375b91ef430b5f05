"""`xreg lint`: finds what is wrong with cards, and fixes it."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from xreg.publisher import files
from xreg.publisher.batch import Bug, Card, default_jobs, lint_cards, read_cards
from xreg.publisher.cache import FOLDER, Cache
from xreg.publisher.commands.options import add_lint_options, options_of
from xreg.publisher.config import Config
from xreg.publisher.files import InputError
from xreg.publisher.fix_cards import FixedCard, fix_cards
from xreg.publisher.linting import Options
from xreg.publisher.output import print_diffs, print_results, style_of
from xreg.publisher.reports.result import CardResult
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability, Severity


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("lint", help="find what is wrong with cards, and fix it", description=__doc__)
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="cards, folders of cards, or -")
    add_lint_options(parser)
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="apply safe fixes")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="apply also fixes that rest on knowledge")
    fixing.add_argument("--diff", action="store_true", help="show what fixes would change, and change nothing")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 though there are findings")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lints, and fixes where asked; returns the exit code."""
    options, config = options_of(arguments)
    cards, errors = _read(arguments)
    if arguments.fix or arguments.unsafe_fixes or arguments.diff:
        outcome = _fix(arguments, options, cards, config)
    else:
        outcome = _lint(arguments, options, cards, config)
    for error in errors:
        print(f"xreg: {error}", file=sys.stderr)
    return _exit_code(outcome, errors, arguments.exit_zero)


def _read(arguments: argparse.Namespace) -> tuple[list[Card], list[InputError]]:
    stdin = None
    if files.STDIN in arguments.paths:
        stdin = Card(arguments.stdin_filename, sys.stdin.buffer.read(files.MAX_BYTES + 1), stdin=True)
        if len(stdin.data) > files.MAX_BYTES:
            raise InputError(f"standard input has more than {files.MAX_BYTES // 1024 // 1024} MiB: is this a card?")
    read = list(read_cards(arguments.paths, stdin))
    return [item for item in read if isinstance(item, Card)], [item for item in read if isinstance(item, InputError)]


def _lint(
    arguments: argparse.Namespace, options: Options, cards: list[Card], config: Config
) -> Sequence[CardResult | Bug]:
    cache = None if arguments.no_cache else Cache(config.root / FOLDER)
    results = lint_cards(cards, options, cache, arguments.jobs or default_jobs())
    print_results(results, arguments, config)
    return results


def _fix(
    arguments: argparse.Namespace, options: Options, cards: list[Card], config: Config
) -> Sequence[CardResult | Bug]:
    least = Applicability.UNSAFE if arguments.unsafe_fixes else Applicability.SAFE
    fixed = fix_cards(cards, options, least, arguments.jobs or default_jobs())
    results = [item.result if isinstance(item, FixedCard) else item for item in fixed]
    done = [item for item in fixed if isinstance(item, FixedCard)]
    if arguments.diff:
        print_diffs(done, style_of(arguments))
    for item in done:
        if item.refused:
            print(f"xreg: {item.card.path}: not fixed: {item.refused}: the card is as it was", file=sys.stderr)
    if not arguments.diff:
        failures = [error for item in done if (error := _write(item))]
        print_results(results, arguments, config, done)
        if failures:
            raise XregError("; ".join(map(str, failures)))
    return results


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
