"""XR01x: suppressions that do not do what their author thinks."""

from collections.abc import Iterable, Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Finding, Fix, Severity
from xreg.schema.rule import Hit, Rule, rule
from xreg.schema.suppressions import Suppression, suppress, suppressions
from xreg.schema.text import Span


@rule("XR011", "unused-suppression", Severity.WARNING, Applicability.SAFE)
def unused_suppression(_: Document, __: Evidence) -> Iterator[Hit]:
    """Finds suppressions that suppress nothing.

    The finding that they accepted is gone, or their code is misspelt, or they stand in another section than it. Left in
    place they would hide a later finding that nobody has looked at.

    Example: `<!-- xreg: suppress XR301 the summary is quoted -->` on a card without such a finding.

    The fix removes the comment. It is safe: it has no effect.
    """
    return iter(())  # Which suppressions were used is known only after all other rules: `without_suppressed` tells.


def without_suppressed(document: Document, findings: Iterable[Finding], selected: Iterable[Rule]) -> list[Finding]:
    """The findings that are not suppressed, and one for each suppression of a selected rule that was not used."""
    made = suppressions(document)
    if not made:
        return list(findings)
    kept, used = suppress(findings, made)
    codes = {rule.code for rule in selected}
    if unused_suppression.code in codes:
        kept += [_unused(document, item, code) for item, code in _unused_codes(made, used, codes)]
    return kept


def _unused_codes(
    made: list[Suppression], used: set[tuple[int, str]], selected: set[str]
) -> Iterator[tuple[Suppression, str]]:
    from xreg.schema.rules.all import RULES

    existing = {rule.code for rule in RULES}
    for item in made:
        for code in item.codes:
            if (item.span.start, code) not in used and (code in selected or code not in existing):
                yield item, code


def _unused(document: Document, item: Suppression, code: str) -> Finding:
    fix = None
    if len(item.codes) == 1:
        lines = document.text.whole_line(item.span)
        alone = document.text[lines].strip() == document.text[item.span].strip()
        fix = Fix(Applicability.SAFE, "remove it", (Edit(lines if alone else _with_blanks(document, item.span), ""),))
    found = unused_suppression
    return Finding(found.code, found.name, found.severity, f"this suppresses no finding of {code}", item.span, fix=fix)


def _with_blanks(document: Document, span: Span) -> Span:
    before = document.text.value[: span.start]
    return Span(len(before.rstrip(" \t")), span.end)


RULES = (unused_suppression,)
