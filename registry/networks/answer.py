"""Reading what a worker wrote. A network's own code runs in there, so nothing about the bytes is taken for granted."""

import json
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

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

MOST_SEARCHED = 400  # attempts beyond those that are asked for
MOST_TENSORS, MOST_SHIMS, MOST_SIDE = 32, 100, 1 << 16
LONGEST_ERROR, LONGEST_PLACE = 600, 200  # characters


class Tried(NamedTuple):
    """A call that was tried: its place among those asked for, and the error that refused it, raised `where`.

    `kind` is the error's class, `module` the one that an ImportError names.
    """

    call: int
    error: str = ""
    where: str = ""
    kind: str = ""
    module: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker told before it ended. `failure` says why it did not tell all, and is empty where it did.

    `framework` is empty where the worker did not come to build anything. `unchecked` are reasons why a shape has no
    attempt, `accepted` the square sides between which it was seen to run, and
    `open_ends` those of its ends beyond which nothing was tried.
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
    tried: tuple[Tried, ...] = ()
    shims: tuple[str, ...] = ()
    accepted: tuple[int, int] | None = None
    open_ends: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What the worker was asked: the first tensors' shapes, how many calls, and whether it may try other inputs."""

    shapes: tuple[Shape, ...]
    calls: int = 1
    search: bool = False


def read_answer(data: bytes, asked: Asked | tuple[Shape, ...]) -> Answer:
    """The answer to a request from the worker's lines; what cannot be read becomes its `failure`.

    Lines after one that is wrong are not read. What nobody asked for is wrong.
    """
    question = asked if isinstance(asked, Asked) else Asked(asked)
    answer = Answer()
    for line in data.splitlines():
        try:
            answer = _add(answer, json.loads(line), question)
        except (ValueError, RecursionError, NetworkError, KeyError, TypeError, IndexError) as error:
            return replace(answer, failure=f"the worker's answer cannot be read ({printable(str(error), 120)})")
        if answer.ended or answer.failure:
            break
    return answer


def _add(answer: Answer, event: Any, asked: Asked) -> Answer:
    if not isinstance(event, dict) or event.get("event") not in _READERS:
        raise ValueError(f"no such event: {str(event)[:80]!r}")
    changes: dict[str, Any] = _READERS[event["event"]](answer, event)
    changed = replace(answer, **changes)
    wanted = [each for each in changed.attempts if each.asked]
    if any(each.shape not in asked.shapes for each in wanted) or len(wanted) > len(asked.shapes):
        raise ValueError("an attempt at a shape that was not asked for")
    if len(changed.attempts) - len(wanted) > (MOST_SEARCHED if asked.search else 0):
        raise ValueError("attempts at shapes that were not asked for")
    if any(not 0 <= each.call < asked.calls for each in changed.tried) or len(changed.tried) > asked.calls:
        raise ValueError("a call that was not asked for")
    return changed


def _start(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "framework": printable(str(event["framework"]), 60),
        "device": printable(str(event["device"]), 60),
        "isolation": tuple(printable(str(each), 200) for each in event["isolation"]),
    }


def _refused(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    error = printable(_text(event, "error"), LONGEST_ERROR)
    places = [printable(_text(event, key), LONGEST_PLACE) for key in ("where", "kind", "module")]
    if not error:
        raise ValueError("a call that is refused without an error")
    return {"tried": (*answer.tried, Tried(_number(event, "call"), error, *places)), **_shims(answer, event)}


def _built(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"tried": (*answer.tried, Tried(_number(event, "call")))}


def _network(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    parameters = tuple(_clean_parameter(parameter_from_json(each)) for each in event["parameters"])
    return {"parameters": parameters, **_shims(answer, event)}


def _shims(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(event["shims"], list):
        raise ValueError("no list of shims")
    return {"shims": tuple(printable(str(each), 300) for each in event["shims"][:MOST_SHIMS])}


def _clean_parameter(parameter: Parameter) -> Parameter:
    return Parameter(printable(parameter.name, 200), parameter.shape, printable(parameter.dtype, 30))


def _attempt(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    attempt = attempt_from_json(event)
    if (attempt.output is None) != bool(attempt.error):
        raise ValueError("an attempt has either an output or an error")
    if len(attempt.rest) > MOST_TENSORS or len(attempt.outputs) > MOST_SEARCHED:
        raise ValueError("too many tensors")
    clean = attempt._replace(
        error=printable(attempt.error),
        where=printable(attempt.where, LONGEST_PLACE),
        dtype=printable(attempt.dtype, 30),
        rest=tuple(each._replace(dtype=printable(each.dtype, 30)) for each in attempt.rest),
    )
    return {"attempts": (*answer.attempts, clean)}


def _unchecked(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    said = f"{tuple(event['shape'])} needs more memory than a run is given ({event['reason']})"
    return {"unchecked": (*answer.unchecked, printable(said, 300))[:MOST_SEARCHED]}


def _probe(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    if "low" not in event:
        return {}
    low, high = _number(event, "low"), _number(event, "high")
    if not 0 < low <= high <= MOST_SIDE:
        raise ValueError("a range of sizes that is none")
    ends = event.get("open", [])
    if not isinstance(ends, list) or any(end not in ("low", "high") for end in ends):
        raise ValueError("an end of sizes that is none")
    return {"accepted": (low, high), "open_ends": tuple(ends)}


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


def _text(event: dict[str, Any], key: str) -> str:
    if not isinstance(event[key], str):
        raise ValueError(f"{key} is no text")
    return str(event[key])


def _number(event: dict[str, Any], key: str) -> int:
    if type(event[key]) is not int:
        raise ValueError(f"{key} is no number")
    return int(event[key])


_READERS = {
    "start": _start,
    "refused": _refused,
    "built": _built,
    "network": _network,
    "shims": _shims,
    "attempt": _attempt,
    "unchecked": _unchecked,
    "probe": _probe,
    "checkpoint": _checkpoint,
    "failure": _failure,
    "end": _end,
}
