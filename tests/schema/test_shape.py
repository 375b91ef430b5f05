"""The input shape that a card states."""

import pytest
from support.cards import front

from xreg.schema.shape import card_shape, channels_first


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("[224, 224, 3]", (224, 224, 3)),
        ("['224', 200, 1]", (224, 200, 1)),
        ("\n- 1\n- 2\n- 3", (1, 2, 3)),
        ("[224, 224]", None),
        ("[1, 3, 224, 224]", None),
        ("224", None),
        ("", None),
        ("[0, 224, 3]", None),
        ("[-1, 224, 3]", None),
        ("[a, 224, 3]", None),
        ("[1.5, 224, 3]", None),
        ("[224, [224], 3]", None),
        ("[[1], 224, 3]", None),
        ("[٣, 224, 3]", None),
        ("[²,2,2]", None),
        ("[" + "9" * 5000 + ", 224, 3]", None),
        ("[999999, 1, 1]", (999999, 1, 1)),
    ],
)
def test_card_shape(value: str, shape: tuple[int, ...] | None) -> None:
    assert card_shape(front(f"input-shape: {value}\n")) == shape


def test_no_shape() -> None:
    assert card_shape(front("a: b")) is None


def test_networks_take_channels_first() -> None:
    assert channels_first((227, 299, 3)) == (1, 3, 227, 299)
