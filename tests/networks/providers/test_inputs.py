"""Which inputs are tried for a network: tables of scripts, in tests/data/networks/providers/inputs.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from networks.providers.conftest import make_folder

from xreg.registry.networks.providers.arguments import scripts
from xreg.registry.networks.providers.dummies import exported
from xreg.registry.networks.providers.inputs import inputs_for
from xreg.registry.networks.providers.protocol import Feed, Given

TABLE = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "networks" / "providers" / "inputs.yaml").read_text(encoding="utf-8")
)
HEAD = "import numpy as np; from mindspore import Tensor; from src.config import config\n"
CONFIG = {"src/config.py": "config = dict(batch_size=32)\n"}


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_exported(row: dict[str, Any]) -> None:
    folder = make_folder({"export.py": HEAD + row["script"], **CONFIG})
    found = list(exported(scripts(folder)))
    assert [[[list(each.shape), each.dtype] for each in given.tensors] for given in found] == row["inputs"]
    assert all(given.source.startswith("export.py:") for given in found)


def shapes(inputs: tuple[Given, ...]) -> list[tuple[tuple[int, ...], ...]]:
    return [tuple(each.shape for each in given.tensors) for given in inputs]


def test_the_cards_shape_comes_first_and_channels_last() -> None:
    found = inputs_for((6, 8, 3), (4, 4, 3), None, ())
    assert shapes(found) == [((1, 3, 6, 8),), ((1, 3, 4, 4),), ((1, 6, 8, 3),)]
    assert [each.source for each in found] == [
        "the card's input-shape",
        "the knowledge base",
        "the card's input-shape, channels last",
    ]


def test_an_input_is_tried_once() -> None:
    assert shapes(inputs_for((4, 4, 3), (4, 4, 3), None, ())) == [((1, 3, 4, 4),), ((1, 4, 4, 3),)]


def test_shapes_that_no_run_is_made_at_are_left_out() -> None:
    assert inputs_for((0, 4, 3), (1 << 20, 1 << 20, 3), None, ()) == ()


@pytest.mark.parametrize(
    ("settings", "shape"),
    [
        ("image_height: 32\nimage_width: 64\n", (1, 3, 32, 64)),
        ("image_size: 48\n", (1, 3, 48, 48)),
        ("img_size: [40, 50]\n", (1, 3, 40, 50)),
        ("img_size: [40, 50, 3]\n", (1, 3, 40, 50)),
        ("img_size: [40, 50, 60]\n", None),
        ("plate_h: 32\nplate_w: 64\n", (1, 3, 32, 64)),
        ("plate_h: 32\n", None),
        ("1: 2\nanchor_size: 64\n", None),
        ("image_size: large\n", None),
        ("image_size: 4\n", None),
    ],
)
def test_height_and_width_of_the_settings(settings: str, shape: tuple[int, ...] | None) -> None:
    folder = make_folder({"default_config.yaml": settings})
    assert shapes(inputs_for(None, None, folder, ())) == ([(shape,)] if shape else [])


def test_the_cards_shape_is_tried_with_what_the_network_takes_besides() -> None:
    script = HEAD + "export(net, Tensor(np.zeros([1, 3, 9, 9], np.float32)), Tensor(np.ones([1, 4], np.int32)))"
    folder = make_folder({"export.py": script})
    found = inputs_for((6, 6, 3), None, folder, tuple(scripts(folder)))
    assert shapes(found)[:2] == [((1, 3, 6, 6), (1, 4)), ((1, 3, 6, 6),)]
    assert found[0].message == [{"shape": (1, 3, 6, 6)}, {"shape": (1, 4), "dtype": "int32", "fill": "ones"}]


def test_a_tensor_is_told_as_it_is() -> None:
    assert Given((Feed((1,), "float32", "ones"),), "x").message == [{"shape": (1,), "fill": "ones"}]
