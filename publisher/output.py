"""What the commands print: findings in the chosen format, a closing line for people, and differences."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from xreg.publisher.batch import Bug
from xreg.publisher.config import Config
from xreg.publisher.fix_cards import FixedCard
from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style

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


def print_results(
    results: Sequence[CardResult | Bug],
    arguments: argparse.Namespace,
    config: Config,
    fixed: Sequence[FixedCard] = (),
) -> None:
    """Prints the findings; to standard error where standard output carries a fixed card."""
    stream = sys.stderr if any(item.card.stdin for item in fixed) else sys.stdout
    name = arguments.output_format or config.output_format or "full"
    cards = [item for item in results if isinstance(item, CardResult)]
    style = style_of(arguments, stream)
    stream.writelines(FORMATS[name](cards, style))
    if name in FOR_PEOPLE:
        from xreg.publisher.reports.closing import closing

        stream.write(closing(cards, sum(len(item.applied) for item in fixed)) + "\n")


def print_diffs(fixed: Sequence[FixedCard], style: Style) -> None:
    """Prints what the fixes change, as a unified diff."""
    from xreg.publisher.reports.diff import diff

    for item in fixed:
        if item.after.value != item.before.value:
            sys.stdout.writelines(diff(item.card.path, item.before, item.after, style))
