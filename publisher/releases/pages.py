"""One release as a page of text: its claims with the evidence beside them, its assets, who signed it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xreg.publisher.releases.evidence import Released
from xreg.publisher.releases.lines import bytes_text, paragraph, shown, state_word
from xreg.publisher.releases.signers import Signature, Signing
from xreg.publisher.releases.verification import AssetChecks
from xreg.publisher.reports.grouping import groups
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Fact, Origin
from xreg.schema.release import Release, ReleasedAsset

_ORIGINS = {origin.value: origin for origin in Origin}
_SIGNING = {Signing.SIGNED: "safe", Signing.BROKEN: "error"}
_STANDINGS = {"verified": "safe", "consistent": "safe", "wrong": "error", "doubtful": "warning", "corrected": "display"}
_FIELD_WIDTH = 28
_MOST_DETAILS = 60


class Page(NamedTuple):
    """A release with all that is known of it; what could not be read is None, and why is among `damage`."""

    release: Release
    signature: Signature
    evidence: Released | None
    report: tuple[AssetChecks, ...] | None
    held: tuple[bool, ...]
    damage: tuple[str, ...]


def page_lines(page: Page, style: Style) -> Iterator[str]:
    """The page, with line ends."""
    yield from _head(page, style)
    yield "\n" + style.paint("strong", "claims") + "\n"
    if page.evidence is None:
        yield "  the evidence cannot be read; the index holds these claims\n"
        for key, value in page.release.claims.items():
            yield f"  {shown(key):{_FIELD_WIDTH}}  {shown(value)}\n"
    else:
        yield from _claims(page.evidence, style)
    yield "\n" + style.paint("strong", "assets") + "\n"
    yield from _assets(page, style)
    yield "\n" + style.paint("strong", "digests") + "\n"
    for name in ("card", "raw", "evidence", "verification", "attestation"):
        yield f"  {name:12}  {getattr(page.release, name) or 'none'}\n"


def _head(page: Page, style: Style) -> Iterator[str]:
    release, signature = page.release, page.signature
    yield f"{style.paint('strong', release.name)}  {state_word(release.state, style)}\n"
    if title := release.claims.get("title"):
        yield f"  {shown(title)}\n"
    yield f"  released {release.time} by {shown(release.publisher)}\n"
    yield f"  {style.paint(_SIGNING.get(signature.state, 'unsafe'), shown(signature.text, 2000))}\n"
    if release.yanked:
        yield f"  {style.paint('error', 'yanked')}: {shown(release.yanked)}\n"
    for line in page.damage:
        yield f"  {style.paint('error', 'damaged')}: {shown(line)}\n"


def _claims(evidence: Released, style: Style) -> Iterator[str]:
    fields = {claim["field"] for claim in evidence.claims}
    for claim in evidence.claims:
        field, standing = shown(claim["field"], 80), claim["standing"]
        word = style.paint(_STANDINGS.get(standing, "faint"), shown(standing, 20))
        yield f"  {field:{_FIELD_WIDTH}}  {shown(claim['value'])}  [{word}]\n"
        yield from _told(claim["evidence"], style)
        yield from _about(evidence, claim["field"], style)
    rest = {item["field"] for item in (*evidence.findings, *evidence.corrections)} - fields
    for name in sorted(rest):
        yield f"  {shown(name, 80) or 'the card'}\n"
        yield from _about(evidence, name, style)


def _about(evidence: Released, field: str, style: Style) -> Iterator[str]:
    """What was found and what was corrected of one field."""
    for mark, findings in (("found", evidence.findings), ("corrected", evidence.corrections)):
        for finding in findings:
            if finding["field"] == field:
                message = f"{mark}: {finding['code']} {finding['message']}"
                yield paragraph(message, style, "      ")
                yield from _told(finding["evidence"], style)
                if fix := finding["fix"]:
                    yield paragraph(f"fix ({fix['applicability']}): {fix['message']}", style, "      ")


def _told(facts: list[Mapping[str, str]], style: Style) -> Iterator[str]:
    known = [Fact(_ORIGINS[fact["origin"]], *_rest(fact)) for fact in facts if fact["origin"] in _ORIGINS]
    for group in groups(known):
        yield paragraph(group.text, style, "      ")


def _rest(fact: Mapping[str, str]) -> tuple[str, str, str]:
    return fact["source"], fact["claim"], fact["value"]


def _assets(page: Page, style: Style) -> Iterator[str]:
    if not page.release.assets:
        yield "  none\n"
    for number, asset in enumerate(page.release.assets):
        yield f"  {shown(asset.name)}  {state_word(asset.state, style)}\n"
        yield f"      link: {shown(asset.link)}\n"
        yield f"      {_bytes(asset, page.held[number])}\n"
        if page.report and number < len(page.report):
            for check in page.report[number].checks:
                yield f"      {shown(check.name, 40)}: {state_word(check.state, style)}: {shown(check.message)}\n"
                yield from (f"        {shown(line)}\n" for line in check.details[:_MOST_DETAILS])


def _bytes(asset: ReleasedAsset, held: bool) -> str:
    if asset.digest is None:
        return "no bytes were seen: its digest is not verified"
    where = "held by the registry" if held else "not held by the registry"
    return f"{asset.digest}, {bytes_text(asset.size)}, {where}"


def page_record(page: Page, release: dict[str, Any]) -> dict[str, Any]:
    """The page as an object that `json.dumps` takes; `release` is the release's own record."""
    assets = [{**asset, "held": held} for asset, held in zip(release["assets"], page.held, strict=True)]
    report = [{"field": item.field, "checks": _checks(item)} for item in page.report or ()]
    return {
        **release,
        "assets": assets,
        "signature": page.signature.record,
        "evidence": page.evidence._asdict() if page.evidence else None,
        "verification": report if page.report is not None else None,
        "damage": list(page.damage),
    }


def _checks(item: AssetChecks) -> list[dict[str, Any]]:
    return [{**check._asdict(), "state": check.state.value} for check in item.checks]
