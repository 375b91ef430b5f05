"""Shims of what tensors did: padding by pairs, and new tensors that are drawn where they are first asked for."""

from typing import Any

import pytest

from xreg.registry.networks.worker.shims import initialised, padding

PADDED, RESHAPED = padding.CHANGED[0], initialised.CHANGED[0]
PAIRS, ROW = ((0, 0), (1, 2), [3, 4]), (3, 4, 1, 2, 0, 0)


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        pytest.param(("x", PAIRS), {}, (("x", ROW), {}), id="pairs"),
        pytest.param(("x",), {"paddings": PAIRS}, (("x", ROW), {}), id="pairs by their old name"),
        pytest.param((), {"input_x": "x", "paddings": PAIRS}, (("x", ROW), {}), id="both by name"),
        pytest.param(("x", PAIRS), {"mode": "reflect"}, (("x", ROW), {"mode": "reflect"}), id="a mode stays"),
        pytest.param(("x", (1, 1)), {}, None, id="numbers, as today"),
        pytest.param(("x", ()), {}, None, id="nothing"),
        pytest.param(("x", ((1, 1, 1),)), {}, None, id="no pair"),
        pytest.param(("x", 1), {}, None, id="a number"),
        pytest.param(("x",), {}, None, id="no padding"),
        pytest.param(("x", PAIRS, "constant"), {}, None, id="more than was ever taken"),
    ],
)
def test_pairs_of_paddings_are_put_in_a_row(args: tuple[Any, ...], kwargs: dict[str, Any], expected: Any) -> None:
    assert PADDED.change(args, kwargs) == expected


class New:
    """A tensor that an initializer describes, or one with its values."""

    def __init__(self, has_init: bool) -> None:
        self.has_init = has_init

    def init_data(self) -> str:
        return "drawn"


def test_a_new_tensor_is_drawn_first() -> None:
    assert RESHAPED.change((New(True), (2, 3)), {}) == (("drawn", (2, 3)), {})


def test_a_tensor_with_values_stays() -> None:
    assert RESHAPED.change((New(False), (2, 3)), {}) is None
