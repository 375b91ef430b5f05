"""`xreg list`: the newest release of each model."""

import argparse
import sys
from collections.abc import Iterator

from xreg.publisher.commands.registry.common import add_output, add_registry, opened
from xreg.publisher.output import style_of
from xreg.publisher.releases.lines import release_lines
from xreg.publisher.releases.records import json_array, release_record
from xreg.registry.store.registry import Registry
from xreg.schema.release import Release


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints a line a release, page by page, however many there are."""
    with opened(arguments) as registry:
        if arguments.output_format == "json":
            sys.stdout.writelines(json_array(release_record(item) for item in registry.all()))
            return 0
        style = style_of(arguments)
        for page in _pages(registry):
            sys.stdout.writelines(release_lines(page, style))
    return 0


def _pages(registry: Registry) -> Iterator[tuple[Release, ...]]:
    after = ""
    while page := registry.list(after):
        yield page
        after = str(page[-1].uid)
