"""What was found of a card, as the canonical JSON that is released with it; and the careful reading of that."""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from xreg import __version__
from xreg.publisher.linting import Linted
from xreg.publisher.rendering.claims import Board, Known, claims
from xreg.publisher.rendering.confirmations import confirmations
from xreg.publisher.reports.plain import encodable
from xreg.registry.signing.canonical import canonical
from xreg.schema.document import Document
from xreg.schema.findings import Fact, Finding
from xreg.schema.release import Uid

_FORMAT = 1


class Paths(NamedTuple):
    """Whose computer it was is nobody's concern: the card is released under its place in the hub's tree, or its name.

    `path` is the card's path as it was given, `shown` what is told in its place, `folder` what both it and the other
    cards of its tree lie in.
    """

    path: str
    shown: str
    folder: str

    @classmethod
    def of(cls, path: str, uid: Uid) -> "Paths":
        """The paths of a card that is released under a UID."""
        normal, place = os.path.normpath(path).replace(os.sep, "/"), f"mshub_res/assets/{uid}.md"
        shown = place if normal.endswith(place) else normal.rpartition("/")[2]
        return cls(path, shown, normal.removesuffix(shown))

    def told(self, text: str) -> str:
        """A text without the folder: in a whole path of the card, and where it begins with another card's."""
        return encodable(text.replace(self.path, self.shown).removeprefix(self.folder))


def evidence_bytes(linted: Linted, applied: Iterable[Finding], paths: Paths) -> bytes:
    """Each claim with its standing and what bears it out, what is still found, and what was corrected."""
    board = Board(linted.document, linted.findings, applied, linted.evidence)
    support: dict[str, list[dict[str, str]]] = {}
    for item in confirmations(linted.document, linted.evidence):
        support.setdefault(item.field, []).append(_fact(item.fact, paths))
    return canonical(
        {
            "format": _FORMAT,
            "xreg": __version__,
            "claims": _claims(linted.document, board, support),
            "findings": [_finding(finding, paths) for finding in linted.findings],
            "corrections": [_finding(finding, paths) for finding in applied],
        }
    )


def _claims(document: Document, board: Board, support: Mapping[str, list[dict[str, str]]]) -> list[dict[str, Any]]:
    title = _claim("title", document.title_text, board.known("title"), support)
    return [title, *(_claim(claim.field, claim.value, claim.known, support) for claim in claims(document, board))]


def _claim(field: str, value: str, known: Known, support: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    return {
        "field": encodable(field),
        "value": encodable(value),
        "standing": known.standing.word,
        "evidence": support.get(field, []),
    }


def _finding(finding: Finding, paths: Paths) -> dict[str, Any]:
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": paths.told(finding.message),
        "field": encodable(finding.field),
        "evidence": [_fact(fact, paths) for fact in finding.evidence],
        "fix": {"applicability": fix.applicability.value, "message": encodable(fix.message)} if fix else None,
    }


def _fact(fact: Fact, paths: Paths) -> dict[str, str]:
    return {
        "origin": fact.origin.value,
        "source": paths.told(fact.source),
        "claim": encodable(fact.claim),
        "value": encodable(fact.value),
    }


class Released(NamedTuple):
    """The evidence of a release as it was read: each claim and finding an object whose texts are texts."""

    claims: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    corrections: tuple[Mapping[str, Any], ...] = ()


_FACT = ("origin", "source", "claim", "value")
_CLAIM = ("field", "value", "standing")
_FIX = ("applicability", "message")
_FINDING = ("code", "name", "severity", "message", "field")


def read_evidence(content: bytes) -> Released | None:
    """Reads what was released; None where it is of another form, since anybody may have released anything."""
    try:
        item = json.loads(content)
        if item["format"] != _FORMAT:
            return None
        return Released(
            tuple(_checked(each, _CLAIM) for each in item["claims"]),
            tuple(_read_finding(each) for each in item["findings"]),
            tuple(_read_finding(each) for each in item["corrections"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _read_finding(item: Any) -> Mapping[str, Any]:
    fix = item["fix"]
    return {**_checked(item, _FINDING), "fix": {key: _text(fix[key]) for key in _FIX} if fix else None}


def _checked(item: Any, texts: tuple[str, ...]) -> Mapping[str, Any]:
    facts = [{key: _text(fact[key]) for key in _FACT} for fact in item["evidence"]]
    return {**{key: _text(item[key]) for key in texts}, "evidence": facts}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
