"""`xreg export`: writes the newest card of each model as the hub's own tree, which `mindspore_hub` reads."""

import argparse
from pathlib import Path

from xreg.publisher.commands.registry.common import add_registry, opened, refusing_damage
from xreg.registry.store.trees import TREE


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=f"the folder that is to hold {'/'.join(TREE)}")
    add_registry(parser)
    parser.set_defaults(run=refusing_damage(run))


def run(arguments: argparse.Namespace) -> int:
    """Writes the cards."""
    with opened(arguments) as registry:
        written = registry.export(arguments.folder)
    cards = "card" if len(written) == 1 else "cards"
    print(f"wrote {len(written):,} {cards} below {arguments.folder.joinpath(*TREE)}")
    return 0
