"""What `xreg verify` and `xreg publish` have in common: where assets come from, and how their reports are printed."""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from xreg.publisher.commands.options import add_evidence_options, sources
from xreg.publisher.config import Config
from xreg.publisher.fetching.diagnosis import Lookups
from xreg.publisher.fetching.settings import Settings as Fetching
from xreg.publisher.releases.lines import bytes_text, shown, state_word
from xreg.publisher.reports.style import Style
from xreg.publisher.verifying.card import Settings
from xreg.schema.digests import Digest
from xreg.schema.document import Document
from xreg.schema.verification import AssetReport, Check

if TYPE_CHECKING:
    from xreg.registry.store.registry import Registry

_DETAILS = 40


def add_verify_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say where assets and evidence come from."""
    add_evidence_options(parser)
    fetching = parser.add_argument_group("fetching")
    fetching.add_argument("--offline", action="store_true", help="fetch nothing: use what was fetched before")
    fetching.add_argument("--allow-insecure", action="store_true", help="allow http, to this computer alone")
    parser.add_argument("--no-cache", action="store_true", help="neither use nor keep what was found before")


def settings_of(
    arguments: argparse.Namespace, config: Config, document: Document, registry: "Registry | None"
) -> Settings:
    """How the assets of a card are verified: by the command line, the configuration, the files at hand, a registry."""
    fetching = (config.fetch or Fetching())._replace(offline=arguments.offline, allow_insecure=arguments.allow_insecure)
    given = sources(arguments, config)
    files = tuple((number, path) for number, path in given.assets.paths(document))
    known = _lookups(registry, fetching) if registry else None
    return Settings(fetching, files, given.network, given.cache, known, given.repositories, given.isolation)


def _lookups(registry: "Registry", fetching: "Fetching") -> Lookups:
    """Who knows a file: the releases of the registry, and the links that gave it before."""
    from xreg.publisher.fetching.fetch import cache_of

    return Lookups(
        lambda digest: registry.users_of(Digest(digest)), lambda digest: cache_of(fetching).links(Digest(digest))
    )


def report_lines(reports: Iterable[AssetReport], style: Style) -> Iterator[str]:
    """Each asset with its state, and below it each check with what it found."""
    for report in reports:
        size = f", {bytes_text(report.size)}" if report.size >= 0 else ""
        digest = f", sha256:{report.digest}" if report.digest else ""
        yield f"  {report.field}: {state_word(report.state, style)}{size}{digest}\n"
        for check in report.checks:
            yield from _check_lines(check, style)


def _check_lines(check: Check, style: Style) -> Iterator[str]:
    yield f"    {check.name:<11} {state_word(check.state, style)}: {shown(check.message)}\n"
    for line in check.details[:_DETAILS]:
        yield f"      {shown(line)}\n"
