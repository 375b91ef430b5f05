"""Xception in MindSpore, from F. Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", CVPR 2017.

The layers are those of the paper's figure 5. Parameter names and shapes are those of the model zoo's checkpoint on the
hub (236 tensors, 22,910,480 float32 values), so that it loads by name; hence the child names (`skipbn`, `rep`) and
their order. This file is all of the network: its digest names the network in records and in the cache.
"""

from itertools import pairwise
from typing import Any

from mindspore import Tensor, nn

MIDDLE_BLOCKS = range(4, 12)
CLASSES = 1000
FEATURES = 2048
POOL = 10  # the feature map of a 299 x 299 image is 10 x 10; the hub's network pools with this fixed kernel, stride 1


def convolution(inputs: int, outputs: int, kernel: int, stride: int, pad: str, groups: int, init: str) -> Any:
    """A convolution without bias, as all of Xception's are (each is followed by a batch normalisation)."""
    return nn.Conv2d(inputs, outputs, kernel, stride, pad, group=groups, has_bias=False, weight_init=init)


class SeparableConvolution(nn.Cell):  # type: ignore[misc]
    """A 3 x 3 convolution of each channel (`same`), then a 1 x 1 one across channels: (N, I, H, W) to (N, O, H, W)."""

    def __init__(self, inputs: int, outputs: int, init: str) -> None:
        super().__init__()
        self.conv1 = convolution(inputs, inputs, 3, 1, "same", inputs, init)
        self.pointwise = convolution(inputs, outputs, 1, 1, "valid", 1, init)

    def construct(self, x: Tensor) -> Tensor:
        return self.pointwise(self.conv1(x))


def separable_layers(widths: list[int], init: str) -> list[Any]:
    """ReLU, separable convolution and normalisation for each step from one width to the next."""
    layers: list[Any] = []
    for inputs, outputs in pairwise(widths):
        layers += [nn.ReLU(), SeparableConvolution(inputs, outputs, init), nn.BatchNorm2d(outputs)]
    return layers


class ShrinkingBlock(nn.Cell):  # type: ignore[misc]
    """Two separable convolutions and a max pooling beside a 1 x 1 convolution; halves H and W, rounding up."""

    def __init__(self, widths: list[int], init: str, first_relu: bool = True) -> None:
        super().__init__()
        self.skip = convolution(widths[0], widths[-1], 1, 2, "valid", 1, init)
        self.skipbn = nn.BatchNorm2d(widths[-1])
        layers = separable_layers(widths, init)[0 if first_relu else 1 :]
        self.rep = nn.SequentialCell([*layers, nn.MaxPool2d(3, 2, pad_mode="same")])

    def construct(self, x: Tensor) -> Tensor:
        return self.rep(x) + self.skipbn(self.skip(x))


class MiddleBlock(nn.Cell):  # type: ignore[misc]
    """Three separable convolutions of 728 channels added to their input; keeps H and W."""

    def __init__(self, init: str) -> None:
        super().__init__()
        self.rep = nn.SequentialCell(separable_layers([728] * 4, init))

    def construct(self, x: Tensor) -> Tensor:
        return self.rep(x) + x


class Xception(nn.Cell):  # type: ignore[misc]
    """Images (N, 3, H, W), float32, to logits (N, num_classes).

    H and W from 295 to 326 pixels leave a 10 x 10 feature map; a smaller one is refused by the pooling, a larger one by
    the dense layer. `weight_init` is MindSpore's name of an initialiser: zeros cost least, and whether a shape runs
    does not depend on them.
    """

    def __init__(self, num_classes: int = CLASSES, weight_init: str = "zeros") -> None:
        super().__init__()
        self._entry(weight_init)
        for number in MIDDLE_BLOCKS:
            setattr(self, f"block{number}", MiddleBlock(weight_init))
        self._exit(num_classes, weight_init)
        self.relu = nn.ReLU()

    def _entry(self, init: str) -> None:
        self.conv1 = convolution(3, 32, 3, 2, "valid", 1, init)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = convolution(32, 64, 3, 1, "valid", 1, init)
        self.bn2 = nn.BatchNorm2d(64)
        self.block1 = ShrinkingBlock([64, 128, 128], init, first_relu=False)  # conv2 has its own ReLU
        self.block2 = ShrinkingBlock([128, 256, 256], init)
        self.block3 = ShrinkingBlock([256, 728, 728], init)

    def _exit(self, classes: int, init: str) -> None:
        self.block12 = ShrinkingBlock([728, 728, 1024], init)
        self.conv3 = SeparableConvolution(1024, 1536, init)
        self.bn3 = nn.BatchNorm2d(1536)
        self.conv4 = SeparableConvolution(1536, FEATURES, init)
        self.bn4 = nn.BatchNorm2d(FEATURES)
        self.pool = nn.AvgPool2d(POOL)
        self.dropout = nn.Dropout(p=0.5)
        self.fc = nn.Dense(FEATURES, classes, weight_init=init, bias_init="zeros")

    def construct(self, x: Tensor) -> Tensor:
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.relu(self.bn2(self.conv2(x)))
        x = self.block3(self.block2(self.block1(x)))
        for number in MIDDLE_BLOCKS:
            x = getattr(self, f"block{number}")(x)
        x = self.block12(x)
        x = self.relu(self.bn3(self.conv3(x)))
        x = self.relu(self.bn4(self.conv4(x)))
        x = self.dropout(self.pool(x))
        return self.fc(x.reshape((x.shape[0], -1)))


def create_network(name: str, **arguments: Any) -> Xception:
    """The entry point of `mindspore_hub.load`; raises NotImplementedError for another name, as theirs do."""
    if name != "xception":
        raise NotImplementedError(f"{name!r} is not a network of this file; it builds 'xception'")
    return Xception(**arguments)
