"""Initial values of parameters, drawn faster: MindSpore draws three million a second, and large networks have 600.

The first values are drawn by MindSpore as ever, and repeated for the rest of a tensor. No result depends on it: what is
told of a network are names, shapes and types, and its outputs are compared with nothing. Where it was done, it is said.
"""

from collections.abc import Callable
from typing import Any

DRAWN = 1 << 16  # values of a tensor that are drawn; more are repetitions
_DRAWERS = ("_random_normal", "_random_uniform", "_truncated_normal")

SAID = f"initial values of large tensors: the first {DRAWN:,} are drawn, and repeated for the rest to save time"

Draw = Callable[..., None]


def repeat_initial_values(note: Callable[[str], None]) -> None:
    """From now on large tensors are filled with repetitions of their first values, which is noted where it is done."""
    from mindspore.common import initializer

    for name in _DRAWERS:
        draw = getattr(initializer, name, None)
        if draw is not None and not isinstance(draw, _Repeated):
            setattr(initializer, name, _Repeated(draw, note))


class _Repeated:
    """A function `(seed, array, …)` that fills an array in place, given the first values of a large one alone."""

    def __init__(self, draw: Draw, note: Callable[[str], None]) -> None:
        self._draw, self._note = draw, note

    def __call__(self, seed: Any, values: Any, *rest: Any) -> None:
        import numpy

        if values.size <= DRAWN or not values.flags.c_contiguous:
            self._draw(seed, values, *rest)
            return
        self._note(SAID)
        flat = values.reshape(-1)
        self._draw(seed, flat[:DRAWN], *rest)
        flat[DRAWN:] = numpy.resize(flat[:DRAWN], flat.size - DRAWN)
