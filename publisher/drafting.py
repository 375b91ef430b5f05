"""Drafts of releases: what a card says, what was found of it, and what its assets turned out to be."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xreg.publisher.batch import Bug, Card
from xreg.publisher.fix_cards import fix_card
from xreg.publisher.linting import Linted, Options, lint
from xreg.publisher.releases.evidence import Paths, evidence_bytes
from xreg.publisher.reports.plain import cropped, encodable, visible
from xreg.publisher.verifying.checks import unverified
from xreg.publisher.verifying.reporting import report_bytes
from xreg.registry.store.values import Draft
from xreg.schema.digests import Digest
from xreg.schema.document import Asset, Document
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability, Finding
from xreg.schema.place import place_of
from xreg.schema.release import Release, ReleasedAsset, Uid
from xreg.schema.text import Text
from xreg.schema.verification import AssetReport, State

if TYPE_CHECKING:
    from pathlib import Path

    from xreg.publisher.verifying.card import Outcome

# What stands in the report of a release whose assets nobody looked at.
NOT_ASKED = "The asset was not fetched: the release was made without --verify-asset."
IMPORTED = "The asset was not fetched: the card was imported."
_CLAIMS = ("model-name", "module-type", "train-dataset", "mindspore-version", "summary")
_BACKENDS = ("infer-backend", "train-backend")
_MAX_CLAIM, _MAX_LINK, _MAX_NAME = 2000, 2000, 200
Attest = Callable[[Release], bytes]


class DraftError(XregError):
    """A card that cannot be released as it is."""


class Corrected(NamedTuple):
    """A card as it is to be released: its bytes as given, the corrected text with what is found on it, what was fixed.

    `refused` says why fixes were not applied, if they were not.
    """

    path: str
    raw: bytes
    linted: Linted
    applied: tuple[Finding, ...] = ()
    refused: str = ""


class Seen(NamedTuple):
    """What is known of one asset: the report on it, and the file if the registry is to hold it."""

    report: AssetReport
    path: "Path | None" = None


def as_it_is(card: Card, options: Options) -> Corrected:
    """Lints a card and leaves it as it is."""
    return Corrected(card.path, card.data, lint(Text.from_bytes(card.data), card.path, options))


def corrected(card: Card, options: Options, least: Applicability) -> Corrected:
    """Applies to a card, in memory, the fixes that are at least as applicable as `least`, and lints what it became."""
    fixed = fix_card(card, options, least)
    if isinstance(fixed, Bug):
        raise RuntimeError(fixed.traceback)
    linted = lint(fixed.after, card.path, options)
    return Corrected(card.path, card.data, linted, fixed.applied, fixed.refused)


def uid_of(path: str) -> Uid:
    """The UID that a card's place in the hub's tree gives it. Raises DraftError for a card that lies elsewhere."""
    uid = place_of(path).uid
    if not uid:
        raise DraftError(
            f"{visible(path)}: its place gives no UID: put it below assets/<publisher>/<version>/, as the hub does, or"
            " say under which UID it is to be released."
        )
    return Uid.parse(uid)


def not_seen(document: Document, reason: str) -> tuple[Seen, ...]:
    """What is known of a card's assets where nobody looked at them: nothing, for a reason."""
    return tuple(Seen(_unseen(asset, reason)) for asset in document.assets)


def _unseen(asset: Asset, reason: str) -> AssetReport:
    return AssetReport(f"asset[{asset.number}]", encodable(asset.link), "", -1, (unverified("digest", reason),))


def seen(outcomes: Sequence["Outcome"]) -> tuple[Seen, ...]:
    """What is known of a card's assets once they were verified; a file that failed is not kept."""
    return tuple(
        Seen(outcome.report, None if outcome.report.state is State.FAILED else outcome.path) for outcome in outcomes
    )


def draft(uid: Uid, card: Corrected, publisher: str, assets: Sequence[Seen], attest: Attest | None = None) -> Draft:
    """The draft of a release; `assets` has what is known of each asset of the corrected card, in their order."""
    document = card.linted.document
    return Draft(
        uid=uid,
        raw=card.raw,
        card=document.text.to_bytes(),
        assets=tuple(_released(asset, item) for asset, item in zip(document.assets, assets, strict=True)),
        evidence=evidence_bytes(card.linted, card.applied, Paths.of(card.path, uid)),
        report=report_bytes(item.report for item in assets),
        publisher=publisher,
        state=state_of(assets),
        claims=claims_of(uid, document),
        attest=attest,
    )


def state_of(assets: Sequence[Seen]) -> State:
    """Failed where an asset failed, verified where each was, not verified otherwise."""
    states = {item.report.state for item in assets}
    if State.FAILED in states:
        return State.FAILED
    return State.VERIFIED if states == {State.VERIFIED} else State.UNVERIFIED


def _released(asset: Asset, item: Seen) -> tuple[ReleasedAsset, "Path | None"]:
    report = item.report
    digest = Digest(report.digest) if report.digest else None
    name = _printable(asset.file_name, _MAX_NAME) or f"asset-{asset.number}"
    link = _printable(report.link, _MAX_LINK)
    return ReleasedAsset(name, link, digest, report.size, report.state), item.path


def _printable(text: str, most: int) -> str:
    """What a card says, as a registry can hold it: what cannot be printed as an escape."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in visible(text))
    return cropped(shown, most)


def claims_of(uid: Uid, document: Document) -> dict[str, str]:
    """What a card is searched and listed by."""
    found = {"title": document.title_text, **{key: document.value(key) for key in _CLAIMS}}
    found["backend"] = uid.backend or next(filter(None, map(document.value, _BACKENDS)), "")
    return {key: cropped(encodable(value), _MAX_CLAIM) for key, value in found.items() if value}
