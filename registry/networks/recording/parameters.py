"""The parameters of a network as one line of text: `conv1.weight:64,3,7,7 bn1.@bn:64 layer1.[0-2](conv1.weight:… …)`.

What lies in one layer is written within its brackets, neighbours of one shape together, and layers once that have
numbers one after another and are alike. A type is written only where it is not float32. A list with a name that such
a line cannot hold is kept as it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from xreg.schema.network import Parameter, Shape
from xreg.schema.network_json import parameter_from_json

_USUAL = "float32"
_SAFE = re.compile(r"[\w\-/.]+")
_TYPE = re.compile(r"\w+")
_TOKEN = re.compile(r"([^\s()]+\()|(\))|([^\s()]+)")
_NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]{0,4})")
_RANGE = re.compile(r"([^\[]*)\[([0-9]{1,5})-([0-9]{1,5})\]")
_MOST = 1 << 16  # parameters; the largest network of the hub has 2,000
_LEAVES = {"@bn": ("moving_mean", "moving_variance", "gamma", "beta"), "@ln": ("gamma", "beta")}
_ALIASES = {leaves: alias for alias, leaves in _LEAVES.items()}


class _Row(NamedTuple):
    parts: Sequence[str]
    shape: Shape
    dtype: str


class _Layer(NamedTuple):
    name: str
    inside: list[Parameter]


def compact(parameters: Iterable[Parameter]) -> str | list[list[Any]]:
    """The parameters as a record holds them."""
    found = tuple(parameters)
    if not all(map(_holds, found)):
        return [[name, list(shape), dtype] for name, shape, dtype in found]
    return " ".join(_items([_Row(each.name.split("."), each.shape, each.dtype) for each in found]))


def _holds(parameter: Parameter) -> bool:
    name, _, dtype = parameter
    return bool(_SAFE.fullmatch(name) and _TYPE.fullmatch(dtype)) and all(name.split("."))


def _items(rows: Iterable[_Row]) -> Iterator[str]:
    """A layer's parameters and layers, in their order."""
    for deeper, group in groupby(rows, lambda row: len(row.parts) > 1):
        found = _blocks if deeper else _leaves
        yield from found(group)


def _leaves(rows: Iterable[_Row]) -> Iterator[str]:
    for (shape, dtype), group in groupby(rows, lambda row: row[1:]):
        names = tuple(row.parts[0] for row in group)
        several = _ALIASES.get(names) or f"{{{','.join(names)}}}"
        kind = "" if dtype == _USUAL else f":{dtype}"
        yield f"{names[0] if len(names) == 1 else several}:{','.join(map(str, shape))}{kind}"


def _blocks(rows: Iterable[_Row]) -> Iterator[str]:
    """The layers; those that follow each other by number and are alike are one."""
    blocks: list[tuple[str, str, str]] = []  # the first one's name, the last one's, and what is in each
    for name, group in groupby(rows, lambda row: row.parts[0]):
        body = " ".join(_items([row._replace(parts=row.parts[1:]) for row in group]))
        if blocks and blocks[-1][2] == body and _follows(blocks[-1][1], name):
            blocks[-1] = (blocks[-1][0], name, body)
        else:
            blocks.append((name, name, body))
    for first, last, body in blocks:
        name = first if first == last else _range(first, last)
        yield f"{name}({body})" if " " in body else f"{name}.{body}"


def _range(first: str, last: str) -> str:
    layer, low = _NUMBERED.fullmatch(first).groups()  # type: ignore[union-attr]  # both are numbered, as _follows saw
    return f"{layer}[{low}-{last.removeprefix(layer)}]"


def _follows(last: str, name: str) -> bool:
    before, now = _NUMBERED.fullmatch(last), _NUMBERED.fullmatch(name)
    return bool(before and now and before[1] == now[1] and int(before[2]) + 1 == int(now[2]))


def expanded(value: Any) -> tuple[Parameter, ...]:
    """The parameters that `compact` wrote; raises ValueError or NetworkError for anything else."""
    if isinstance(value, list):
        return tuple(parameter_from_json(each) for each in value)
    if not isinstance(value, str):
        raise ValueError(f"parameters are a text or a list, not {str(value)[:80]!r}")
    layers: list[_Layer] = [_Layer("", [])]
    for opened, closed, leaf in _TOKEN.findall(value):
        if opened:
            layers.append(_Layer(opened[:-1], []))
            continue
        found = _closed(layers) if closed else _parameters(leaf)
        layers[-1].inside.extend(found)
        if len(layers[-1].inside) > _MOST:
            raise ValueError(f"more than {_MOST} parameters")
    if len(layers) != 1:
        raise ValueError("a bracket is not closed")
    return tuple(layers[0].inside)


def _closed(layers: list[_Layer]) -> list[Parameter]:
    """What is in the last layer that was opened, under its names."""
    name, inside = layers.pop()
    if not layers:
        raise ValueError("a bracket was not opened")
    names = _names(name)
    if len(names) * len(inside) > _MOST:
        raise ValueError(f"more than {_MOST} parameters")
    return [each._replace(name=f"{layer}.{each.name}") for layer in names for each in inside]


def _parameters(token: str) -> Iterator[Parameter]:
    name, _, rest = token.partition(":")
    sides, _, dtype = rest.partition(":")
    shape = tuple(int(side) for side in sides.split(",") if side)
    layer, dot, leaf = name.rpartition(".")
    leaves = _LEAVES.get(leaf) or (leaf[1:-1].split(",") if leaf.startswith("{") else (leaf,))
    for each in _names(layer):
        for last in leaves:
            yield Parameter(each + dot + last, shape, dtype or _USUAL)


def _names(pattern: str) -> list[str]:
    """The layers that a name stands for: `layer1.[0-2]`."""
    found = [""]
    for number, part in enumerate(pattern.split(".")):
        match = _RANGE.fullmatch(part)
        parts = [f"{match[1]}{each}" for each in range(int(match[2]), int(match[3]) + 1)] if match else [part]
        if len(found) * len(parts) > _MOST:
            raise ValueError(f"more than {_MOST} layers")
        found = [f"{before}.{each}" if number else each for before in found for each in parts]
    return found
