"""Padding by pairs, `((0, 0), (0, 0), (1, 1), (1, 1))`, a pair for each dimension, as `ops.pad` took it."""

from typing import Any

from xreg.registry.networks.worker.shims.kinds import Changed

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def _flat(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments | None:
    """The same padding as it is given today: the numbers in a row, those of the last dimension first."""
    rest = {key: value for key, value in kwargs.items() if key not in ("padding", "paddings", "input_x")}
    given = (*args, *(kwargs[key] for key in ("input_x", "paddings", "padding") if key in kwargs))
    if len(given) != 2 or not _is_pairs(given[1]):
        return None
    return (given[0], tuple(side for pair in reversed(given[1]) for side in pair)), rest


def _is_pairs(value: object) -> bool:
    return isinstance(value, tuple | list) and bool(value) and all(_is_pair(each) for each in value)


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple | list) and len(value) == 2


CHANGED = (
    Changed(
        "mindspore.ops",
        "pad",
        "takes no pairs since MindSpore 2.0",
        "the same numbers in a row, the last dimension first",
        _flat,
    ),
)
