"""MindCV: its model factory, and the inputs that it states for a model.

They stand, in this order, in the model's `default_cfgs` (`input_size`), in a clone's `configs/` (`image_resize` of the
training of that model), and in the default of the package's own transforms, which is 224.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from xreg.registry.networks.worker import errors
from xreg.registry.networks.worker.initial import repeat_initial_values
from xreg.registry.networks.worker.shims import Shims
from xreg.registry.networks.worker.stated import image, pair
from xreg.registry.networks.worker.tensors import Input

_MOST_SETTINGS, _LONGEST_SETTINGS = 2000, 64 * 1024  # files, bytes


def builder_of(builder: dict[str, Any], shims: Shims) -> Callable[..., Any]:
    """A model of MindCV: `name`, and `folder` where a clone is taken instead of the installed package."""
    shims.install()
    repeat_initial_values(shims.note)
    if folder := builder.get("folder"):
        errors.own_code(folder)
        sys.path.insert(0, folder)
    mindcv = shims.finish(partial(import_module, "mindcv"))
    if not folder:
        errors.own_code(str(Path(str(mindcv.__file__)).parent))
    return partial(mindcv.create_model, builder["name"])


def stated(network: Any, builder: dict[str, Any]) -> Iterator[tuple[str, Input]]:
    """The inputs that MindCV states for a model, each with what states it."""
    for source, side in _sides(builder["name"], builder.get("folder")):
        yield source, [image(network, side), *_mask(network)]


def _sides(name: str, folder: str | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Height and width with what states them; values that are none are passed over."""
    for source, value in _values(name, folder):
        if size := pair(value):
            yield source, size


def _values(name: str, folder: str | None) -> Iterator[tuple[str, object]]:
    from mindcv.models.registry import get_pretrained_cfg

    yield "MindCV's default_cfgs", tuple(get_pretrained_cfg(name).get("input_size") or ())[1:]
    yield from _trained(name, Path(folder)) if folder else ()
    yield "the default of MindCV's transforms", _default_side()


def _default_side() -> object:
    from mindcv.data import create_transforms

    return inspect.signature(create_transforms).parameters["image_resize"].default


def _trained(name: str, folder: Path) -> Iterator[tuple[str, object]]:
    for file in sorted((folder / "configs").glob("*/*.yaml"))[:_MOST_SETTINGS]:
        settings = _settings(file) if file.is_file() and file.stat().st_size <= _LONGEST_SETTINGS else {}
        if settings.get("model") == name:
            yield file.relative_to(folder).as_posix(), settings.get("image_resize")


def _settings(file: Path) -> dict[str, Any]:
    import yaml

    try:
        settings = yaml.safe_load(file.read_bytes())
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}  # what is no YAML states nothing
    return settings if isinstance(settings, dict) else {}


def _mask(network: Any) -> Input:
    """The mask that a masked autoencoder takes beside the image, one value a patch. It hides all: none divides by 0."""
    from xreg.registry.networks.worker.searching import parameters

    if "mask" not in parameters(network)[1:] or not isinstance(getattr(network, "num_patches", None), int):
        return []
    return [{"shape": [1, network.num_patches], "dtype": "float32", "fill": "ones"}]
