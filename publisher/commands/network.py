"""`xreg network record`: runs a built-in network over many input sizes and keeps what it shows as data."""

import argparse
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("network", help="record what a network's runs show", description=__doc__)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    recording = actions.add_parser("record", help="run a network over all input sizes and write its record")
    recording.add_argument("network", metavar="NETWORK", help="the network's name, such as xception")
    recording.add_argument("--to", type=Path, metavar="DIR", help="the folder of the record (default: xreg's own)")
    recording.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Makes and writes the record."""
    from xreg.registry.networks.recorder import record, write_record
    from xreg.registry.networks.records import FOLDER

    made = record(arguments.network)
    print(f"wrote {write_record(made, arguments.to or FOLDER)}")
    return 0
