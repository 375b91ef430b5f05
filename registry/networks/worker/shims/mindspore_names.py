"""Names and modules that MindSpore has removed or moved.

"By" a version means: that one was looked at and no longer has it; an earlier one may have lost it.
"""

from importlib import import_module
from typing import Any

from xreg.registry.networks.worker.shims.kinds import Moved, Shim


def _today(gone: str, module: str, name: str = "") -> Shim:
    """A name that another one replaced; without a name, the module itself holds what the gone class held."""

    def make() -> Any:
        found = import_module(module)
        return getattr(found, name) if name else found

    return Shim(gone, f"{module}.{name}" if name else module, make)


def _restored(gone: str, name: str, of: str) -> Shim:
    def make() -> Any:
        return getattr(import_module("xreg.registry.networks.worker.shims.restored"), name)()

    return Shim(gone, f"restored with {of}", make)


_JIT = _today("gone by MindSpore 2.10", "mindspore", "jit")
_RESIZE = _restored(
    "gone by MindSpore 2.10", "resize_bilinear", "ops.ResizeBilinearV2, which takes the size at its call"
)
_CHECKS = "mindspore._checkparam"

NAMES: dict[str, dict[str, Shim]] = {
    _CHECKS: {
        "Validator": _today("gone by MindSpore 2.10", _CHECKS),
        "Rel": _today("gone by MindSpore 2.10", _CHECKS),
    },
    "mindspore": {"ms_function": _JIT},
    "mindspore.common.api": {"ms_function": _JIT},
    "mindspore.common.dtype": {"tensor": _today("gone by MindSpore 2.10", "mindspore.common.dtype", "tensor_type")},
    "mindspore.ops": {"ResizeBilinear": _RESIZE},
    "mindspore.ops.operations": {"ResizeBilinear": _RESIZE},
}

_TRANSFORMS = Moved("gone by MindSpore 2.10", "mindspore.dataset.transforms")
_VISION = Moved("gone by MindSpore 2.10", "mindspore.dataset.vision")
MODULES = {
    "mindspore.dataset.transforms.c_transforms": _TRANSFORMS,
    "mindspore.dataset.transforms.py_transforms": _TRANSFORMS,
    "mindspore.dataset.vision.c_transforms": _VISION,
    "mindspore.dataset.vision.py_transforms": _VISION,
    "mindspore.profiler.profiling": Moved("gone by MindSpore 2.10", "mindspore.profiler"),
}
