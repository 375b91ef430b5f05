"""What is asked of a network, from what a card says: shapes in the framework's order, and why some are not tried."""

from dataclasses import dataclass
from pathlib import Path

from xreg.schema.network import Shape

CardShape = tuple[int, int, int]  # height, width, channels, as on a card
MOST_PIXELS = 1024 * 1024  # H x W; Xception takes 5 s and 3 GiB for it, and a card can ask for anything
MOST_CHANNELS = 64


@dataclass(frozen=True, slots=True)
class Wanted:
    """Shapes are (N, C, H, W), the card's first; the next is tried only if it does not run. `notes` are for people."""

    network: str
    shapes: tuple[Shape, ...]
    checkpoint: Path | None
    checkpoint_digest: str | None
    notes: tuple[str, ...]


def wanted(
    network: str, cards: tuple[CardShape | None, ...], checkpoint: Path | None, checkpoint_digest: str | None
) -> Wanted:
    """What to ask about these shapes of cards; one that no image can have, or that is too large, becomes a note."""
    given = [shape for shape in dict.fromkeys(cards) if shape is not None]
    shapes = tuple(channels_first(shape) for shape in given if not obstacle(shape))
    notes = tuple(f"{list(shape)} was not tried: {obstacle(shape)}." for shape in given if obstacle(shape))
    return Wanted(network, shapes, checkpoint, checkpoint_digest, notes)


def channels_first(shape: CardShape) -> Shape:
    """A card's (H, W, C) as a batch of one, (1, C, H, W)."""
    height, width, channels = shape
    return (1, channels, height, width)


def obstacle(shape: CardShape) -> str:
    """Why no run is made at a card's shape; nothing where one is."""
    if len(shape) != 3 or not all(type(side) is int and side > 0 for side in shape):
        return "an input shape is height, width and channels, each at least 1"
    if shape[0] * shape[1] > MOST_PIXELS or shape[2] > MOST_CHANNELS:
        return f"runs are limited to {MOST_PIXELS} pixels and {MOST_CHANNELS} channels"
    return ""
