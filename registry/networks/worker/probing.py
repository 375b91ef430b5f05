"""The square sides that a network accepts around one that ran: bisected, not swept, and within a bound of time."""

from collections.abc import Callable
from math import sqrt
from typing import Any

from xreg.registry.networks.worker.tensors import Input

LEAST, MOST = 16, 640  # pixels
SLOWEST = 4.0  # seconds that one attempt may take, as far as the first one tells: time grows with the area
ATTEMPTS = 24  # at most: two bisections over a thousand sides take twenty


Attempt = Callable[[Input], bool | None]  # whether it runs; `None` where nothing can be said: memory ended


def accepted(ran: Input, seconds: float, attempt: Attempt) -> dict[str, Any]:
    """The smallest and the largest side around the one that ran, `{"low", "high"}`; empty where the input is no square.

    Empty too where the sides next to the one that ran are refused, as by networks that take multiples of 32. It is
    supposed that the sides that run have no other gaps. Only ends that were bounded by a refusal are what the network
    accepts: `"open"` names the others, at which the search ended.
    """
    shape = ran[0]["shape"]
    if len(shape) != 4 or shape[2] != shape[3] or not LEAST <= shape[2] <= MOST:
        return {}
    probe = _Probe(ran, seconds, attempt)
    low, low_open = probe.edge(LEAST)
    high, high_open = probe.edge(probe.farthest())
    if probe.has_gaps(low, high):
        return {}
    ends = [name for name, is_open in (("low", low_open), ("high", high_open)) if is_open]
    return {"low": low, "high": high, **({"open": ends} if ends else {})}


class _Probe:
    """Attempts at other sides of the same input."""

    def __init__(self, ran: Input, seconds: float, attempt: Attempt) -> None:
        self._ran, self._attempt = ran, attempt
        self._side: int = ran[0]["shape"][2]
        self._seconds = seconds
        self._left = ATTEMPTS

    def farthest(self) -> int:
        """The largest side whose run takes no longer than it may."""
        if self._seconds <= 0:
            return MOST
        return max(self._side, min(MOST, int(self._side * sqrt(SLOWEST / self._seconds))))

    def edge(self, end: int) -> tuple[int, bool]:
        """The last side that runs towards an end, and whether no refusal bounded it: the end runs, or is not known."""
        good, bad = self._side, end
        outcome = True if good == end else self._at(end)
        if outcome is not False:
            return (end, True) if outcome else (good, True)
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            outcome = self._at(middle)
            if outcome is None:
                return good, True
            good, bad = (middle, bad) if outcome else (good, middle)
        return good, False

    def has_gaps(self, low: int, high: int) -> bool:
        """Whether a neighbour of the side that ran is refused, though it lies between the ends."""
        return any(self._at(side) is False for side in (self._side - 1, self._side + 1) if low < side < high)

    def _at(self, side: int) -> bool | None:
        if self._left == 0:
            return None
        self._left -= 1
        shape = [*self._ran[0]["shape"][:2], side, side]
        return self._attempt([{**self._ran[0], "shape": shape}, *self._ran[1:]])
