"""What the framework's messages say of an input that may run."""

from typing import Any

import pytest

from xreg.registry.networks.worker.hints import hints

COLUMNS = "ValueError: For 'MatMul' the input dimensions must be equal, but got 'x1_col': {} and 'x2_row': {}."
CHANNELS = (
    "RuntimeError: For 'Conv2D', 'C_in' of input 'x' shape divide by parameter 'group' must be equal to 'C_in' of input"
    " 'weight' shape: {}, but got 'C_in' of input 'x' shape: {}, and 'group': 1."
)
BROADCAST = "For 'SubExt', got input.shape = [1, 3, 224, 224] and other.shape = [1, 1, 1, 3]"
IMAGE = [1, 3, 224, 224]


def first_shapes(shape: list[int], error: str, dtype: str = "float32") -> list[list[int]]:
    return [given[0]["shape"] for given in hints([{"shape": shape, "dtype": dtype}], error)]


@pytest.mark.parametrize(
    ("shape", "error", "expected"),
    [
        pytest.param(IMAGE, COLUMNS.format(100352, 25088), [1, 3, 112, 112], id="a quarter of the area"),
        pytest.param(IMAGE, COLUMNS.format(25088, 4608), [1, 3, 96, 96], id="nine steps of 32 pixels"),
        pytest.param([1, 224], COLUMNS.format(224, 312), [1, 312], id="as many features as the layer takes"),
        pytest.param(IMAGE, CHANNELS.format(1, 3), [1, 1, 224, 224], id="as many channels as the layer takes"),
        pytest.param(IMAGE, BROADCAST, [1, 224, 224, 3], id="channels last"),
    ],
)
def test_a_message_suggests_an_input(shape: list[int], error: str, expected: list[int]) -> None:
    assert first_shapes(shape, error)[0] == expected


def test_an_area_that_is_no_square_is_tried_both_ways() -> None:
    assert first_shapes(IMAGE, COLUMNS.format(25088, 3072))[:2] == [[1, 3, 96, 64], [1, 3, 64, 96]]


def test_features_are_tried_in_place_of_an_image() -> None:
    assert [1, 312] in first_shapes(IMAGE, COLUMNS.format(224, 312))


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        pytest.param(IMAGE, "ValueError: too many values to unpack (expected 2)", id="nothing of shapes"),
        pytest.param(IMAGE, COLUMNS.format(0, 312), id="nothing was flattened"),
        pytest.param([1, 64], CHANNELS.format(1, 64), id="a convolution deep inside, on features"),
        pytest.param(IMAGE, CHANNELS.format(128, 64), id="a convolution deep inside"),
        pytest.param([1, 224, 224, 3], BROADCAST, id="channels are last already"),
    ],
)
def test_other_messages_suggest_nothing(shape: list[int], error: str) -> None:
    assert first_shapes(shape, error) == []


RESHAPED = "ValueError: proposed_shape '[const vector]{{{}}}' is invalid for input of size {}"


def test_sequences_are_given_the_length_to_which_they_are_reshaped() -> None:
    given: list[dict[str, Any]] = [{"shape": [8, 50]}, {"shape": [8, 50]}, {"shape": [8, 1]}]
    [found] = hints(given, RESHAPED.format("-1, 2, 51", 800))
    assert [each["shape"] for each in found] == [[8, 51], [8, 51], [8, 1]]


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        pytest.param([8, 50], RESHAPED.format("-1, 2, 50", 801), id="the length that it has"),
        pytest.param([8, 50], RESHAPED.format("7, 51", 400), id="another size does not fit either"),
        pytest.param([8, 50], RESHAPED.format("-1, - 1,", 400), id="no length"),
        pytest.param([1, 3, 28, 28], RESHAPED.format("-1, 512, 60", 100352), id="an image"),
    ],
)
def test_other_reshapes_suggest_nothing(shape: list[int], error: str) -> None:
    assert first_shapes(shape, error) == []


def test_integers_are_tried_where_an_operator_wants_them() -> None:
    error = (
        "TypeError: For primitive[Gather], must be a type of {Tensor[Int32], Tensor[Int64]}, but got Tensor[Float32]."
    )
    given: list[dict[str, Any]] = [{"shape": [1, 128]}, {"shape": [1], "dtype": "int64"}]
    assert [[each.get("dtype") for each in found] for found in hints(given, error)] == [["int32", "int64"]]
