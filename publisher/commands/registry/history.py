"""`xreg history`: all releases of a model, the first one first."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from xreg.publisher.commands.registry.common import (
    FAILED,
    add_output,
    add_registry,
    config_of,
    known,
    opened,
    parse_name,
)
from xreg.publisher.output import style_of
from xreg.publisher.releases.lines import shown, state_word
from xreg.publisher.releases.records import json_array, release_record
from xreg.publisher.releases.signers import Signature, Signing, signature_of
from xreg.publisher.reports.style import Style
from xreg.schema.errors import XregError
from xreg.schema.release import Release


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("uid", metavar="UID", help="publisher/version/name")
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints a line a release, and why it was yanked if it was; 1 where a signature does not hold."""
    named, config = parse_name(arguments.uid), config_of(arguments)
    if named.revision is not None:
        raise XregError(f"a history is that of all revisions: write {named.uid}, or see `xreg show {arguments.uid}`")
    with opened(arguments, config) as registry:
        known(registry, named.uid)
        found = [(item, signature_of(registry, item, config.trusted_keys)) for item in registry.history(named.uid)]
    if arguments.output_format == "json":
        records = (release_record(item) | {"signature": signature.record} for item, signature in found)
        sys.stdout.writelines(json_array(records))
    else:
        sys.stdout.writelines(_lines(found, style_of(arguments)))
    return FAILED if any(signature.state is Signing.BROKEN for _, signature in found) else 0


def _lines(found: Sequence[tuple[Release, Signature]], style: Style) -> Iterator[str]:
    for release, signature in found:
        said = f"{release.time}, {state_word(release.state, style)}, by {shown(release.publisher)}"
        yield f"{release.name}  {said}, card {release.card.hex[:12]}, {shown(signature.text)}\n"
        if release.yanked:
            yield f"  {style.paint('error', 'yanked')}: {shown(release.yanked)}\n"
