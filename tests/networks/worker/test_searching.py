"""Inputs that are guessed from a signature, and what their errors teach."""

from types import SimpleNamespace
from typing import Any

import pytest

from xreg.registry.networks.worker import errors, searching
from xreg.registry.networks.worker.searching import Search, parameters
from xreg.registry.networks.worker.sides import LARGEST
from xreg.registry.networks.worker.sizes import Sizes
from xreg.schema.network import GUESS


class Network:
    """A network as far as the search looks at one: `construct`, and cells with attributes."""

    def __init__(self, construct: Any, **attributes: Any) -> None:
        self.construct = construct
        self._cell = SimpleNamespace(**attributes)

    def cells_and_names(self) -> list[tuple[str, Any]]:
        return [("", self._cell)]


def taking(names: str) -> Any:
    """A function with these parameters."""
    return eval(f"lambda {names}: 0")


def search(construct: Any, **attributes: Any) -> Search:
    return Search(Network(construct, **attributes), {})


def first(construct: Any, **attributes: Any) -> list[tuple[list[int], str]]:
    return [(each["shape"], each["dtype"]) for each in next(iter(search(construct, **attributes))).input]


@pytest.mark.parametrize(
    ("construct", "attributes", "expected"),
    [
        pytest.param(taking("x"), {}, [([1, 3, 224, 224], "float32")], id="an image"),
        pytest.param(taking("x, mask=None"), {}, [([1, 3, 224, 224], "float32")], id="what has a default is left out"),
        pytest.param(
            taking("input_ids, token_type_ids, input_mask"), {"seq_length": 64, "batch_size": True},
            [([1, 64], "int32")] * 3, id="tokens, as long as the network says",
        ),
        pytest.param(
            taking("batch_ids, batch_wts, labels"), {"config": {"field_size": 26, "batch_size": 8}},
            [([1, 26], "int32"), ([1, 26], "float32"), ([1, 1], "float32")], id="fields, as its configuration says",
        ),
        pytest.param(
            taking("img_data, img_metas"), {"config": SimpleNamespace(img_height=768, img_width=1280)},
            [([1, 3, 768, 1280], "float32"), ([1, 4], "float32")], id="height and width that its configuration says",
        ),
        pytest.param(taking("x"), {"img_shape": [352, 640]}, [([1, 3, 352, 640], "float32")], id="both in one"),
        pytest.param(taking("x"), {"image_size": 160}, [([1, 3, 160, 160], "float32")], id="one number for both"),
        pytest.param(taking("x"), {"image_size": (99, "x")}, [([1, 3, 224, 224], "float32")], id="no sides"),
        pytest.param(taking("adj, feature"), {"num_nodes": 9, "input_dim": 4},
                     [([9, 9], "float32"), ([9, 4], "float32")], id="a graph"),
    ],
)  # fmt: skip
def test_the_first_guess(construct: Any, attributes: dict[str, Any], expected: list[tuple[list[int], str]]) -> None:
    assert first(construct, **attributes) == expected


@pytest.mark.parametrize(
    ("construct", "attributes", "source"),
    [
        (taking("x"), {}, GUESS),
        (taking("x"), {"img_shape": [352, 640]}, searching.CODE),
        (taking("x"), {"plate_h": 48, "plate_w": 96}, searching.CODE),
        (taking("x"), {"anchor_size": 64, "plate_h": 64, "height": 8}, GUESS),
        (taking("input_ids"), {}, GUESS),
        (taking("input_ids"), {"seq_length": 64}, searching.CODE),
        (taking("input_ids, masked_lm_positions"), {"seq_length": 64}, GUESS),
        (taking("labels"), {"batch_size": 2}, GUESS),
        (taking("features, adj"), {"in_features": 7, "num_nodes": 9}, searching.CODE),
        (taking("features, adj"), {"in_features": 7}, GUESS),
    ],
)
def test_a_guess_says_so(construct: Any, attributes: dict[str, Any], source: str) -> None:
    assert next(iter(search(construct, **attributes))).source == source


def test_what_only_the_network_can_tell_is_not_guessed() -> None:
    assert list(search(taking("feat_ids, feat_vals"))) == list(search(taking("features"))) == []


def test_a_value_that_is_no_size_is_left_out() -> None:
    sizes = Sizes(Network(None, batch_size=LARGEST + 1, seq_length=0))
    assert (sizes.of("batch"), sizes.of("sequence")[0]) == ((1,), 128)


def test_the_configuration_that_the_code_has_read_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    class Config:
        batch_size = 5

    module = SimpleNamespace(__file__=str(tmp_path / "config.py"), cfg=Config(), other=3)
    elsewhere = SimpleNamespace(__file__="/usr/lib/config.py", cfg={"batch_size": 7})
    errors.own_code(str(tmp_path))
    monkeypatch.setattr(
        "xreg.registry.networks.worker.sizes.sys", SimpleNamespace(modules={"a": module, "b": elsewhere})
    )
    assert Sizes(Network(None)).of("batch") == (1, 5)


def test_what_is_stated_is_tried_with_every_batch_before_other_sides() -> None:
    tried = iter(search(taking("x"), img_shape=[352, 640], batch_size=8))
    assert [next(tried).input[0]["shape"] for _ in range(3)] == [[1, 3, 352, 640], [8, 3, 352, 640], [1, 3, 224, 224]]


def test_each_input_is_tried_once_and_all_of_them_end() -> None:
    tried = [repr(given.input) for given in search(taking("x"))]
    assert len(tried) == len(set(tried)) == len(searching.SIDES) + len(searching.OTHERS)


def test_a_network_that_takes_nothing_is_given_nothing() -> None:
    assert list(search(taking(""))) == []


def test_what_a_message_suggests_is_tried_next() -> None:
    looking = search(taking("x"))
    given = iter(looking)
    error = "For 'MatMul' the input dimensions must be equal, but got 'x1_col': 100352 and 'x2_row': 25088."
    looking.learn(next(given).input, error, 0.1)
    found = next(given)
    assert (found.source, found.input[0]["shape"]) == (searching.LEARNED, [1, 3, 112, 112])


@pytest.mark.parametrize(
    "error",
    [
        "NameError: name 'np' is not defined",
        "AttributeError: 'Net' object has no attribute 'conv'",
        "RuntimeError: Kernel select failed: Unsupported op [DynamicRNN] on CPU, please confirm",
        "TypeError: Unsupported op [ROIAlign] on CPU",
    ],
)
def test_an_error_that_no_input_cures_ends_the_search(error: str) -> None:
    looking = search(taking("x"))
    for given in looking:
        looking.learn(given.input, error, 0.1)
        break
    assert list(looking) == []


def test_the_same_message_again_and_again_ends_the_search() -> None:
    looking = search(taking("x"))
    tried = 0
    for given in looking:
        looking.learn(given.input, "ValueError: too many values to unpack (expected 2)", 0.1)
        tried += 1
    assert tried == searching.REPEATED


def test_the_same_message_of_an_operator_does_not_end_it() -> None:
    looking = search(taking("x"))
    tried = 0
    for given in looking:
        looking.learn(given.input, "ValueError: For primitive[LSTM], the h_shape[1] must be 1, but got 128.", 0.1)
        tried += 1
    assert tried > searching.REPEATED


def test_no_input_as_large_follows_one_that_was_slow() -> None:
    looking = search(taking("x"))
    given = iter(looking)
    looking.learn(next(given).input, "ValueError: no", searching.SLOW + 1)
    shapes = [each.input[0]["shape"] for each in given]
    assert max(shape[-1] for shape in shapes if shape[1] == 3 and len(shape) == 4) < 224


def test_the_search_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SECONDS", 0.0)
    assert list(search(taking("x"))) == []


def test_what_has_a_default_is_given_where_it_is_needed_after_all() -> None:
    looking = search(taking("source_ids, source_mask=None, training=True"))
    given = iter(looking)
    looking.learn(next(given).input, "TypeError: must be Tensor, but got <class 'NoneType'>.", 0.1)
    assert [each["shape"] for each in next(given).input] == [[1, 128], [1, 128]]


def test_the_names_of_what_must_be_given() -> None:
    assert parameters(Network(taking("a, b, *rest, c=1, **more"))) == ["a", "b"]


def test_the_search_ends_where_all_sizes_were_tried() -> None:
    assert len(list(search(taking("input_ids, input_mask")))) == 4
