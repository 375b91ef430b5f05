"""The inputs to try for a network, in order: the card's, those of the repository's own export, settings, knowledge."""

from collections.abc import Iterator, Sequence
from itertools import islice

from xreg.registry.networks.built_in.wanted import channels_first, obstacle
from xreg.registry.networks.providers.dummies import exported
from xreg.registry.networks.providers.protocol import CardShape, Feed, Given
from xreg.registry.networks.providers.scripts import Folder, Script
from xreg.registry.networks.worker.sides import areas

MOST_INPUTS = 8
MOST_STATED = 4  # of the heights and widths that settings state


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
    """Heights and widths as the repository's settings have them, whatever they are called there."""
    settings = folder.settings.top if folder else {}
    channels = card[2] if card else 3
    named = {name: each.value for name, each in settings.items() if isinstance(name, str)}
    for name, sides in islice(areas(named), MOST_STATED):
        yield Given((Feed((1, channels, *sides)),), settings[name].file)
