"""Sizes that settings state, by the words of their names."""

from typing import Any

import pytest

from xreg.registry.networks.worker.sides import areas, size_of


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("batch_size", ("batch",)),
        ("eval_batch_size", ("batch",)),
        ("max_length", ("sequence",)),
        ("src_seq_len", ("sequence",)),
        ("vec_length", ()),
        ("data_field_size", ("fields",)),
        ("num_default_boxes", ("boxes",)),
        ("num_nodes", ("nodes",)),
        ("in_channels", ("features",)),
        ("size", ()),
        ("", ()),
    ],
)
def test_the_sizes_of_a_name(name: str, sizes: tuple[str, ...]) -> None:
    assert size_of(name) == sizes


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"height": 32, "width": 64}, [("height", (32, 64))]),
        ({"captcha_height": 32, "captcha_width": 64}, [("captcha_height", (32, 64))]),
        ({"IMG_H": 32, "IMG_W": 64}, [("IMG_H", (32, 64))]),
        ({"h": 32, "width": 64}, []),
        ({"height": True, "width": 64}, []),
        ({"height": 8, "width": 64}, []),
        ({"img_size": 48, "height": 32, "width": 64}, [("height", (32, 64)), ("img_size", (48, 48))]),
        ({"test_img_shape": [40, 50]}, [("test_img_shape", (40, 50))]),
        ({"image_size": (40, 50, 3)}, [("image_size", (40, 50))]),
        ({"image_size": [40, 50, 60]}, []),
        ({"image_size": "40"}, []),
        ({"image_size": []}, []),
        ({"anchor_size": 64, "image_name": 64}, []),
    ],
)
def test_heights_and_widths(settings: dict[str, Any], found: list[tuple[str, tuple[int, int]]]) -> None:
    assert list(areas(settings)) == found
