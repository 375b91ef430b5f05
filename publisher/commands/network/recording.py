"""`xreg network record`: builds and runs networks and keeps what that shows as data.

A built-in network is run over all square input sizes; one of a repository at the inputs that its own code and the cards
suggest, and its accepted range is searched for. What was recorded of the same code, by the same MindSpore and xreg, is
not run again; each record is written as soon as its network has run.
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xreg.publisher.commands.network.options import (
    add_names,
    add_repositories,
    check_names,
    clones_of,
    folder_of,
    isolation_of,
    networks_of,
)
from xreg.schema.errors import XregError

if TYPE_CHECKING:
    from xreg.registry.networks.recording.population import Network
    from xreg.schema.document import Document


def add(actions: Any) -> None:
    """Adds the action to the parser."""
    parser = actions.add_parser("record", help="run networks and write their records", description=__doc__)
    add_names(parser, "the networks' names, such as resnet50")
    add_repositories(parser)
    parser.add_argument("--all", action="store_true", help="all networks of the clones, or of the packages installed")
    cards_help = "the networks of these cards, as they call them and at their input shapes"
    parser.add_argument("--cards", nargs="+", default=[], metavar="PATH", help=cards_help)
    parser.add_argument("--again", action="store_true", help="also those that were recorded by what is here")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Makes and writes the records; 0 whatever the networks do, since that is what is recorded."""
    from xreg.registry.networks.table import known_networks

    if bool(arguments.names) == bool(arguments.all or arguments.cards):
        raise XregError("say which networks to record: name them, or give --all or --cards")
    built_in = [] if arguments.repository else [name for name in arguments.names if name in known_networks()]
    for name in built_in:
        _sweep(name, arguments)
    if arguments.all or arguments.cards or len(built_in) < len(arguments.names):
        _record(arguments, frozenset(built_in))
    return 0


def _sweep(name: str, arguments: argparse.Namespace) -> None:
    from xreg.registry.networks.built_in.sweep import record, write_record

    made = record(name, isolation=isolation_of(arguments))
    print(f"wrote {write_record(made, folder_of(arguments))}")


def _record(arguments: argparse.Namespace, done: frozenset[str]) -> None:
    from xreg.publisher.progress import progress
    from xreg.registry.networks.recording.making import outstanding, record_all
    from xreg.registry.networks.recording.running import here, runner

    records, ours = folder_of(arguments), here()
    found = [each for each in _networks(arguments) if each.network not in done]
    check_names(arguments.names, done | {each.network for each in found})
    wanted = found if arguments.again else list(outstanding(found, ours, records))
    built = ran = 0
    run_all = runner(clones_of(arguments), arguments.jobs, isolation_of(arguments))
    with progress(len(wanted), "networks") as bar:
        for evidence in record_all(wanted, run_all, ours.worker, records):
            built, ran = built + bool(evidence.built), ran + evidence.ever_ran
            bar.advance()
    print(f"recorded {len(wanted)} networks: {built} build, {ran} run; {len(found) - len(wanted)} were recorded before")


def _networks(arguments: argparse.Namespace) -> "Iterator[Network]":
    """The networks of the clones or packages, of the cards, or of both."""
    if arguments.names or arguments.all:
        yield from networks_of(arguments)
    if arguments.cards:
        from xreg.registry.networks.recording.for_cards import networks_of_cards

        yield from networks_of_cards(_documents(arguments.cards), clones_of(arguments))


def _documents(paths: list[str]) -> "Iterator[Document]":
    from xreg.publisher import files
    from xreg.schema.document import parse
    from xreg.schema.text import Text

    for path in files.cards(paths):
        if isinstance(path, files.InputError):
            raise path
        yield parse(Text.from_bytes(files.read(path)), path)
