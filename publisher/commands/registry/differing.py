"""`xreg diff`: what differs between two releases: claims, assets by their digests, states."""

import argparse
import sys
from collections.abc import Iterator

from xreg.publisher.commands.registry.common import (
    add_output,
    add_registry,
    find_release,
    opened,
    parse_name,
    refusing_damage,
)
from xreg.publisher.output import style_of
from xreg.publisher.releases.changes import Change, Changes, Side, changes
from xreg.publisher.releases.evidence import read_evidence
from xreg.publisher.releases.lines import shown
from xreg.publisher.releases.records import as_json
from xreg.publisher.reports.style import Style
from xreg.registry.store.registry import Registry
from xreg.schema.release import Release


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("old", metavar="UID@1", help="the one release")
    parser.add_argument("new", metavar="UID@2", help="the other one")
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=refusing_damage(run))


def run(arguments: argparse.Namespace) -> int:
    """Prints what changed from the one to the other."""
    names = [parse_name(arguments.old), parse_name(arguments.new)]
    with opened(arguments) as registry:
        old, new = (_side(registry, find_release(registry, named)) for named in names)
    found = changes(old, new)
    if arguments.output_format == "json":
        sides = {"old": old.release.name, "new": new.release.name}
        kinds = {kind: [change._asdict() for change in part] for kind, part in found._asdict().items()}
        sys.stdout.write(as_json({**sides, **kinds}))
        return 0
    sys.stdout.writelines(_lines(old.release.name, new.release.name, found, style_of(arguments)))
    return 0


def _side(registry: Registry, release: Release) -> Side:
    return Side(release, read_evidence(registry.read(release.evidence)))


def _lines(old: str, new: str, found: Changes, style: Style) -> Iterator[str]:
    if found.empty:
        yield f"{old} and {new} claim the same, of the same files\n"
        return
    yield style.paint("strong", f"{old} → {new}") + "\n"
    for kind, part in found._asdict().items():
        if part:
            yield f"\n{style.paint('strong', kind)}\n"
            for change in part:
                yield from _change(change, style)


def _change(change: Change, style: Style) -> Iterator[str]:
    yield f"  {shown(change.what)}\n"
    for mark, role, value in (("-", "removed", change.before), ("+", "added", change.after)):
        if value:
            yield f"    {style.paint(role, f'{mark} {shown(value)}')}\n"
