"""Initial values of parameters, drawn faster: MindSpore draws three million a second, and large networks have 600.

The first values are drawn by MindSpore as ever, and repeated for the rest of a tensor. No result depends on it: what is
told of a network are names, shapes and types, and its outputs are compared with nothing.
"""

from collections.abc import Callable
from typing import Any

DRAWN = 1 << 16  # values of a tensor that are drawn; more are repetitions
_DRAWERS = ("_random_normal", "_random_uniform", "_truncated_normal")

Draw = Callable[..., None]


def repeat_initial_values() -> None:
    """From now on large tensors are filled with repetitions of their first values."""
    from mindspore.common import initializer

    for name in _DRAWERS:
        draw = getattr(initializer, name, None)
        if draw is not None and not isinstance(draw, _Repeated):
            setattr(initializer, name, _Repeated(draw))


class _Repeated:
    """A function `(seed, array, …)` that fills an array in place, given the first values of a large one alone."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def __call__(self, seed: Any, values: Any, *rest: Any) -> None:
        import numpy

        if values.size <= DRAWN or not values.flags.c_contiguous:
            self._draw(seed, values, *rest)
            return
        flat = values.reshape(-1)
        self._draw(seed, flat[:DRAWN], *rest)
        flat[DRAWN:] = numpy.resize(flat[:DRAWN], flat.size - DRAWN)
