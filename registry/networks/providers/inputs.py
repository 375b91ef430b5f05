"""The inputs to try for a network, in order: the card's, those of the repository's own export, settings, knowledge."""

from collections.abc import Iterator, Sequence
from typing import Any

from xreg.registry.networks.built_in.wanted import channels_first, obstacle
from xreg.registry.networks.providers.dummies import exported
from xreg.registry.networks.providers.protocol import CardShape, Feed, Given
from xreg.registry.networks.providers.scripts import Folder, Script

MOST_INPUTS = 8
LARGEST_SIDE = 4096  # pixels
_PAIRS = (
    ("image_height", "image_width"),
    ("img_height", "img_width"),
    ("height", "width"),
    ("input_h", "input_w"),
    ("input_height", "input_width"),
)
_SINGLE = ("image_size", "img_size", "input_size", "image_resize", "crop_size", "test_img_shape", "img_shape")


def inputs_for(
    card: CardShape | None, canonical: CardShape | None, folder: Folder | None, scripts: Sequence[Script]
) -> tuple[Given, ...]:
    """The inputs, each once; height, width and channels of a card in both orders in which networks take them."""
    own = list(exported(scripts)) if folder else []
    found = [*_of_card(card, own), *own, *_of_settings(folder, card)]
    if canonical and not obstacle(canonical):
        found.append(Given((Feed(channels_first(canonical)),), "the knowledge base"))
    if card and not obstacle(card):
        height, width, channels = card
        found.append(Given((Feed((1, height, width, channels)),), "the card's input-shape, channels last"))
    unique = {given.tensors: given for given in reversed(found)}
    return tuple(given for given in found if unique[given.tensors] is given)[:MOST_INPUTS]


def _of_card(card: CardShape | None, own: Sequence[Given]) -> Iterator[Given]:
    """The card's shape; where the repository's export gives further tensors besides an image, together with those."""
    if not card or obstacle(card):
        return
    image = Feed(channels_first(card))
    for given in own[:1]:
        if len(given.tensors) > 1 and len(given.tensors[0].shape) == 4:
            yield Given((image, *given.tensors[1:]), f"the card's input-shape, with what {given.source} gives besides")
    yield Given((image,), "the card's input-shape")


def _of_settings(folder: Folder | None, card: CardShape | None) -> Iterator[Given]:
    """Height and width as the repository's settings have them."""
    if not folder:
        return
    channels = card[2] if card else 3
    for high, wide in _PAIRS:
        height, width = folder.settings.get(high), folder.settings.get(wide)
        if height and width and (sides := _sides((height.value, width.value))):
            yield _image(channels, sides, height.file)
    for name in _SINGLE:
        setting = folder.settings.get(name)
        if setting and (sides := _sides(setting.value)):
            yield _image(channels, sides, setting.file)


def _image(channels: int, sides: tuple[int, int], source: str) -> Given:
    return Given((Feed((1, channels, *sides)),), source)


def _sides(value: Any) -> tuple[int, int] | None:
    pair = (value, value) if type(value) is int else value
    if not isinstance(pair, list | tuple) or len(pair) != 2 or any(type(side) is not int for side in pair):
        return None
    return (pair[0], pair[1]) if all(16 <= side <= LARGEST_SIDE for side in pair) else None
