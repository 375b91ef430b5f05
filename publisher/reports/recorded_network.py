"""A network's record for people, and as JSON."""

from collections.abc import Iterator
from math import prod
from typing import Any

from xreg.registry.networks.recording.asking import Shown
from xreg.schema.network import Attempt, Build, NetworkEvidence
from xreg.schema.network_json import evidence_to_json

_WIDTH = 25
_FAULTS = {"card": "wrong in the card", "repository": "wrong in the repository", "here": "not checkable here"}


def as_json(shown: Shown) -> dict[str, Any]:
    """The record as an object that `json.dumps` takes."""
    head = {name: getattr(shown, name) for name in ("repository", "folder", "digests", "heads", "worker")}
    return {**head, "evidence": evidence_to_json(shown.evidence)}


def lines(shown: Shown) -> Iterator[str]:
    """The record as lines of text: where the code is, how it was built, and what it did."""
    known = shown.evidence
    yield f"{known.network}  {shown.repository}{f', {shown.folder}' if shown.folder else ''}"
    for label, text in _parts(shown, known):
        yield f"  {label:{_WIDTH}}{text}"


def _parts(shown: Shown, known: NetworkEvidence) -> Iterator[tuple[str, str]]:
    if shown.heads:
        yield "branches", ", ".join(f"{branch} at {commit[:8]}" for branch, commit in shown.heads.items())
    yield "code", ", ".join(shown.digests)
    yield "run", f"{known.date}, {known.framework or 'no MindSpore'} on {known.device or 'no device'}"
    yield from (_build(build) for build in known.builds)
    yield from (("stand-in", shim) for shim in known.shims)
    if known.parameters:
        values = sum(prod(each.shape) for each in known.parameters)
        yield "parameters", f"{len(known.parameters)} of {values:,} values"
    yield from (_attempt(attempt) for attempt in known.attempts)
    if known.accepted:
        yield "squares", f"{known.sizes} run"
    if known.fault:
        yield _FAULTS[known.fault], known.reason
    if known.note:
        yield "note", known.note
    yield "isolation", "; ".join(known.isolation) or "none"


def _build(build: Build) -> tuple[str, str]:
    call = ", ".join(f"{each.name}={each.value} ({each.source})" for each in build.arguments) or "no arguments"
    where = f" at {build.where}" if build.where else ""
    return ("refused", f"with {call}: {build.error}{where}") if build.error else ("built", f"with {call}")


def _attempt(attempt: Attempt) -> tuple[str, str]:
    given = " and ".join(f"{shape} {dtype}" for shape, dtype in ((attempt.shape, attempt.dtype), *attempt.rest))
    given += f" ({attempt.source})" if attempt.source else ""
    if attempt.output is None:
        return "fails", f"given {given}: {attempt.error}{f' at {attempt.where}' if attempt.where else ''}"
    outputs = ", ".join(map(str, attempt.outputs or (attempt.output,)))
    return "runs", f"given {given}: output {outputs}"
