"""`xreg knowledge`: shows what is known, proves it consistent, and records what a models' repository holds."""

import argparse
from pathlib import Path
from typing import Any

from xreg.schema.errors import XregError


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("knowledge", help="show, check or record what is known", description=__doc__)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    showing = actions.add_parser("show", help="print what is known of a model, a dataset or a paper, and from where")
    showing.add_argument("name", metavar="NAME", help="a name as cards write it (resnet50), a title, an arXiv number")
    showing.set_defaults(run=show)
    checking = actions.add_parser("check", help="check that the knowledge base is consistent")
    checking.set_defaults(run=check)
    recording = actions.add_parser("record-repository", help="record the facts of the models' repository from a clone")
    recording.add_argument("path", metavar="PATH", type=Path, help="the folder of a clone, bare or not")
    name_help = "the repository's address (default: gitee.com/mindspore/models)"
    recording.add_argument("--name", default="gitee.com/mindspore/models", metavar="NAME", help=name_help)
    branch_help = "record these branches alone, each read from itself or from another revision (r1.0=v1.0.1)"
    recording.add_argument("--branch", nargs="+", action="extend", default=[], metavar="BRANCH[=REV]", help=branch_help)
    recording.add_argument("--to", type=Path, metavar="FILE", help="the file of the record (default: xreg's own)")
    recording.set_defaults(run=record)


def show(arguments: argparse.Namespace) -> int:
    """Prints what is known under a name; 1 where nothing is."""
    from xreg.publisher.reports.known import known
    from xreg.registry.knowledge.load import load

    lines = list(known(arguments.name, load()))
    print("\n".join(lines) if lines else f"nothing is known of {arguments.name!r}")
    return 0 if lines else 1


def check(_: argparse.Namespace) -> int:
    """Prints what contradicts itself in the knowledge base; 1 where something does."""
    from xreg.registry.knowledge.consistency import contradictions
    from xreg.registry.knowledge.load import load
    from xreg.registry.knowledge.sources import read

    found, known = list(contradictions(read(), load())), load()
    counted = f"{len(known.architectures)} architectures, {len(known.datasets)} datasets, {len(known.papers)} papers"
    print("\n".join((*found, f"{counted}: {f'{len(found)} contradictions' if found else 'consistent'}")))
    return 1 if found else 0


def record(arguments: argparse.Namespace) -> int:
    """Reads a clone's branches and writes their record."""
    from xreg.registry.repositories.facts import read_branches
    from xreg.registry.repositories.places import place_of
    from xreg.registry.repositories.record import write_record

    place = place_of(arguments.name)
    target = arguments.to or place.record
    if not target:
        raise XregError(
            f"{place.name} is none of the repositories that xreg ships records of: say where with --to FILE"
        )
    pairs = (text.partition("=") for text in arguments.branch)
    branches = read_branches(arguments.path, place, {name: revision or name for name, _, revision in pairs})
    written = write_record(branches, target)
    print(f"wrote {written}: {len(branches)} branches, {written.stat().st_size // 1000} kB")
    return 0
