"""What the framework's message about an input that did not run says of one that may."""

import re
from collections.abc import Callable, Iterator
from math import isqrt, prod
from typing import Any

from xreg.registry.networks.worker.tensors import Input

STRIDE = 32  # of nearly all networks that end in a layer for one size
LARGEST = 1024  # pixels
COLUMNS = re.compile(r"'x1_col': (\d{1,9}) and 'x2_row': (\d{1,9})")
CHANNELS = re.compile(r"of input 'weight' shape: (\d{1,5}), but got 'C_in' of input 'x' shape: (\d{1,5})")
LAST = re.compile(r"input\.shape = \[(1, \d{1,5}, \d{1,5}, \d{1,5})\] and other\.shape = \[1, 1, 1, \d{1,4}\]")
RESHAPED = re.compile(r"proposed_shape '\[const vector\]\{([-\d, ]{1,60})\}' is invalid for input of size (\d{1,12})")
INTEGERS = re.compile(r"Int32|int32|Int64|int64|integer", re.ASCII)
FLOATS = re.compile(r"but got\W{1,20}(?:Tensor\W)?Float|input type must be int", re.IGNORECASE)


def hints(given: Input, error: str) -> Iterator[Input]:
    """Inputs that the message suggests, the likeliest first."""
    for hint in HINTS:
        yield from hint(given, error)


def _channels(given: Input, error: str) -> Iterator[Input]:
    """A convolution names how many channels it takes."""
    said = CHANNELS.search(error)
    shape = given[0]["shape"]
    if said and len(shape) > 2 and shape[1] == int(said[2]):
        yield _first(given, [shape[0], int(said[1]), *shape[2:]])


def _flattened(given: Input, error: str) -> Iterator[Input]:
    """A dense layer after a flattening names how many values it takes: from that follow height and width."""
    said, shape = COLUMNS.search(error), given[0]["shape"]
    if not said or int(said[1]) == 0:
        return
    got, wanted = int(said[1]), int(said[2])
    if got == shape[-1]:
        yield _first(given, [*shape[:-1], wanted])
        yield _first(given, [shape[0], wanted])
    if len(shape) == 4:
        for height, width in _areas(shape[2] * shape[3] * wanted, got):
            yield _first(given, [*shape[:2], height, width])


def _areas(area: int, over: int) -> Iterator[tuple[int, int]]:
    """Heights and widths with the area `area / over`: the square, then whole steps of the stride."""
    side = isqrt(area // over)
    if side * side * over == area and STRIDE // 2 <= side <= LARGEST:
        yield side, side
    steps, rest = divmod(area, over * STRIDE * STRIDE)
    for step in range(isqrt(steps), 0, -1):
        if rest == 0 and steps % step == 0 and steps // step * STRIDE <= LARGEST:
            yield steps // step * STRIDE, step * STRIDE
            yield step * STRIDE, steps // step * STRIDE


def _channels_last(given: Input, error: str) -> Iterator[Input]:
    """Something for each channel is added along the last axis: (batch, height, width, channels)."""
    shape = given[0]["shape"]
    if LAST.search(error) and len(shape) == 4 and shape[1] < shape[3]:
        yield _first(given, [shape[0], shape[2], shape[3], shape[1]])


def _integers(given: Input, error: str) -> Iterator[Input]:
    """An operator wants integers, and got a floating type: those whose role is unknown become integers."""
    if not (INTEGERS.search(error) and FLOATS.search(error)):
        return
    yield [{**each, "dtype": "int32"} if each.get("dtype", "float32") == "float32" else each for each in given]


def _reshaped(given: Input, error: str) -> Iterator[Input]:
    """A sequence is reshaped to a length that is fixed: all sequences are given that length."""
    said, length = RESHAPED.search(error), given[0]["shape"][-1]
    if not said or len(given[0]["shape"]) != 2:
        return
    fixed = [int(part) for part in said[1].split(",") if part.strip().isdecimal() and int(part) > 0]
    if fixed and fixed[-1] != length and int(said[2]) // length * fixed[-1] % prod(fixed) == 0:
        yield [
            {**each, "shape": [*each["shape"][:-1], fixed[-1]]} if _is_sequence(each, length) else each
            for each in given
        ]


def _is_sequence(tensor: dict[str, Any], length: int) -> bool:
    return len(tensor["shape"]) == 2 and tensor["shape"][1] == length


def _first(given: Input, shape: list[int]) -> Input:
    return [{**given[0], "shape": shape}, *given[1:]]


HINTS: tuple[Callable[[Input, str], Iterator[Input]], ...] = (
    _channels,
    _flattened,
    _channels_last,
    _reshaped,
    _integers,
)
