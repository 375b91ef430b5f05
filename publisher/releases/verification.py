"""The report of a verification as it was released, read as a stranger's."""

import json
from typing import Any, NamedTuple

from xreg.schema.verification import Check, State

_STATES = {state.value: state for state in State}


class AssetChecks(NamedTuple):
    """The checks of one asset, by the field of the card that lists it."""

    field: str
    checks: tuple[Check, ...]


def read_report(content: bytes) -> tuple[AssetChecks, ...] | None:
    """Reads a report; None where it is of another form."""
    try:
        item = json.loads(content)
        return tuple(_asset(each) for each in item["assets"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _asset(item: Any) -> AssetChecks:
    return AssetChecks(str(item["field"]), tuple(_check(each) for each in item["checks"]))


def _check(item: Any) -> Check:
    details = tuple(str(line) for line in item["details"])
    return Check(str(item["name"]), _STATES[item["state"]], str(item["message"]), details)
