"""`xreg network verify`: runs recorded networks again, and says what drifted since: MindSpore, the repository, xreg.

Each network is built from the very code that was recorded, where the clone still has it; that a branch has other code
now is said besides. Exits with 1 where something drifted.
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xreg.publisher.commands.network.options import add_names, add_repositories, clones_of, folder_of, isolation_of
from xreg.schema.errors import XregError

if TYPE_CHECKING:
    from xreg.registry.networks.recording.again import Again
    from xreg.registry.networks.recording.drift import Drift

Checked = tuple[str, "Drift | None"]  # a network and where it is, for people, and what drifted


def add(actions: Any) -> None:
    """Adds the action to the parser."""
    parser = actions.add_parser("verify", help="run recorded networks again and compare", description=__doc__)
    add_names(parser, "the networks' names (default: all that are recorded)")
    add_repositories(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints what drifted; 1 where something did."""
    from xreg.publisher.progress import progress
    from xreg.registry.networks.recording.again import recorded_here
    from xreg.registry.networks.recording.drift import SAYS

    built_in = _built_in(arguments)
    found = recorded_here(folder_of(arguments), arguments.names, clones_of(arguments), arguments.branch)
    number = len(built_in) + len(found.runnable)
    if not number:
        raise XregError("none of the recorded networks can be built here: give their clone with --repository NAME=PATH")
    drifted = [f"{each.name}: {SAYS['repository']}\n  {each.says}" for each in found.moved]
    with progress(number, "networks") as bar:
        for name, drift in _checked(built_in, found, arguments):
            bar.advance()
            drifted += ["\n  ".join((f"{name}: {drift.says}", *drift.differences))] if drift else []
    left_out = f"; {found.left_out} were left out: their code is not in what was given" if found.left_out else ""
    counted = "1 network was" if number == 1 else f"{number} networks were"
    print("\n".join((*drifted, f"{counted} run again: {len(drifted) or 'nothing'} drifted{left_out}")))
    return 1 if drifted else 0


def _built_in(arguments: argparse.Namespace) -> list[str]:
    """The built-in networks that are asked for: their records are xreg's own."""
    from xreg.registry.networks.table import known_networks

    if arguments.repository or arguments.branch or arguments.records:
        return []
    return [name for name in known_networks() if not arguments.names or name in arguments.names]


def _checked(built_in: list[str], found: "Again", arguments: argparse.Namespace) -> Iterator[Checked]:
    from xreg.registry.networks.recording import again
    from xreg.registry.networks.recording.running import here, runner

    isolation = isolation_of(arguments)
    yield from ((f"{name}, built in", again.built_in(name, isolation)) for name in built_in)
    if found.runnable:
        yield from again.again(found, runner(clones_of(arguments), arguments.jobs, isolation), here().worker)
