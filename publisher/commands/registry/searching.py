"""`xreg search`: releases by the words of their cards, narrowed by task, dataset, version, backend and state."""

import argparse
import sys

from xreg.publisher.commands.registry.common import add_output, add_registry, number, opened
from xreg.publisher.output import style_of
from xreg.publisher.releases.lines import release_lines
from xreg.publisher.releases.records import json_array, release_record
from xreg.schema.errors import XregError
from xreg.schema.verification import State

_FACETS = {
    "task": ("TASK", "of this task, such as cv-classification"),
    "dataset": ("DATASET", "trained on this dataset, such as imagenet2012"),
    "version": ("VERSION", "for this version of MindSpore, such as 1.9"),
    "backend": ("BACKEND", "for this backend: ascend, gpu, cpu"),
}
_LIMIT = 20


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="words that must all be there, or begin words")
    narrowing = parser.add_argument_group("narrowing")
    for name, (value, text) in _FACETS.items():
        narrowing.add_argument(f"--{name}", default="", metavar=value, help=text)
    narrowing.add_argument("--verified", action="store_true", help="whose assets were verified")
    narrowing.add_argument("--limit", type=number, default=_LIMIT, metavar="N", help=f"at most so many ({_LIMIT})")
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints a line a release, those first that have all words in name or title."""
    facets = {name: getattr(arguments, name) for name in _FACETS}
    if arguments.verified:
        facets["state"] = State.VERIFIED.value
    words = " ".join(arguments.words)
    if not words.strip() and not any(facets.values()):
        raise XregError("there is nothing to search for: give words or a filter, or use `xreg list`")
    with opened(arguments) as registry:
        found = registry.search(words, arguments.limit + 1, **facets)
    shown, more = found[: arguments.limit], len(found) > arguments.limit
    if arguments.output_format == "json":
        sys.stdout.writelines(json_array(map(release_record, shown)))
        return 0
    sys.stdout.writelines(release_lines(shown, style_of(arguments)))
    if not found or more:
        print("there are more: see --limit" if more else "no release has all of that", file=sys.stderr)
    return 0
