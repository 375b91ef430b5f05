"""Verifying one asset: its bytes against the card's digest, then what they hold, then the network with them in it."""

from collections.abc import Callable, Iterator

from xreg.publisher.fetching.diagnosis import Lookups
from xreg.publisher.verifying.checks import unverified
from xreg.publisher.verifying.contents import check_format, check_input
from xreg.publisher.verifying.identity import check_digest, check_elsewhere, check_size
from xreg.publisher.verifying.measured import Measured
from xreg.publisher.verifying.networks import Network, classes_of
from xreg.publisher.verifying.parameters import check_parameters
from xreg.publisher.verifying.running import check_run
from xreg.registry.formats.values import Contents
from xreg.schema.document import Asset, Document
from xreg.schema.shape import card_shape
from xreg.schema.verification import VERIFIER, AssetReport, Check, State, VerifiedAsset

_OTHER_FILE = "The file is not the one that the card states, so it was not looked at further."
_UNREAD = "The file's parameters are not known, since it was not read."

Ask = Callable[[Contents], Network]


def verify_asset(
    document: Document,
    asset: Asset,
    file: Measured,
    network: Ask,
    known: Lookups | None = None,
    before: tuple[Check, ...] = (),
) -> VerifiedAsset | AssetReport:
    """Verifies a file as an asset of a card: what can be attested, or else the report that says why not.

    `network` is asked only for a file that may be the right one and was understood, so that no other is ever loaded.
    `known` tells which releases have a file (None where no registry is asked), `before` are checks made earlier.
    """
    checks = (*before, *_checks(document, asset, file, network, known))
    if not file.unchanged:
        checks = tuple(_undone(check) for check in checks)
    report = report_on(asset, checks, file)
    if report.state is not State.VERIFIED:
        return report
    return VerifiedAsset(file.digest, file.size, asset.file_name, report.link, report, VERIFIER)


def report_on(asset: Asset, checks: tuple[Check, ...], file: Measured | None = None) -> AssetReport:
    """The report on an asset, of which nothing was measured where there is no file."""
    digest, size = (file.digest.hex, file.size) if file else ("", -1)
    return AssetReport(f"asset[{asset.number}]", asset.link, digest, size, checks)


def report_of(result: VerifiedAsset | AssetReport) -> AssetReport:
    """The report, whatever came of it."""
    return result.report if isinstance(result, VerifiedAsset) else result


def _checks(document: Document, asset: Asset, file: Measured, network: Ask, known: Lookups | None) -> Iterator[Check]:
    digest = check_digest(asset, file, known or Lookups())
    yield digest
    yield check_size(file, digest)
    form, contents = check_format(asset, file)
    yield form
    yield from _inside(document, contents, network, digest)
    yield check_elsewhere(file, document.place.name or document.value("model-name"), known)


def _inside(document: Document, contents: Contents | None, network: Ask, digest: Check) -> Iterator[Check]:
    if contents and contents.inputs:
        yield check_input(contents, card_shape(document))
    if contents is None or digest.state is State.FAILED:
        reason = _OTHER_FILE if digest.state is State.FAILED else _UNREAD
        yield from (unverified(name, reason) for name in ("parameters", "run"))
        return
    evidence = network(contents)
    yield check_parameters(contents, evidence)
    yield check_run(evidence, card_shape(document), classes_of(document))


def _undone(check: Check) -> Check:
    """What was found in a file that changed meanwhile holds for none of its states."""
    return unverified(check.name, "The file was changed while it was verified: verify it again when nothing writes it.")
