"""Reading what a worker wrote. A network's own code runs in there, so nothing about the bytes is taken for granted."""

import json
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from xreg.registry.networks.parts import (
    LONGEST_ERROR,
    LONGEST_PLACE,
    MOST_SEARCHED,
    attempt_in,
    checkpoint_in,
    number_in,
    open_ends_in,
    parameters_in,
    shims_in,
    sides_in,
    text_in,
)
from xreg.registry.networks.text import printable
from xreg.schema.network import Attempt, CheckpointCheck, NetworkError, Parameter, Shape


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

    `started` tells whether it came to build anything. What ran it and what it was kept from, `framework`, `device` and
    `isolation`, is no claim of the worker: whoever gave it its task adds them. `unchecked` are reasons why a shape has
    no attempt, `accepted` the square sides between which it was seen to run, and `open_ends` those of its ends beyond
    which nothing was tried.
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
    started: bool = False


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
    for key in ("framework", "device"):
        text_in(event, key, 60)
    return {"started": True}


def _refused(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    error = text_in(event, "error", LONGEST_ERROR)
    places = [text_in(event, key, LONGEST_PLACE) for key in ("where", "kind", "module")]
    if not error:
        raise ValueError("a call that is refused without an error")
    return {"tried": (*answer.tried, Tried(number_in(event, "call"), error, *places)), "shims": shims_in(event)}


def _built(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"tried": (*answer.tried, Tried(number_in(event, "call")))}


def _network(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"parameters": parameters_in(event), "shims": shims_in(event)}


def _shims(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"shims": shims_in(event)}


def _attempt(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"attempts": (*answer.attempts, attempt_in(event))}


def _unchecked(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    said = f"{tuple(event['shape'])} needs more memory than a run is given ({event['reason']})"
    return {"unchecked": (*answer.unchecked, printable(said, 300))[:MOST_SEARCHED]}


def _probe(answer: Answer, event: dict[str, Any]) -> dict[str, Any]:
    if "low" not in event:
        return {}
    if not any(each.output is not None for each in answer.attempts):
        raise ValueError("a range of sizes of a network that ran at none")
    return {"accepted": sides_in(event), "open_ends": open_ends_in(event)}


def _checkpoint(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"checkpoint": checkpoint_in(event)}


def _failure(_: Answer, event: dict[str, Any]) -> dict[str, Any]:
    return {"failure": printable(str(event["reason"])) or "it gives no reason"}


def _end(_: Answer, __: dict[str, Any]) -> dict[str, Any]:
    return {"ended": True}


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
