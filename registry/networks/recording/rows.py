"""A record's entries as rows of JSON: what is as it is for most is left out, and what several share is numbered."""

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

from xreg.registry.networks.recording.entry import Entry, Ran
from xreg.registry.networks.recording.parameters import compact
from xreg.schema.network import Attempt, Build, NetworkEvidence, Parameter
from xreg.schema.network_json import attempt_from_json, attempt_to_json, build_from_json, fault_from_json

_TEXTS = ("fault", "reason", "note")


class Shared(NamedTuple):
    """What the entries of a file share, by number: states, runs, and lists of parameters."""

    states: Sequence[str]
    runs: Sequence[Ran]
    parameters: Sequence[tuple[Parameter, ...]]


def parameters_row(parameters: tuple[Parameter, ...]) -> list[Any]:
    """A list of parameters as a row: how many values they hold together, and the list."""
    return [sum(prod(each.shape) for each in parameters), compact(parameters)]


def row(entry: Entry, shared: Shared) -> dict[str, Any]:
    """An entry as an object, without its state."""
    known = entry.evidence
    found: dict[str, Any] = {"network": known.network, "run": shared.runs.index(entry.ran), "provider": known.provider}
    found["builds"] = [_build_row(each) for each in known.builds]
    found |= {name: value for name in ("shims",) if (value := list(getattr(known, name)))}
    if known.parameters:
        found["parameters"] = shared.parameters.index(known.parameters)
    found |= {"attempts": [_attempt_row(each) for each in known.attempts]} if known.attempts else {}
    found |= {"accepted": [*known.accepted, *known.open_ends]} if known.accepted else {}
    return found | {name: value for name in _TEXTS if (value := getattr(known, name))}


def _build_row(build: Build) -> list[Any]:
    """The arguments, and the error with its line where there is one."""
    said = [build.error, build.where] if build.error else []
    return [[list(each) for each in build.arguments], *said]


def _attempt_row(attempt: Attempt) -> dict[str, Any]:
    found = attempt_to_json(attempt)
    for name in ("seconds", "error" if attempt.output is not None else "output"):
        del found[name]
    return found


def entry_from_row(item: dict[str, Any], runs: Sequence[Ran], parameters: Sequence[tuple[Parameter, ...]]) -> Entry:
    """The entry of a row, in no state yet; raises LookupError, TypeError, ValueError or NetworkError."""
    ran = runs[item["run"]]
    sides = item.get("accepted")
    evidence = NetworkEvidence(
        network=str(item["network"]),
        how="recorded",
        framework=ran.framework,
        device=ran.device,
        date=ran.date,
        source_digest="",
        isolation=ran.isolation,
        attempts=tuple(attempt_from_json(_OPEN | each) for each in item.get("attempts", ())),
        accepted=(int(sides[0]), int(sides[1])) if sides else None,
        accepted_from=f"the record of {ran.date}, {ran.framework} on {ran.device}" if sides else "",
        parameters=parameters[item["parameters"]] if "parameters" in item else (),
        checkpoint=None,
        note=str(item.get("note", "")),
        provider=str(item["provider"]),
        open_ends=tuple(map(str, sides[2:])) if sides else (),
        builds=tuple(build_from_json([*each, "", ""][:3]) for each in item["builds"]),
        shims=tuple(map(str, item.get("shims", ()))),
        fault=fault_from_json(item.get("fault", "")),
        reason=str(item.get("reason", "")),
    )
    return Entry("", ran.worker, evidence)


_OPEN = {"output": None, "error": ""}
