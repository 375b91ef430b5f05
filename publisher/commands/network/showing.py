"""`xreg network show`: prints what is recorded of a network, each state of its code that was recorded."""

import argparse
import json
from typing import Any

from xreg.publisher.commands.network.options import add_names, folder_of
from xreg.schema.errors import XregError


def add(actions: Any) -> None:
    """Adds the action to the parser."""
    parser = actions.add_parser("show", help="print what is recorded of networks", description=__doc__)
    add_names(parser, "the networks' names, such as resnet50; without one the names of all are printed")
    parser.add_argument("--repository", metavar="NAME", help="only networks of this repository")
    parser.add_argument("--branch", metavar="BRANCH", help="only the state of this branch, commit or tree")
    parser.add_argument("--output-format", choices=("full", "json"), default="full", help="how (default: full)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the records; raises XregError where there is none."""
    from xreg.publisher.reports.recorded_network import as_json, lines
    from xreg.registry.networks.recording.asking import names, shown

    records = folder_of(arguments)
    if not arguments.names:
        print("\n".join(names(records, arguments.repository)))
        return 0
    found = [each for name in arguments.names for each in shown(name, records, arguments.repository, arguments.branch)]
    if not found:
        raise XregError(f"nothing is recorded of {', '.join(arguments.names)}: `xreg network show` prints the names")
    if arguments.output_format == "json":
        print(json.dumps([as_json(each) for each in found], indent=2, ensure_ascii=False))
    else:
        print("\n\n".join("\n".join(lines(each)) for each in found))
    return 0
