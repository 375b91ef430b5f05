"""`xreg report`: one page of the hub's health, with charts, and with the evidence of every finding."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xreg.publisher.batch import Bug, Card, lint_cards, read_cards
from xreg.publisher.cache import FOLDER, Cache
from xreg.publisher.commands.options import add_lint_options, options_of
from xreg.publisher.commands.sharing import sharing_of
from xreg.publisher.files import STDIN, InputError
from xreg.publisher.linting import Options
from xreg.publisher.reports.result import CardResult
from xreg.publisher.whole_file import write_whole
from xreg.schema.errors import XregError


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("report", help="write one page of the hub's health", description=__doc__)
    parser.add_argument("paths", nargs="*", default=["."], metavar="DIR", help="folders of cards, or cards")
    parser.add_argument("--html", metavar="FILE", help="write the page to this file, or to standard output with -")
    add_lint_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Lints and writes the page; findings are what it is for, and no failure."""
    _check(arguments)
    options, config = options_of(arguments)
    read = list(read_cards(arguments.paths, None))
    cards = [item for item in read if isinstance(item, Card)]
    errors = [item for item in read if isinstance(item, InputError)]
    cache = None if arguments.no_cache else Cache(config.root / FOLDER)
    results = lint_cards(cards, options, cache, sharing_of(arguments, options))
    bugs = [item for item in results if isinstance(item, Bug)]
    _write(arguments, _page(arguments, results, errors, options), results)
    return _exit_code(bugs, errors)


def _check(arguments: argparse.Namespace) -> None:
    if not arguments.html:
        raise XregError("where should the page go: give --html report.html, or use `xreg lint` for a report as text")
    if arguments.output_format:
        raise XregError("--output-format is for `xreg lint`: a report is a page of HTML")
    if STDIN in arguments.paths:
        raise XregError("a report cannot be made of standard input: name a folder of cards")


def _page(
    arguments: argparse.Namespace, results: Sequence[CardResult | Bug], errors: Sequence[InputError], options: Options
) -> bytes:
    import shlex

    from xreg.publisher.health.hub import hub_cards
    from xreg.publisher.health.page import Run, render_health
    from xreg.registry.knowledge.load import load

    failed = (f"{item.path}: xreg itself failed on this card" for item in results if isinstance(item, Bug))
    run = Run(
        folders=tuple(arguments.paths),
        command=shlex.join(("xreg", *sys.argv[1:])),
        date=_date(),
        rules=len(options.rules),
        network=options.sources.network,
        failures=(*map(str, errors), *failed),
    )
    cards = hub_cards([item for item in results if isinstance(item, CardResult)], load())
    return render_health(cards, run).encode()


def _date() -> str:
    """Now, or when `SOURCE_DATE_EPOCH` says that it is: then the same cards give the same page."""
    from datetime import datetime, timezone  # not at the top: all commands would pay for it

    told = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        date = datetime.fromtimestamp(int(told), timezone.utc) if told else datetime.now(timezone.utc)
    except (ValueError, OverflowError, OSError) as error:
        raise XregError(f"SOURCE_DATE_EPOCH must be a number of seconds, not {told!r}") from error
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


def _write(arguments: argparse.Namespace, page: bytes, results: Sequence[CardResult | Bug]) -> None:
    if arguments.html == STDIN:
        sys.stdout.buffer.write(page)
        return
    try:
        write_whole(Path(arguments.html), page)
    except OSError as error:
        raise XregError(f"{arguments.html}: cannot be written: {error.strerror}: give --html another file") from error
    found = sum(len(item.findings) for item in results if isinstance(item, CardResult))
    counts = f"{len(results):,} {_word(len(results), 'card')}, {found:,} {_word(found, 'finding')}"
    print(f"wrote {arguments.html}: {counts}, {len(page) / 1e6:.1f} MB")


def _word(count: int, one: str) -> str:
    return one if count == 1 else f"{one}s"


def _exit_code(bugs: Sequence[Bug], errors: Sequence[InputError]) -> int:
    for error in errors:
        print(f"xreg: {error}", file=sys.stderr)
    for bug in bugs:
        print(f"{bug.traceback}xreg: {bug.path}: this is a defect of xreg: please report it", file=sys.stderr)
    return 3 if bugs else 2 if errors else 0
