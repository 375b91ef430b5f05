"""The options that say what shares the work of a run: processes of this machine, or a cluster."""

import argparse
from typing import TYPE_CHECKING

from xreg.publisher.batch import default_jobs
from xreg.publisher.linting import Options
from xreg.schema.errors import XregError

if TYPE_CHECKING:
    from xreg.publisher.engines.engine import Engine

ENGINES = ("local", "ray")


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of commands that lint many cards."""
    group = parser.add_argument_group("many machines")
    engine_help = "what shares the work: processes of this machine, or the tasks of a Ray cluster (default: local)"
    group.add_argument("--engine", choices=ENGINES, default="local", help=engine_help)
    address_help = (
        "the cluster's head (default: RAY_ADDRESS, else a cluster that runs here, else one started for the run)"
    )
    group.add_argument("--ray-address", default="", metavar="HOST:PORT", help=address_help)


def sharing_of(arguments: argparse.Namespace, options: Options) -> "int | Engine":
    """So many processes of this machine, or the cluster. Raises XregError for options that do not go together."""
    if arguments.engine == "local":
        if arguments.ray_address:
            raise XregError("--ray-address is for a cluster: give `--engine ray` with it")
        jobs: int | None = arguments.jobs
        return jobs or default_jobs()
    if arguments.jobs:
        raise XregError("--jobs is for `--engine local`: a cluster runs as many tasks as it has processors")
    from xreg.publisher.engines.cluster import Cluster  # not at the top: one card starts no cluster
    from xreg.publisher.engines.needs import needs_of

    return Cluster(arguments.ray_address, needs_of(options))
