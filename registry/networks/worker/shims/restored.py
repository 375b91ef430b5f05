"""Operators that are gone, put together from those that replaced them: classes under their old names, and methods."""

from typing import Any

from xreg.registry.networks.worker.shims.kinds import Method


def resize_bilinear() -> Any:
    """ResizeBilinear took the size when it was made; ResizeBilinearV2 takes it when it is called."""
    from mindspore import nn, ops

    class ResizeBilinear(nn.Cell):  # type: ignore[misc]
        """Resizes (N, C, H, W) images to a fixed size."""

        def __init__(self, size: Any, align_corners: bool = False, half_pixel_centers: bool = False) -> None:
            super().__init__()
            self.size = tuple(size)
            self.resize = ops.ResizeBilinearV2(align_corners, half_pixel_centers)

        def construct(self, images: Any) -> Any:
            return self.resize(images, self.size)

    return ResizeBilinear


def _scalar_to_array(_: Any, value: Any) -> Any:
    """A scalar as a tensor without dimensions."""
    from mindspore import Tensor

    return Tensor(value)


METHODS = (
    Method(
        "mindspore.ops.operations",
        "ScalarToArray",
        "__call__",
        "does not run in PyNative mode by MindSpore 2.10",
        "restored with mindspore.Tensor",
        _scalar_to_array,
    ),
)
