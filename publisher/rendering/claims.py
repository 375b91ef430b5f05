"""The claims of a card as a page shows them: each with its standing, and all that was found out about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xreg.publisher.rendering.confirmations import MEASURED, confirmations
from xreg.publisher.rendering.inline import Inline, address, inlines
from xreg.publisher.rendering.yaml_text import flow
from xreg.publisher.reports.grouping import Group, groups
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding, Fix, Severity
from xreg.schema.nodes import Node, Scalar


class Standing(NamedTuple):
    """How a claim stands: a key for the style sheet, a mark, a word, and what it means."""

    key: str
    mark: str
    word: str
    meaning: str


WRONG = Standing("wrong", "✗", "wrong", "contradicts stronger evidence")
DOUBTFUL = Standing("doubtful", "!", "doubtful", "ambiguous, or not in its proper form")
VERIFIED = Standing("verified", "✓", "verified", "measured: the file was read, or the network was run")
CORRECTED = Standing("corrected", "✎", "corrected", "was wrong on the card, and is put right here")
CONSISTENT = Standing("consistent", "≈", "consistent", "agrees with the card's other claims, or with what is known")
OPEN = Standing("open", "–", "not checked", "nothing was found for or against it")
STANDINGS = (VERIFIED, CONSISTENT, CORRECTED, WRONG, DOUBTFUL, OPEN)


class Note(NamedTuple):
    """A finding as a page shows it; the message in pieces, since some of it is code."""

    code: str
    name: str
    severity: str
    message: tuple[Inline, ...]
    evidence: tuple[Group, ...]
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class Known:
    """What was found out about one field: findings that are left, those that were corrected, and what bears it out."""

    findings: tuple[Note, ...]
    corrections: tuple[Note, ...]
    support: tuple[Group, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: its field, the key to show, the value as text, and the address that the value is, if it is one."""

    field: str
    key: str
    value: str
    link: str
    known: Known


class Board:
    """What is known, by field."""

    def __init__(
        self, document: Document, findings: Iterable[Finding], applied: Iterable[Finding], evidence: Evidence
    ) -> None:
        self._findings, self._applied = tuple(findings), tuple(applied)
        self._support = confirmations(document, evidence)
        self._taken: set[str] = set()

    def known(self, field: str) -> Known:
        """What is known of a field; `rest` then leaves it out."""
        self._taken.add(field)
        findings = [finding for finding in self._findings if finding.field == field]
        applied = [finding for finding in self._applied if finding.field == field]
        facts = [item.fact for item in self._support if item.field == field]
        measured = any(fact.origin in MEASURED for fact in facts)
        return Known(
            tuple(map(_note, findings)),
            tuple(map(_note, applied)),
            tuple(groups(facts)),
            _standing(findings, applied, bool(facts), measured),
        )

    def rest(self) -> Known:
        """What is about the file, or about fields that the card does not have."""
        findings = [finding for finding in self._findings if finding.field not in self._taken]
        applied = [finding for finding in self._applied if finding.field not in self._taken]
        return Known(
            tuple(map(_note, findings)), tuple(map(_note, applied)), (), _standing(findings, applied, False, False)
        )


def _standing(findings: list[Finding], applied: list[Finding], supported: bool, measured: bool) -> Standing:
    severities = {finding.severity for finding in findings}
    answers = (
        (Severity.ERROR in severities, WRONG),
        (Severity.WARNING in severities, DOUBTFUL),
        (measured, VERIFIED),
        (any(finding.severity is not Severity.INFO for finding in applied), CORRECTED),
        (supported, CONSISTENT),
    )
    return next((standing for holds, standing in answers if holds), OPEN)


def _note(finding: Finding) -> Note:
    evidence = tuple(groups(finding.evidence))
    return Note(
        finding.code, finding.name, finding.severity.value, tuple(inlines(finding.message)), evidence, finding.fix
    )


def claims(document: Document, board: Board) -> Iterator[Claim]:
    """The claims of the front matter in their order, those of each asset one by one."""
    seen: set[str] = set()
    for entry in document.front.entries:
        key = entry.key.value
        if key in seen:
            continue
        seen.add(key)
        if key == "asset" and document.assets:
            for asset in document.assets:
                for part in asset.mapping.entries:
                    yield _claim(asset.field(part.key.value), part.key.value, part.value, board)
        else:
            yield _claim(key, key, document.front.get(key) or entry.value, board)


def _claim(field: str, key: str, node: Node, board: Board) -> Claim:
    value = node.value if isinstance(node, Scalar) else flow(node)
    link = address(value)
    return Claim(field, key, link or value, link, board.known(field))
