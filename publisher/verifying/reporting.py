"""The reports on a card's assets as canonical JSON: what a release stores, and what is signed with it."""

from collections.abc import Iterable
from typing import Any

from xreg.registry.signing.canonical import canonical
from xreg.schema.verification import AssetReport, Check

_FORMAT = 1


def report_bytes(reports: Iterable[AssetReport]) -> bytes:
    """The reports as bytes, the same for the same reports."""
    return canonical({"format": _FORMAT, "assets": [report_json(report) for report in reports]})


def report_json(report: AssetReport) -> dict[str, Any]:
    """A report as an object that `json.dumps` takes."""
    checks = [_check_json(check) for check in report.checks]
    return {**report._asdict(), "state": report.state.value, "checks": checks}


def _check_json(check: Check) -> dict[str, Any]:
    return {**check._asdict(), "state": check.state.value, "details": list(check.details)}
