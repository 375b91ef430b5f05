"""Verifying all assets of a card: each is taken from the files at hand or fetched, measured, and verified."""

from pathlib import Path
from typing import NamedTuple

from xreg.publisher.fetching.diagnosis import Lookups
from xreg.publisher.fetching.errors import FetchError, NotFoundError
from xreg.publisher.fetching.settings import Settings as FetchSettings
from xreg.publisher.progress import Progress
from xreg.publisher.verifying.asset import report_of, report_on, verify_asset
from xreg.publisher.verifying.checks import failed, unverified, verified
from xreg.publisher.verifying.measured import Measured, measure, measured
from xreg.publisher.verifying.networks import ask_network
from xreg.registry.collect import Sources
from xreg.registry.networks.modes import Isolation, Mode
from xreg.registry.repositories.views import Clones
from xreg.schema.digests import Digest, DigestError
from xreg.schema.document import Asset, Document
from xreg.schema.siblings import digest_of
from xreg.schema.verification import AssetReport, Check, VerifiedAsset


class Settings(NamedTuple):
    """How a card is verified: how assets are fetched, which are at hand, how networks are asked, who knows releases.

    `files` are the assets at hand by their number on the card, which are then not fetched. `cache` keeps runs;
    `repositories` are clones of what cards link to.
    """

    fetching: FetchSettings = FetchSettings()
    files: tuple[tuple[int, Path], ...] = ()
    network: Mode = "auto"
    cache: Path | None = None
    known: Lookups | None = None
    repositories: Clones = ()
    isolation: Isolation = "auto"


def _sources(settings: Settings) -> Sources:
    return Sources(settings.network, settings.cache, repositories=settings.repositories, isolation=settings.isolation)


class Outcome(NamedTuple):
    """What came of one asset: its report, the file if there is one, and what can be attested where it was verified."""

    report: AssetReport
    path: Path | None = None
    verified: VerifiedAsset | None = None


def verify_card(document: Document, settings: Settings, watch: Progress | None = None) -> tuple[Outcome, ...]:
    """Verifies every asset of a card. An asset that cannot be fetched has a report that says so.

    Raises FileError for a file at hand that cannot be read, and NetworkError where a run was demanded that cannot be
    had.
    """
    return tuple(_outcome(document, asset, settings, watch) for asset in document.assets)


def _outcome(document: Document, asset: Asset, settings: Settings, watch: Progress | None) -> Outcome:
    given = dict(settings.files).get(asset.number)
    try:
        file, link = _at_hand(given) if given else _fetched(asset, settings.fetching, watch)
    except FetchError as error:
        return Outcome(report_on(asset, (_not_fetched(error),)))
    result = verify_asset(
        document,
        asset,
        file,
        lambda contents: ask_network(document, file, contents, _sources(settings)),
        settings.known,
        (link,),
    )
    return Outcome(report_of(result), file.path, result if isinstance(result, VerifiedAsset) else None)


def _at_hand(path: Path) -> tuple[Measured, Check]:
    return measure(path), unverified("link", f"The link was not followed, since the file {path.name} was given.")


def _fetched(asset: Asset, settings: FetchSettings, watch: Progress | None) -> tuple[Measured, Check]:
    from xreg.publisher.fetching.fetch import fetch  # brings requests: only where something is fetched

    found = fetch(asset.link, settings, watch, _expected(asset))
    if settings.offline:
        message = "The link was not followed, being offline: the file is from the cache."
        return measured(found), unverified("link", message)
    moved = "" if found.final_link == asset.link.partition("#")[0] else f", at {found.final_link}"
    return measured(found), verified("link", f"The link gives the file{moved}.")


def _expected(asset: Asset) -> Digest | None:
    try:
        return Digest(digest_of(asset))
    except DigestError:
        return None


def _not_fetched(error: FetchError) -> Check:
    """A file that is not there is the link's fault; all else says nothing of it."""
    made = failed if isinstance(error, NotFoundError) else unverified
    return made("link", str(error))
