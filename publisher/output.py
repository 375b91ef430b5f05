"""What the commands print: findings in the chosen format, a closing line for people, and differences."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from xreg.publisher.batch import Bug
from xreg.publisher.config import Config
from xreg.publisher.fix_cards import FixedCard
from xreg.publisher.reports.formats import FORMATS, Format
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.errors import XregError

FOR_PEOPLE = ("full", "concise")
_WIDTH = 120
_NARROWEST = 60


def style_of(arguments: argparse.Namespace, stream: TextIO | None = None) -> Style:
    """Colours where the stream is a terminal and NO_COLOR is not set, unless the command line decides."""
    stream = stream or sys.stdout
    wanted = arguments.color == "auto" and stream.isatty() and not os.environ.get("NO_COLOR")
    return Style(colour=arguments.color == "always" or wanted, width=_width(stream))


def _width(stream: TextIO) -> int:
    """As wide as `COLUMNS` says, else as the terminal is, else 120."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and len(told) < 5:
        return max(_NARROWEST, int(told))
    try:
        return max(_NARROWEST, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        return _WIDTH


def format_of(arguments: argparse.Namespace, config: Config) -> tuple[str, Format]:
    """The output format by name, and what writes it: findings, or statistics where they are asked for."""
    name: str = arguments.output_format or config.output_format or "full"
    if not arguments.statistics:
        return name, FORMATS[name]
    from xreg.publisher.reports.statistics import STATISTICS

    if name not in STATISTICS:
        raise XregError(f"--statistics are not made as {name}: use --output-format {', '.join(STATISTICS)}")
    return name, STATISTICS[name]


def stream_of(fixed: Sequence[FixedCard]) -> TextIO:
    """Where reports go: to standard error where standard output carries a fixed card."""
    return sys.stderr if any(item.card.stdin for item in fixed) else sys.stdout


def print_results(
    results: Sequence[CardResult | Bug],
    arguments: argparse.Namespace,
    config: Config,
    fixed: Sequence[FixedCard] = (),
    accepted: str = "",
) -> None:
    """Prints the findings, and for people a closing line, which ends with what is said of `accepted` ones."""
    stream = stream_of(fixed)
    name, report = format_of(arguments, config)
    cards = [item for item in results if isinstance(item, CardResult)]
    stream.writelines(report(cards, style_of(arguments, stream)))
    if name in FOR_PEOPLE:
        from xreg.publisher.reports.closing import closing

        stream.write(closing(cards, sum(len(item.applied) for item in fixed)) + accepted + "\n")


def print_diffs(fixed: Sequence[FixedCard], style: Style) -> None:
    """Prints what the fixes change, as a unified diff."""
    from xreg.publisher.reports.diff import diff

    for item in fixed:
        if item.after.value != item.before.value:
            sys.stdout.writelines(diff(item.card.path, item.before, item.after, style))
