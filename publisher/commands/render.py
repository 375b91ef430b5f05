"""`xreg render`: the corrected card as a page, in the hub's markdown or as self-contained HTML with the evidence."""

import argparse
import sys
from pathlib import Path
from typing import Any

from xreg.publisher import files
from xreg.publisher.batch import Card
from xreg.publisher.commands.options import add_evidence_options, config_of, sources
from xreg.publisher.fix_cards import FixedCard, fix_card
from xreg.publisher.linting import Options, lint
from xreg.publisher.selection import Choice, chosen
from xreg.publisher.whole_file import write_whole
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("render", help="write the corrected card as a page", description=__doc__)
    parser.add_argument("card", metavar="CARD", help="a card")
    parser.add_argument("--format", choices=("markdown", "html"), default="markdown", help="default: markdown")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file, not to standard output")
    parser.add_argument("--as-is", action="store_true", help="render the card as it stands, without fixes")
    parser.add_argument("--config", type=Path, metavar="FILE", help="this configuration, and no other")
    add_evidence_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Fixes the card in memory and writes the page; the card itself stays as it is."""
    config = config_of(arguments)
    options = Options(chosen(Choice()), sources=sources(arguments, config))
    card = Card(arguments.card, files.read(arguments.card))
    fixed = fix_card(card, options, Applicability.UNSAFE)
    if not isinstance(fixed, FixedCard):
        raise RuntimeError(fixed.traceback)
    if fixed.refused:
        raise XregError(f"{card.path}: cannot be corrected: {fixed.refused}: use --as-is to render it as it stands")
    page = _page(arguments, fixed, options)
    if arguments.output:
        _write(arguments.output, page)
    else:
        sys.stdout.write(page)
    return 0


def _page(arguments: argparse.Namespace, fixed: FixedCard, options: Options) -> str:
    from xreg.publisher.rendering.html import render_html
    from xreg.publisher.rendering.markdown import render_markdown

    text = fixed.before if arguments.as_is else fixed.after
    linted = lint(text, fixed.card.path, options)
    if arguments.format == "markdown":
        return render_markdown(linted.document)
    applied = () if arguments.as_is else fixed.applied
    return render_html(linted.document, linted.findings, applied, linted.evidence)


def _write(path: Path, page: str) -> None:
    try:
        write_whole(path, page.encode(errors="surrogateescape"))
    except OSError as error:
        raise XregError(f"{path}: cannot be written: {error.strerror}") from error
