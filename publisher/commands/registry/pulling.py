"""`xreg pull`: copies a release's card and assets into a folder, once their digests and the signature hold."""

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

from xreg.publisher.commands.registry.common import (
    FAILED,
    add_output,
    add_registry,
    config_of,
    find_release,
    opened,
    parse_name,
    refusing_damage,
)
from xreg.publisher.config import Config
from xreg.publisher.output import style_of
from xreg.publisher.progress import progress
from xreg.publisher.releases.copies import Part, copy, parts_of
from xreg.publisher.releases.lines import shown, state_word
from xreg.publisher.releases.records import as_json, release_record
from xreg.publisher.releases.signers import Signature, Signing, signature_of
from xreg.registry.store.registry import Registry
from xreg.schema.release import Release, ReleasedAsset


class Pulled(NamedTuple):
    """What was copied of a release, what the registry does not hold, and who signed it."""

    release: Release
    parts: list[Part]
    absent: list[ReleasedAsset]
    signature: Signature


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("release", metavar="UID[@REVISION]", help="publisher/version/name, with @2 for its revision 2")
    parser.add_argument("--to", required=True, type=Path, metavar="DIR", help="the folder that is to hold the files")
    text = "also where trusted-keys are configured and none of them signed the release"
    parser.add_argument("--allow-unsigned", action="store_true", help=text)
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=refusing_damage(run))


def run(arguments: argparse.Namespace) -> int:
    """Copies the release; 1 where its signature does not hold, or none of the trusted keys signed it."""
    named, config = parse_name(arguments.release), config_of(arguments)
    with opened(arguments, config) as registry:
        release = find_release(registry, named)
        signature = signature_of(registry, release, config.trusted_keys)
        if reason := _refusal(signature, config, arguments.allow_unsigned):
            print(f"xreg: {release.name} was not pulled: {reason}", file=sys.stderr)
            return FAILED
        pulled = _pull(registry, release, signature, arguments.to)
    if arguments.output_format == "json":
        sys.stdout.write(as_json(_record(pulled, arguments.to)))
    else:
        _print(pulled, arguments)
    return 0


def _refusal(signature: Signature, config: Config, allowed: bool) -> str:
    """Why a release is not pulled; empty where it is. A signature that does not hold is never allowed."""
    if signature.state is Signing.BROKEN:
        return signature.text
    if config.trusted_keys and signature.state is not Signing.SIGNED and not allowed:
        return f"it is {signature.text}, and trusted-keys are configured: see --allow-unsigned"
    return ""


def _pull(registry: Registry, release: Release, signature: Signature, folder: Path) -> Pulled:
    parts, absent = parts_of(registry, release)
    with progress(sum(part.size for part in parts) or None, "B") as bar:
        copy(registry, parts, folder, bar)
    return Pulled(release, parts, absent, signature)


def _print(pulled: Pulled, arguments: argparse.Namespace) -> None:
    style, release = style_of(arguments), pulled.release
    print(f"pulled {release.name} to {arguments.to}: {state_word(release.state, style)}, {pulled.signature.text}")
    if release.yanked:
        print(f"  {style.paint('error', 'yanked')}: {shown(release.yanked)}")
    for part in pulled.parts:
        print(f"  {part.name}  {part.digest}")
    for asset in pulled.absent:
        print(f"  {shown(asset.name)} is not held by the registry: its link is {shown(asset.link)}")


def _record(pulled: Pulled, folder: Path) -> dict[str, Any]:
    return {
        **release_record(pulled.release),
        "signature": pulled.signature.record,
        "files": [{"path": str(folder / part.name), "digest": str(part.digest)} for part in pulled.parts],
        "not_held": [{"name": asset.name, "link": asset.link} for asset in pulled.absent],
    }
