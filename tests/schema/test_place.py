"""What a card's path says of it."""

import pytest

from xreg.schema.place import Place, place_of


@pytest.mark.parametrize(
    ("path", "place", "uid"),
    [
        (
            "mshub_res/assets/mindspore/ascend/1.1/xception_v1.1.md",
            Place("xception_v1.1", "mindspore", "ascend", "1.1"),
            "mindspore/ascend/1.1/xception_v1.1",
        ),
        ("assets/mindspore/1.10/a.md", Place("a", "mindspore", "", "1.10"), "mindspore/1.10/a"),
        (
            r"C:\hub\assets\noah-cvlab\gpu\1.0\g_cn.md",
            Place("g_cn", "noah-cvlab", "gpu", "1.0"),
            "noah-cvlab/gpu/1.0/g",
        ),
        ("assets/old/assets/mindspore/v1.9/a.md", Place("a", "mindspore", "", "v1.9"), "mindspore/v1.9/a"),
        ("assets/a.md", Place("a"), ""),
        ("assets/mindspore/a.md", Place("a"), ""),
        ("assets/mindspore/ascend/a.md", Place("a"), ""),
        ("assets/mindspore/ascend/gpu/1.1/a.md", Place("a"), ""),
        ("assets/mindspore/1/a.md", Place("a"), ""),
        ("mindspore/1.9/a.md", Place("a"), ""),
        ("assets", Place("assets"), ""),
        ("assets.md", Place("assets"), ""),
        ("-", Place("-"), ""),
        ("", Place(""), ""),
    ],
)
def test_place(path: str, place: Place, uid: str) -> None:
    assert place_of(path) == place
    assert place_of(path).uid == uid
