"""`xreg yank`: takes a release out of search, for ever; it stays readable."""

import argparse
import sys

from xreg.publisher.commands.registry.common import add_output, add_registry, find_release, opened, parse_name
from xreg.publisher.releases.lines import shown
from xreg.publisher.releases.records import as_json, release_record
from xreg.schema.errors import XregError


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("release", metavar="UID@REVISION", help="publisher/version/name@2")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why: whoever uses the release will read it")
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Yanks the release; one that was yanked before keeps its reason."""
    named = parse_name(arguments.release)
    if named.revision is None:
        raise XregError(f"which revision of {named.uid}: write {named.uid}@1, and see `xreg history {named.uid}`")
    with opened(arguments) as registry:
        before = find_release(registry, named)
        after = registry.yank(named.uid, named.revision, arguments.reason)
    if arguments.output_format == "json":
        sys.stdout.write(as_json({**release_record(after), "new": not before.yanked}))
        return 0
    what = "was yanked before, and keeps its reason" if before.yanked else "is yanked"
    print(f"{after.name} {what}: {shown(after.yanked)}")
    return 0
