"""Input shapes: a card states (height, width, channels), a network takes (batch, channels, height, width)."""

from xreg.schema.document import Document
from xreg.schema.nodes import Scalar, Sequence

Shape = tuple[int, int, int]
# More digits are no size, and Python refuses to read more than 4,300.
_DIGITS = 6


def card_shape(document: Document) -> Shape | None:
    """The card's input shape, if it states one of three sizes."""
    node = document.front.get("input-shape")
    if not isinstance(node, Sequence) or len(node.items) != 3:
        return None
    sizes = [_size(item.value) for item in node.items if isinstance(item, Scalar)]
    height, width, channels = (*sizes, 0, 0, 0)[:3]
    return (height, width, channels) if height and width and channels else None


def _size(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _DIGITS else 0


def channels_first(shape: Shape) -> tuple[int, ...]:
    """The shape as the network takes it, for one image."""
    height, width, channels = shape
    return (1, channels, height, width)
