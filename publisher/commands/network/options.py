"""The options that the actions of `xreg network` have in common, and the networks that they mean."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xreg.registry.networks.modes import ISOLATIONS, Isolation
from xreg.schema.errors import XregError

if TYPE_CHECKING:
    from xreg.registry.networks.recording.population import Network
    from xreg.registry.repositories.views import Clones


def add_names(parser: argparse.ArgumentParser, text: str) -> None:
    """Adds the networks' names, and the folder of the records."""
    parser.add_argument("names", nargs="*", metavar="NETWORK", help=text)
    help_text = "the folder of the records (default: xreg's own)"
    parser.add_argument("--records", "--to", type=Path, metavar="DIR", dest="records", help=help_text)


def add_repositories(parser: argparse.ArgumentParser) -> None:
    """Adds where the networks' code is, and how many are run at a time."""
    help_text = "a clone that holds the networks' code, such as gitee.com/mindspore/models=../models"
    parser.add_argument("--repository", action="append", default=[], metavar="NAME=PATH", help=help_text)
    branch_help = "only networks of these branches (default: all releases and the main branch)"
    parser.add_argument("--branch", nargs="+", action="extend", default=[], metavar="BRANCH", help=branch_help)
    parser.add_argument("--newest", action="store_true", help="each network of a clone on its newest branch alone")
    parser.add_argument("--jobs", type=int, metavar="N", help="networks at a time (default: as cores and memory allow)")
    isolation_help = "require: run no network that cannot be kept from files, network and processes (default: auto)"
    parser.add_argument("--isolation", choices=ISOLATIONS, help=isolation_help)


def folder_of(arguments: argparse.Namespace) -> Path:
    """The folder of the records."""
    from xreg.registry.networks.recording.files import FOLDER

    given: Path | None = arguments.records
    return given or FOLDER


def isolation_of(arguments: argparse.Namespace) -> Isolation:
    """The isolation that is asked for: the command line wins over the configuration."""
    from xreg.publisher import config

    return arguments.isolation or config.find(Path.cwd()).isolation or "auto"


def clones_of(arguments: argparse.Namespace) -> "Clones":
    """The clones that were given."""
    from xreg.registry.repositories.given import clones, named_path

    return clones(map(named_path, arguments.repository))


def networks_of(arguments: argparse.Namespace) -> "Iterator[Network]":
    """The networks of the clones that were given; without one those of the packages that are installed."""
    from xreg.registry.networks.recording import population
    from xreg.registry.networks.recording.files import PACKAGES
    from xreg.registry.repositories.clone import Clone
    from xreg.registry.repositories.places import place_of

    wanted, given = frozenset(arguments.names), clones_of(arguments)
    found = [list(population.networks_of(place_of(each.name), Clone(each.path), arguments.branch)) for each in given]
    found = [population.newest(networks) for networks in found] if arguments.newest else found
    found += [list(population.installed(place_of(name))) for name in PACKAGES] if not given else []
    for networks in found:
        yield from (each for each in networks if not wanted or each.network in wanted)


def check_names(names: list[str], found: frozenset[str]) -> None:
    """Raises XregError where a name is none of those that were found."""
    if unknown := [name for name in names if name not in found]:
        raise XregError(
            f"no network is called {', '.join(unknown)}: give the repository that has it with --repository NAME=PATH"
        )
