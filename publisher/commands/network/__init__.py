"""`xreg network`: records what the runs of networks show, prints the records, and runs the networks against them."""

from typing import Any

from xreg.publisher.commands.network import recording, showing, verifying


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser(
        "network", help="record, show and verify what networks' runs show", description=__doc__
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for module in (recording, showing, verifying):
        module.add(actions)
