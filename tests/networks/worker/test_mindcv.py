"""MindCV's models: from a clone and from the installed package, at the inputs that MindCV states for them."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest

from xreg.registry.networks.worker import initial, mindcv, stated

CLONE = Path(__file__).parent.parent.parent / "data" / "networks" / "mindcv-clone"
Event = dict[str, Any]
Serve = Callable[[list[dict[str, Any]]], list[list[Event]]]
MODELS = ("listed", "trained", "plain", "gray", "masked", "odd", "old", "broken")


@pytest.fixture(scope="module")
def answers(served: Serve) -> dict[str, list[Event]]:
    """The events of each model of the clone."""
    requests: list[dict[str, Any]] = [
        {"builder": {"kind": "mindcv", "name": name, "folder": str(CLONE)}} for name in MODELS
    ]
    requests[MODELS.index("gray")]["calls"] = [{"args": [], "kwargs": {"in_channels": 1, "num_classes": 7}}]
    return dict(zip(MODELS, served(requests), strict=True))


def of(answers: dict[str, list[Event]], name: str, kind: str) -> list[Event]:
    return [each for each in answers[name] if each["event"] == kind]


@pytest.mark.parametrize(
    ("name", "shape", "output"),
    [
        ("listed", [1, 3, 40, 20], [1, 1000]),
        ("trained", [1, 3, 48, 48], [1, 1000]),
        ("plain", [1, 3, 24, 24], [1, 1000]),
        ("gray", [1, 1, 24, 24], [1, 7]),
        ("odd", [1, 3, 24, 24], [1, 1000]),
        ("masked", [1, 3, 24, 24], []),
    ],
)
def test_a_model_runs_at_the_input_that_is_stated_for_it(
    name: str, shape: list[int], output: list[int], answers: dict[str, list[Event]]
) -> None:
    (attempt,) = of(answers, name, "attempt")
    assert (attempt["shape"], attempt["output"], attempt["error"]) == (shape, output, "")


def test_the_source_of_an_input_is_told(answers: dict[str, list[Event]]) -> None:
    sources = {name: of(answers, name, "attempt")[0]["source"] for name in ("listed", "trained", "plain")}
    assert sources["listed"] == "MindCV's default_cfgs"
    assert sources["trained"].startswith("configs/")
    assert sources["plain"] == "the default of MindCV's transforms"


def test_a_masked_model_is_given_a_mask(answers: dict[str, list[Event]]) -> None:
    assert of(answers, "masked", "attempt")[0]["rest"] == [[[1, 9], "float32"]]


def test_what_older_versions_did_is_restored_and_said(answers: dict[str, list[Event]]) -> None:
    assert of(answers, "old", "attempt")[0]["output"] == [1, 2, 26, 28]
    assert [each.partition(" (")[0] for each in of(answers, "old", "shims")[0]["shims"]] == [
        "mindspore.common.tensor.Tensor.reshape",
        "mindspore.ops.pad",
    ]


def test_what_the_clone_does_wrong_is_told_with_its_line(answers: dict[str, list[Event]]) -> None:
    (refused,) = of(answers, "broken", "refused")
    assert refused["error"] == "KeyError: 'broken'"
    assert refused["where"] == "mindcv/models/__init__.py:40"


def test_the_installed_package_is_taken_without_a_clone(served: Serve) -> None:
    if not importlib.util.find_spec("mindcv"):
        pytest.skip("MindCV is not installed: pip install 'xreg[models]'")
    (events,) = served([{"builder": {"kind": "mindcv", "name": "mobilenet_v1_025"}}])
    (attempt,) = (each for each in events if each["event"] == "attempt")
    assert (attempt["shape"], attempt["output"]) == ([1, 3, 224, 224], [1, 1000])


def test_each_input_is_stated_once_with_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [("first", [{"shape": [1]}]), ("second", [{"shape": [1]}]), ("third", [{"shape": [2]}])]
    monkeypatch.setattr(mindcv, "stated", lambda *_: iter(given))
    found = list(stated.stated_inputs(None, {"kind": "mindcv"}))
    assert found == [("first", [{"shape": [1]}]), ("third", [{"shape": [2]}])]


def test_nothing_is_stated_for_others() -> None:
    assert list(stated.stated_inputs(None, {"kind": "module"})) == []


@pytest.mark.parametrize(
    ("value", "pair"),
    [
        (224, (224, 224)),
        ((40, 20), (40, 20)),
        ([32, 16], (32, 16)),
        (4, None),
        (None, None),
        ((1, 2, 3), None),
        ("9", None),
    ],
)
def test_sizes_of_images_are_told_from_other_values(value: object, pair: tuple[int, int] | None) -> None:
    assert stated.pair(value) == pair


def test_settings_that_are_too_long_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "configs" / "a").mkdir(parents=True)
    (tmp_path / "configs" / "a" / "a.yaml").write_text("model: a\nimage_resize: 32\n")
    assert list(mindcv._trained("a", tmp_path)) == [("configs/a/a.yaml", 32)]
    monkeypatch.setattr(mindcv, "_LONGEST_SETTINGS", 8)
    assert list(mindcv._trained("a", tmp_path)) == []


def test_large_tensors_repeat_what_was_drawn_for_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(_: int, values: Any, start: float) -> None:
        values[...] = start + numpy.arange(values.size).reshape(values.shape)

    initializer = SimpleNamespace(_random_normal=draw, _random_uniform=draw)  # another version may lack one
    monkeypatch.setitem(sys.modules, "mindspore.common", SimpleNamespace(initializer=initializer))
    monkeypatch.setattr(initial, "DRAWN", 4)
    notes = list[str]()
    initial.repeat_initial_values(notes.append)
    once = initializer._random_normal
    initial.repeat_initial_values(notes.append)
    assert initializer._random_normal is once  # a second call changes nothing
    large, small, turned = numpy.zeros((2, 5)), numpy.zeros(3), numpy.zeros((3, 2)).T
    for values in (small, turned):
        initializer._random_normal(1, values, 7.0)
    assert not notes
    initializer._random_normal(1, large, 7.0)
    assert notes == [initial.SAID]
    assert large.tolist() == [[7, 8, 9, 10, 7], [8, 9, 10, 7, 8]]
    assert small.tolist() == [7, 8, 9]
    assert turned.tolist() == [[7, 8, 9], [10, 11, 12]]
