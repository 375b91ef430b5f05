"""Reading what a worker wrote. A network's own code runs in there, so nothing about the bytes is taken for granted."""

import json
from dataclasses import dataclass, replace
from typing import Any

from xreg.registry.networks.text import printable
from xreg.schema.network import (
    Attempt,
    CheckpointCheck,
    Mismatch,
    NetworkError,
    Parameter,
    Shape,
    attempt_from_json,
    checkpoint_from_json,
    parameter_from_json,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker told before it ended. `failure` says why it did not tell all, and is empty where it did.

    `framework` is empty where the network was not even built. `unchecked` are reasons why a shape has no attempt.
    """

    framework: str = ""
    device: str = ""
    isolation: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    unchecked: tuple[str, ...] = ()
    checkpoint: CheckpointCheck | None = None
    failure: str = ""
    ended: bool = False


def read_answer(data: bytes, shapes: tuple[Shape, ...]) -> Answer:
    """The answer to a request for `shapes` from the worker's lines; what cannot be read becomes its `failure`.

    Lines after one that is wrong are not read. An attempt at a shape that nobody asked for is wrong.
    """
    answer = Answer()
    for line in data.splitlines():
        try:
            answer = _add(answer, json.loads(line), shapes)
        except (ValueError, RecursionError, NetworkError, KeyError, TypeError) as error:
            return replace(answer, failure=f"the worker's answer cannot be read ({printable(str(error), 120)})")
        if answer.ended or answer.failure:
            break
    return answer


def _add(answer: Answer, event: Any, shapes: tuple[Shape, ...]) -> Answer:
    if not isinstance(event, dict) or event.get("event") not in _READERS:
        raise ValueError(f"no such event: {str(event)[:80]!r}")
    changes: dict[str, Any] = _READERS[event["event"]](answer, event)
    changed = replace(answer, **changes)
    if any(attempt.shape not in shapes for attempt in changed.attempts) or len(changed.attempts) > len(shapes):
        raise ValueError("an attempt at a shape that was not asked for")
    return changed


def _start(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "framework": printable(str(event["framework"]), 60),
        "device": printable(str(event["device"]), 60),
        "isolation": tuple(printable(str(each), 200) for each in event["isolation"]),
        "parameters": tuple(_clean_parameter(parameter_from_json(each)) for each in event["parameters"]),
    }


def _clean_parameter(parameter: Parameter) -> Parameter:
    return Parameter(printable(parameter.name, 200), parameter.shape, printable(parameter.dtype, 30))


def _attempt(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    attempt = attempt_from_json(event)
    if (attempt.output is None) != bool(attempt.error):
        raise ValueError("an attempt has either an output or an error")
    return {"attempts": (*answer.attempts, attempt._replace(error=printable(attempt.error)))}


def _unchecked(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    said = f"{tuple(event['shape'])} needs more memory than a run is given ({event['reason']})"
    return {"unchecked": (*answer.unchecked, printable(said, 300))}


def _checkpoint(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    check = checkpoint_from_json(event)
    return {
        "checkpoint": check._replace(
            missing=tuple(printable(name, 200) for name in check.missing),
            unexpected=tuple(printable(name, 200) for name in check.unexpected),
            mismatched=tuple(Mismatch(*(printable(part, 200) for part in each)) for each in check.mismatched),
            error=printable(check.error),
        )
    }


def _failure(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"failure": printable(str(event["reason"])) or "it gives no reason"}


def _end(_: Answer, __: dict[str, Any]) -> dict[str, Any]:
    return {"ended": True}


_READERS = {
    "start": _start,
    "attempt": _attempt,
    "unchecked": _unchecked,
    "checkpoint": _checkpoint,
    "failure": _failure,
    "end": _end,
}
