"""Inputs that are stated for a network: by a graph file, or by MindCV's settings of a model.

They are tried before anything is guessed.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from xreg.registry.networks.worker.tensors import Input

CHANNELS = 3  # of an image, where no convolution says otherwise
_LEAST, _MOST = 16, 2048  # pixels of a side


class Stated(NamedTuple):
    """An input, and what states it."""

    source: str
    input: Input


def stated_inputs(network: Any, builder: dict[str, Any]) -> Iterator[Stated]:
    """The inputs that are stated, each once, the most specific first."""
    seen: list[Input] = []
    for stated in _STATES.get(builder.get("kind", ""), _nothing)(network, builder):
        if stated.input not in seen:
            seen.append(stated.input)
            yield stated


def image(network: Any, side: tuple[int, int]) -> dict[str, Any]:
    """One image of this height and width, with as many channels as the first convolution takes."""
    return {"shape": [1, channels(network), *side], "dtype": "float32"}


def channels(network: Any) -> int:
    """The channels that the first convolution takes; those of a colour image where there is none."""
    from mindspore import nn

    for _, cell in network.cells_and_names():
        if isinstance(cell, nn.Conv2d):
            return int(cell.in_channels)
    return CHANNELS


def pair(value: object) -> tuple[int, int] | None:
    """Height and width from what code writes for them, `224` or `(224, 224)`; `None` where it is no image's size."""
    sides = (value, value) if isinstance(value, int) else value
    if not isinstance(sides, tuple | list) or len(sides) != 2:
        return None
    if not all(isinstance(side, int) and _LEAST <= side <= _MOST for side in sides):
        return None
    return sides[0], sides[1]


def _nothing(network: Any, builder: dict[str, Any]) -> Iterable[Stated]:
    del network, builder
    return ()


def _graph(network: Any, _: dict[str, Any]) -> Iterable[Stated]:
    from xreg.registry.networks.worker.graphs import stated

    return (Stated("the graph", each) for each in stated(network))


def _mindcv(network: Any, builder: dict[str, Any]) -> Iterable[Stated]:
    from xreg.registry.networks.worker.mindcv import stated

    return (Stated(source, each) for source, each in stated(network, builder))


_STATES: dict[str, Callable[[Any, dict[str, Any]], Iterable[Stated]]] = {"graph": _graph, "mindcv": _mindcv}
