"""`xreg show`: one release, with the evidence beside each claim, what was verified, and who signed it."""

import argparse
import sys

from xreg.publisher.commands.registry.common import (
    FAILED,
    add_output,
    add_registry,
    config_of,
    find_release,
    opened,
    parse_name,
)
from xreg.publisher.config import Config
from xreg.publisher.output import style_of
from xreg.publisher.releases.evidence import read_evidence
from xreg.publisher.releases.pages import Page, page_lines, page_record
from xreg.publisher.releases.records import as_json, release_record
from xreg.publisher.releases.signers import Signing, signature_of
from xreg.publisher.releases.verification import read_report
from xreg.registry.store.errors import StoreError
from xreg.registry.store.registry import Registry
from xreg.schema.digests import Digest
from xreg.schema.release import Release


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("release", metavar="UID[@REVISION]", help="publisher/version/name, with @2 for its revision 2")
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the release; 1 where its signature does not hold, or some of it is lost or changed."""
    named, config = parse_name(arguments.release), config_of(arguments)
    with opened(arguments, config) as registry:
        page = _page(registry, find_release(registry, named), config)
    if arguments.output_format == "json":
        sys.stdout.write(as_json(page_record(page, release_record(page.release))))
    else:
        sys.stdout.writelines(page_lines(page, style_of(arguments)))
    return FAILED if page.damage or page.signature.state is Signing.BROKEN else 0


def _page(registry: Registry, release: Release, config: Config) -> Page:
    damage: list[str] = []
    evidence = _read(registry, release.evidence, damage)
    report = _read(registry, release.verification, damage)
    return Page(
        release,
        signature_of(registry, release, config.trusted_keys),
        read_evidence(evidence),
        read_report(report),
        tuple(asset.digest is not None and registry.holds(asset.digest) for asset in release.assets),
        tuple(damage),
    )


def _read(registry: Registry, digest: Digest, damage: list[str]) -> bytes:
    """The bytes of a digest; where they are lost or changed that is damage, and there are none."""
    try:
        return registry.read(digest)
    except StoreError as error:
        damage.append(str(error))
        return b""
