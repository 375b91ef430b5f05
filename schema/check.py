"""Document and evidence in, findings out: in the order of the card."""

from collections.abc import Iterable

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding
from xreg.schema.rule import Rule


def check(document: Document, evidence: Evidence, rules: Iterable[Rule]) -> list[Finding]:
    """All that `rules` find on the card."""
    found = [finding for rule in rules for finding in rule.findings(document, evidence)]
    return sorted(found, key=lambda finding: (finding.span, finding.code))
