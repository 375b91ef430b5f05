"""`xreg verify`: the checks of `xreg publish --verify-asset`, without publishing."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from xreg.publisher import files
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
from xreg.publisher.commands.registry.verify_options import add_verify_options, report_lines, settings_of
from xreg.publisher.config import Config
from xreg.publisher.output import style_of
from xreg.publisher.progress import progress
from xreg.publisher.registries import location_of, open_existing
from xreg.publisher.releases.copies import free_name
from xreg.publisher.releases.lines import shown
from xreg.publisher.releases.records import as_json
from xreg.publisher.verifying.card import Settings, verify_card
from xreg.publisher.verifying.reporting import report_json
from xreg.registry.store.errors import NotReleasedError
from xreg.registry.store.registry import Registry
from xreg.schema.document import Document, parse
from xreg.schema.release import Release
from xreg.schema.text import Text
from xreg.schema.verification import AssetReport, State


class Subject(NamedTuple):
    """What is verified: its name as it was given, the card, and how."""

    name: str
    document: Document
    settings: Settings


class Verified(NamedTuple):
    """A card and the reports on its assets; a card without assets is not verified."""

    name: str
    reports: tuple[AssetReport, ...]

    @property
    def state(self) -> State:
        """Failed where an asset failed, verified where each one is, not verified otherwise."""
        states = {report.state for report in self.reports}
        if State.FAILED in states:
            return State.FAILED
        return State.VERIFIED if states == {State.VERIFIED} else State.UNVERIFIED


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("subjects", nargs="+", metavar="CARD|UID", help="cards, or releases: publisher/version/name@2")
    add_verify_options(parser)
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=refusing_damage(run))


def run(arguments: argparse.Namespace) -> int:
    """Prints what was verified, what failed and what could not be verified; 0 where all was verified."""
    config = config_of(arguments)
    done = [_verified(name, arguments, config) for name in arguments.subjects]
    if arguments.output_format == "json":
        sys.stdout.write(as_json([_record(item) for item in done]))
    else:
        style = style_of(arguments)
        for item in done:
            empty = "" if item.reports else ": not verified: the card lists no asset"
            sys.stdout.write(f"{shown(item.name)}{empty}\n")
            sys.stdout.writelines(report_lines(item.reports, style))
    return 0 if all(item.state is State.VERIFIED for item in done) else FAILED


def _verified(name: str, arguments: argparse.Namespace, config: Config) -> Verified:
    with _subject(name, arguments, config) as subject, progress(None, "B") as bar:
        outcomes = verify_card(subject.document, subject.settings, bar)
    return Verified(subject.name, tuple(outcome.report for outcome in outcomes))


@contextmanager
def _subject(name: str, arguments: argparse.Namespace, config: Config) -> Iterator[Subject]:
    """A card as a file, or else a release of the registry, with the files that it holds."""
    if name.endswith(".md") or os.path.lexists(name):
        document = parse(Text.from_bytes(files.read(name)), name)
        with _if_there(arguments, config) as registry:
            yield Subject(name, document, settings_of(arguments, config, document, registry))
        return
    with opened(arguments, config) as registry, TemporaryDirectory() as folder:
        release = find_release(registry, parse_name(name))
        document = parse(Text.from_bytes(registry.read(release.card)), f"mshub_res/assets/{release.uid}.md")
        settings = settings_of(arguments, config, document, registry)
        held = _held(registry, release, Path(folder))
        yield Subject(release.name, document, settings._replace(files=(*settings.files, *held)))


@contextmanager
def _if_there(arguments: argparse.Namespace, config: Config) -> Iterator[Registry | None]:
    """The registry, which knows who else has a file; a card can be verified without one."""
    try:
        registry = open_existing(location_of(arguments.registry, config))
    except NotReleasedError:
        yield None
        return
    with registry:
        yield registry


def _held(registry: Registry, release: Release, folder: Path) -> Iterator[tuple[int, Path]]:
    """The assets whose bytes the registry holds, each copied out with its digest checked, under its own name."""
    taken: set[str] = set()
    for number, asset in enumerate(release.assets):
        if asset.digest and registry.holds(asset.digest):
            name = free_name(asset.name, number, taken)
            taken.add(name.casefold())
            registry.copy(asset.digest, folder / name)
            yield number, folder / name


def _record(item: Verified) -> dict[str, object]:
    return {"name": item.name, "state": item.state.value, "assets": [report_json(report) for report in item.reports]}
