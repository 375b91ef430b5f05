"""What was seen at an image's shape as a card writes it, whichever order of sizes the network takes."""

from xreg.schema.network import Attempt, NetworkEvidence
from xreg.schema.shape import Shape, channels_first

_CHANNELS = 4


def _is_image(attempt: Attempt) -> bool:
    return len(attempt.shape) == 4


def _channels_last(attempt: Attempt) -> bool:
    """Whether a batch of images is (N, H, W, C), as a few networks take it: few sizes are few enough for channels."""
    return attempt.shape[3] <= _CHANNELS < attempt.shape[1]


def as_on_card(attempt: Attempt) -> Shape:
    """The images' shape as a card writes it."""
    _, one, two, three = attempt.shape
    return (one, two, three) if _channels_last(attempt) else (two, three, one)


def tried(network: NetworkEvidence, shape: Shape | None) -> list[Attempt]:
    """The attempts at a shape of the card."""
    if not shape:
        return []
    orders = (channels_first(shape)[1:], shape)
    return [each for each in network.attempts if _is_image(each) and each.shape[1:] in orders]


def alike(network: NetworkEvidence, failed: Attempt) -> list[Attempt]:
    """What ran and differs from an attempt that failed in the images' sizes alone; what was asked for comes first."""
    found = [each for each in network.attempts if each.output is not None and _is_image(each)]
    found = [each for each in found if _kind(each) == _kind(failed)]
    return sorted(found, key=lambda each: not each.asked)


def _kind(attempt: Attempt) -> tuple[object, ...]:
    rest = tuple(each.dtype for each in attempt.rest)
    return attempt.shape[0], attempt.dtype, _channels_last(attempt), rest
