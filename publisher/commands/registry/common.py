"""What the commands of a registry have in common: where it lies, naming a release, how the answer is printed."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from xreg.publisher import config as configuration
from xreg.publisher.config import Config
from xreg.publisher.registries import location_of, open_existing
from xreg.publisher.releases.suggestions import nearest
from xreg.publisher.reports.plain import cropped, visible
from xreg.registry.store.errors import DamagedError, NotReleasedError
from xreg.registry.store.registry import Registry
from xreg.schema.errors import XregError
from xreg.schema.release import Release, Uid

FAILED = 1
_DIGITS = 9


class Named(NamedTuple):
    """A release as it is named: `publisher/version/name@2`, or without a revision, which is None then."""

    uid: Uid
    revision: int | None


def add_registry(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say which registry, by which configuration."""
    text = "a folder, or postgresql://…?blobs=s3://… (default: XREG_REGISTRY, the configuration's, the user's own)"
    parser.add_argument("--registry", metavar="DIR|URL", help=text)
    parser.add_argument("--config", type=Path, metavar="FILE", help="this configuration, and no other")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say how the answer is printed."""
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=("text", "json"), default="text", help="default: text")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")


def number(text: str) -> int:
    """Reads a number from 1 on."""
    if not (text.isascii() and text.isdigit()) or len(text) > _DIGITS or int(text) == 0:
        raise argparse.ArgumentTypeError(f"must be a number from 1, not {text[:20]!r}")
    return int(text)


def config_of(arguments: argparse.Namespace) -> Config:
    """The configuration that holds for a command."""
    given: Path | None = arguments.config
    return configuration.read(given) if given else configuration.find(Path.cwd())


@contextmanager
def opened(arguments: argparse.Namespace, config: Config | None = None) -> Iterator[Registry]:
    """The registry that a command reads; it must be there."""
    with open_existing(location_of(arguments.registry, config or config_of(arguments))) as registry:
        yield registry


def parse_name(text: str) -> Named:
    """Reads how a release is named. Raises XregError."""
    uid, at, revision = text.partition("@")
    if not at:
        return Named(Uid.parse(uid), None)
    if not (revision.isascii() and revision.isdigit()) or len(revision) > _DIGITS or not int(revision):
        raise XregError(f"{cropped(visible(text), 200)} names no revision: write the number behind the @, as in UID@1.")
    return Named(Uid.parse(uid), int(revision))


def find_release(registry: Registry, named: Named) -> Release:
    """The release that is named; without a revision the newest that was not yanked. Raises NotReleasedError."""
    last = known(registry, named.uid)
    if named.revision is None:
        return registry.latest(named.uid)
    if named.revision > last.revision:
        raise NotReleasedError(
            f"{named.uid}@{named.revision} was never released: the last one is {last.name}; see `xreg history`."
        )
    return registry.release(named.uid, named.revision)


def known(registry: Registry, uid: Uid) -> Release:
    """The last release of a UID. Raises NotReleasedError, which names the nearest UIDs, where there is none."""
    last = registry.last(uid)
    if last is None:
        near = nearest(registry, uid)
        hint = f"did you mean {' or '.join(near)}?" if near else "look for it with xreg search."
        raise NotReleasedError(f"{uid} was never released here: {hint}")
    return last


def refusing_damage(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Ends a command with 1 where bytes of the registry are lost or changed: what was asked for does not hold."""

    def guarded(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except DamagedError as error:
            print(f"xreg: {error}", file=sys.stderr)
            return FAILED

    return guarded
