"""The parts of what a worker tells, each read without trust: checked, bounded and made printable."""

from typing import Any

from xreg.registry.networks.text import printable
from xreg.schema.network import Attempt, CheckpointCheck, Mismatch, Parameter
from xreg.schema.network_json import attempt_from_json, checkpoint_from_json, parameter_from_json

MOST_SEARCHED = 400  # attempts beyond those that are asked for
MOST_TENSORS, MOST_SHIMS, MOST_SIDE = 32, 100, 1 << 16
LONGEST_ERROR, LONGEST_PLACE = 600, 200  # characters
Event = dict[str, Any]


def attempt_in(event: Event) -> Attempt:
    """An attempt; raises ValueError or NetworkError."""
    attempt = attempt_from_json(event)
    if (attempt.output is None) != bool(attempt.error):
        raise ValueError("an attempt has either an output or an error")
    if len(attempt.rest) > MOST_TENSORS or len(attempt.outputs) > MOST_SEARCHED:
        raise ValueError("too many tensors")
    return attempt._replace(
        error=printable(attempt.error),
        where=printable(attempt.where, LONGEST_PLACE),
        source=printable(attempt.source, LONGEST_PLACE),
        dtype=printable(attempt.dtype, 30),
        rest=tuple(each._replace(dtype=printable(each.dtype, 30)) for each in attempt.rest),
    )


def parameters_in(event: Event) -> tuple[Parameter, ...]:
    """The network's parameters; raises NetworkError."""
    return tuple(_clean_parameter(parameter_from_json(each)) for each in event["parameters"])


def _clean_parameter(parameter: Parameter) -> Parameter:
    return Parameter(printable(parameter.name, 200), parameter.shape, printable(parameter.dtype, 30))


def checkpoint_in(event: Event) -> CheckpointCheck:
    """The check of a checkpoint; raises NetworkError."""
    check = checkpoint_from_json(event)
    return check._replace(
        missing=tuple(printable(name, 200) for name in check.missing),
        unexpected=tuple(printable(name, 200) for name in check.unexpected),
        mismatched=tuple(Mismatch(*(printable(part, 200) for part in each)) for each in check.mismatched),
        error=printable(check.error),
    )


def shims_in(event: Event) -> tuple[str, ...]:
    """What stood in for API that is gone; raises ValueError."""
    if not isinstance(event["shims"], list):
        raise ValueError("no list of shims")
    return tuple(printable(str(each), 300) for each in event["shims"][:MOST_SHIMS])


def sides_in(event: Event) -> tuple[int, int]:
    """The range of sides that run; raises ValueError."""
    low, high = number_in(event, "low"), number_in(event, "high")
    if not 0 < low <= high <= MOST_SIDE:
        raise ValueError("a range of sizes that is none")
    return low, high


def open_ends_in(event: Event) -> tuple[str, ...]:
    """The ends of the range beyond which nothing was tried; raises ValueError."""
    ends = event.get("open", [])
    if not isinstance(ends, list) or any(end not in ("low", "high") for end in ends):
        raise ValueError("an end of sizes that is none")
    return tuple(ends)


def text_in(event: Event, key: str, most: int) -> str:
    """A text of at most so many characters; raises ValueError."""
    if not isinstance(event[key], str):
        raise ValueError(f"{key} is no text")
    return printable(event[key], most)


def number_in(event: Event, key: str) -> int:
    """A whole number; raises ValueError."""
    if type(event[key]) is not int:
        raise ValueError(f"{key} is no number")
    return int(event[key])
