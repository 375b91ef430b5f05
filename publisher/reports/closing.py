"""The line that closes a report for people: how much was found, and what to do about it."""

from collections import Counter
from collections.abc import Sequence

from xreg.publisher.reports.result import CardResult
from xreg.schema.findings import Applicability, Severity

# Each severity with its word for one and for many.
_WORDS = (
    (Severity.ERROR, "error", "errors"),
    (Severity.WARNING, "warning", "warnings"),
    (Severity.INFO, "information", "information"),
)


def closing(results: Sequence[CardResult], fixed: int = 0) -> str:
    """One sentence or two, without a line break: what is found on the cards, `fixed` findings aside."""
    done = f"Fixed {_count(fixed, 'finding', 'findings')}. " if fixed else ""
    findings = [finding for result in results for finding in result.findings]
    if not findings:
        return f"{done}Nothing {'is left' if fixed else 'was found'} in {_count(len(results), 'card', 'cards')}."
    severities = Counter(finding.severity for finding in findings)
    parts = ", ".join(_count(severities[item], *words) for item, *words in _WORDS if severities[item])
    cards = _count(sum(1 for result in results if result.findings), "card", "cards")
    fixes = Counter(finding.fix.applicability for finding in findings if finding.fix)
    found = f"Left {'is' if len(findings) == 1 else 'are'}" if fixed else "Found"
    return f"{done}{found} {_count(len(findings), 'finding', 'findings')} ({parts}) in {cards}{_fixable(fixes)}."


def accepting(accepted: int, gone: int) -> str:
    """What a baseline leaves out, and what it holds in vain: sentences that follow the closing line."""
    said = f" The baseline accepts {_count(accepted, 'finding', 'findings')}." if accepted else ""
    if not gone:
        return said
    lost = f"{_count(gone, 'finding', 'findings')} of the baseline {'is' if gone == 1 else 'are'} gone"
    return f"{said} {lost}: update it with --write-baseline."


def rewritten(accepted: int, new: int, gone: int) -> str:
    """What a baseline holds that was written anew."""
    return f"it accepts {_count(accepted, 'finding', 'findings')} ({new:,} new, {gone:,} gone)."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _fixable(fixes: Counter[Applicability]) -> str:
    safe, unsafe = fixes[Applicability.SAFE], fixes[Applicability.UNSAFE]
    if safe and unsafe:
        return f"; {safe:,} can be fixed with --fix, {unsafe:,} more with --unsafe-fixes"
    if safe or unsafe:
        return f"; {safe or unsafe:,} can be fixed with {'--fix' if safe else '--unsafe-fixes'}"
    return ""
