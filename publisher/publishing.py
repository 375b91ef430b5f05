"""What is published of one card: corrected, held against its rules, verified where asked, rendered, drafted."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xreg.publisher.drafting import NOT_ASKED, Corrected, draft, not_seen, seen
from xreg.publisher.rendering.markdown import render_markdown
from xreg.publisher.verifying.card import Outcome
from xreg.registry.store.values import Draft
from xreg.schema.document import Document
from xreg.schema.findings import Finding, Severity
from xreg.schema.release import Release, Uid
from xreg.schema.verification import AssetReport, State

Verify = Callable[[Document], tuple[Outcome, ...]]
# Makes the attestation of a release and of the report on its assets.
Sign = Callable[[Release, bytes], bytes]


class Made(NamedTuple):
    """What became of a card: its draft, or why there is none; the errors that remain and the assets' reports."""

    uid: Uid
    card: Corrected
    draft: Draft | None
    refused: str = ""
    errors: tuple[Finding, ...] = ()
    reports: tuple[AssetReport, ...] = ()


def make(uid: Uid, card: Corrected, publisher: str, verify: Verify | None, sign: Sign | None) -> Made:
    """Makes the draft of a card's release. An error on the card, or an asset that does not verify, makes none."""
    document = card.linted.document
    errors = tuple(finding for finding in card.linted.findings if finding.severity is Severity.ERROR)
    if card.refused:
        return Made(uid, card, None, f"its fixes were not applied: {card.refused}", errors)
    if errors:
        return Made(uid, card, None, _errors_remain(errors), errors)
    outcomes = verify(document) if verify else ()
    reports = tuple(outcome.report for outcome in outcomes)
    if verify and (why := _unproved(outcomes)):
        return Made(uid, card, None, why, (), reports)
    known = seen(outcomes) if verify else not_seen(document, NOT_ASKED)
    page = render_markdown(document).encode("utf-8", "surrogateescape")
    made = _signed(draft(uid, card, publisher, known)._replace(card=page), sign)
    return Made(uid, card, made, "", (), tuple(item.report for item in known))


def _signed(made: Draft, sign: Sign | None) -> Draft:
    return made._replace(attest=lambda release: sign(release, made.report)) if sign else made


def _errors_remain(errors: tuple[Finding, ...]) -> str:
    fixable = sum(finding.fix is not None for finding in errors)
    hint = f"{fixable} can be fixed: see --fix and --unsafe-fixes" if fixable else "none has a fix: edit the card"
    return f"{len(errors)} error{'s' if len(errors) > 1 else ''} on the card; {hint}"


def _unproved(outcomes: Iterable[Outcome]) -> str:
    """Why a release with verified assets cannot be made of this, if it cannot."""
    found = tuple(outcomes)
    if not found:
        return "the card lists no asset that could be verified: publish it without --verify-asset"
    wrong = [outcome.report for outcome in found if outcome.verified is None]
    failed = [report.field for report in wrong if report.state is State.FAILED]
    if failed:
        return f"{', '.join(failed)} failed verification"
    return f"{', '.join(report.field for report in wrong)} could not be verified" if wrong else ""
