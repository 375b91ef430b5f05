"""Sizes of inputs that the network states: in attributes of its cells, and in the settings that its code has read."""

import sys
from collections.abc import Iterator
from typing import Any

from xreg.registry.networks.worker.errors import is_own
from xreg.registry.networks.worker.sides import areas, is_size, size_of

# The values of a size where the network states none. What is not here is not guessed: a dense layer fixes it.
USUAL: dict[str, tuple[int, ...]] = {"batch": (1,), "sequence": (128, 64, 512, 32), "nodes": (64,)}
SIZES = ("batch", "sequence", "fields", "nodes", "boxes", "features")
MOST_PLACES, MOST_VALUES, MOST_AREAS = 3000, 6, 4
_SETTINGS = ("config", "cfg")


class Sizes:
    """What the network states: for each size the values to try, and heights with widths."""

    def __init__(self, network: Any) -> None:
        self._places = [_sizes(place) for _, place in zip(range(MOST_PLACES), places(network), strict=False)]
        self._stated = dict[str, list[int]]()
        for place in self._places:
            for name, value in place.items():
                for size in size_of(name) if is_size(value) else ():
                    self._stated.setdefault(size, []).append(value)

    def of(self, size: str) -> tuple[int, ...]:
        """The values of a size, the first of those that the network states or else the usual ones; small ones first.

        A batch of one is always tried: most networks take it, and it runs soonest.
        """
        values = list(dict.fromkeys(self._stated.get(size, ())))[:MOST_VALUES]
        if size == "batch":
            values.append(1)
        return tuple(sorted(set(values))) or USUAL.get(size, ())

    def states(self, size: str) -> bool:
        """Whether the network states a size, or none is needed: a batch of one is no guess."""
        return size == "batch" or size in self._stated

    def areas(self) -> list[tuple[int, int]]:
        """Heights and widths that are stated together."""
        return list(dict.fromkeys(sides for place in self._places for _, sides in areas(place)))[:MOST_AREAS]


def places(network: Any) -> Iterator[dict[str, Any]]:
    """Attributes by name: of the cells, of the settings that cells keep, and that the code's modules hold."""
    for _, cell in network.cells_and_names():
        yield vars(cell)
        yield from _kept(vars(cell))
    for module in list(sys.modules.values()):
        if is_own(getattr(module, "__file__", None) or ""):
            yield from _kept(vars(module))


def _sizes(place: dict[str, Any]) -> dict[str, Any]:
    """What of the attributes may state a size."""
    return {
        name: value
        for name, value in list(place.items())
        if type(value) in (int, list, tuple) and not str(name).startswith("_")
    }


def _kept(held: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in list(held.items()):
        if any(part in name.lower() for part in _SETTINGS) or name in ("args", "opt"):
            found = value if isinstance(value, dict) else {**vars(type(value)), **getattr(value, "__dict__", {})}
            yield {key: each for key, each in list(found.items()) if isinstance(key, str)}
