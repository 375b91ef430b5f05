"""Sizes of inputs that the network states: in attributes of its cells, and in the settings that its code has read."""

import sys
from collections.abc import Iterator
from typing import Any

from xreg.registry.networks.worker.errors import is_own

# A size: the attributes that state it, and the usual values where none does.
STATED: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "batch": (("batch_size",), (1,)),
    "sequence": (("seq_length", "max_length", "word_len", "max_len", "seq_len", "sentence_length"), (128, 50, 51, 64)),
    "fields": (("field_size", "data_field_size", "num_fields", "n_fields"), (39,)),
    "attributes": (("c_dim", "attr_dim"), (5,)),
    "negatives": (("neg_sample_num",), (5,)),
    "nodes": (("num_nodes",), (64,)),
    "boxes": (("num_ssd_boxes", "num_retinanet_boxes", "num_default_boxes"), (1917,)),
    "features": (("input_dim", "ftr_dims", "in_features", "in_channels"), (1433,)),
}
HEIGHTS = ("img_height", "image_height", "im_size_h", "input_height", "captcha_height")
WIDTHS = ("img_width", "image_width", "im_size_w", "input_width", "captcha_width")
AREAS = (
    "img_shape",
    "image_shape",
    "input_shape",
    "test_img_shape",
    "input_res",
    "img_size",
    "image_size",
    "input_size",
)
MOST_PLACES, LARGEST = 3000, 200_000
LEAST_SIDE, MOST_SIDE, MOST_AREAS = 16, 1536, 4


class Sizes:
    """What the network states: for each size the values to try, and heights with widths."""

    def __init__(self, network: Any) -> None:
        self._places = [place for _, place in zip(range(MOST_PLACES), places(network), strict=False)]

    def of(self, size: str) -> tuple[int, ...]:
        """The values of a size, those that the network states or else the usual ones; small ones first.

        A batch of one is always tried: most networks take it, and it runs soonest.
        """
        names, usual = STATED[size]
        values = {each for name in names for each in self._stated(name) if type(each) is int and 0 < each <= LARGEST}
        if size == "batch":
            values |= {1}
        return tuple(sorted(values)) or usual

    def areas(self) -> list[tuple[int, int]]:
        """Heights and widths that are stated together."""
        pairs = zip(self._sides(HEIGHTS), self._sides(WIDTHS), strict=False)
        found = [*pairs, *(area for name in AREAS for each in self._stated(name) for area in _area(each))]
        return list(dict.fromkeys(found))[:MOST_AREAS]

    def _sides(self, names: tuple[str, ...]) -> list[int]:
        return [each for name in names for each in self._stated(name) if _is_side(each)]

    def _stated(self, name: str) -> list[Any]:
        return [place[name] for place in self._places if name in place]


def places(network: Any) -> Iterator[dict[str, Any]]:
    """Attributes by name: of the cells, of the settings that cells keep, and that the code's modules hold."""
    for _, cell in network.cells_and_names():
        yield vars(cell)
        yield from _kept(vars(cell))
    for module in list(sys.modules.values()):
        if is_own(getattr(module, "__file__", None) or ""):
            yield from _kept(vars(module))


def _kept(held: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in list(held.items()):
        if "config" in name.lower() or "cfg" in name.lower() or name in ("args", "opt"):
            yield value if isinstance(value, dict) else {**vars(type(value)), **getattr(value, "__dict__", {})}


def _area(value: Any) -> list[tuple[int, int]]:
    """A height and a width, or one number for both; the first two of three where those are sides (224, 224, 3)."""
    if _is_side(value):
        return [(value, value)]
    if isinstance(value, list | tuple) and len(value) in (2, 3) and all(map(_is_side, value[:2])):
        return [(value[0], value[1])]
    return []


def _is_side(value: Any) -> bool:
    return type(value) is int and LEAST_SIDE <= value <= MOST_SIDE
