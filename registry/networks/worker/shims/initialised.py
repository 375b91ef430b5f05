"""New tensors that an initializer only describes: MindSpore drew their values where a method first asked for them."""

from typing import Any

from xreg.registry.networks.worker.shims.kinds import Changed

Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def _drawn(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Arguments | None:
    """The tensor with its values drawn, by its own initializer."""
    tensor = args[0]
    if not getattr(tensor, "has_init", False):
        return None
    return (tensor.init_data(), *args[1:]), kwargs


CHANGED = (
    Changed(
        "mindspore.common.tensor",
        "Tensor.reshape",
        "no longer draws the values of a tensor that an initializer describes",
        "they are drawn first, as MindSpore 2.2 did",
        _drawn,
    ),
)
