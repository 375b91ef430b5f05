"""The check of a checkpoint where MindSpore behaves otherwise than it does today; no MindSpore is needed."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from xreg.registry.networks.worker import checkpoint, serve
from xreg.registry.networks.worker.checkpoint import check_checkpoint


class Values:
    """A parameter of one value."""

    dtype, shape = "Float32", (1,)


class Network:
    def parameters_dict(self) -> dict[str, Any]:
        return {"a": Values()}


def framework(monkeypatch: pytest.MonkeyPatch, **functions: Any) -> None:
    monkeypatch.setitem(sys.modules, "mindspore", SimpleNamespace(**functions))


def fail(error: Exception) -> Any:
    def failing(*_: object, **__: object) -> None:
        raise error

    return failing


def test_memory_that_ends_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    framework(monkeypatch, load_checkpoint=fail(MemoryError()))
    with pytest.raises(MemoryError):
        check_checkpoint(Network(), "a.ckpt", None)
    framework(monkeypatch, load_checkpoint=fail(ValueError("not enough memory to load checkpoint protobuf content")))
    with pytest.raises(MemoryError, match="not enough memory"):
        serve.checked(Network(), "a.ckpt", SimpleNamespace(begun=True))  # type: ignore[arg-type]


def test_a_text_among_the_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    framework(monkeypatch, load_checkpoint=lambda *_, **__: {"a": "a text"})
    found = check_checkpoint(Network(), "a.ckpt", None)
    assert found["mismatched"] == [["a", "float32 (1,)", "str"]]


def test_parameters_that_the_framework_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    framework(
        monkeypatch,
        load_checkpoint=lambda *_, **__: {"a": Values()},
        load_param_into_net=lambda *_, **__: (["a"], []),
    )
    found = check_checkpoint(Network(), "a.safetensors", None)
    assert not found["loaded"] and found["error"] == "MindSpore left out a (1 parameter)"


class Overflowing(Network):
    def parameters_dict(self) -> dict[str, Any]:
        from numpy import ones

        return {"a": SimpleNamespace(asnumpy=lambda: ones(1))}


def test_an_output_that_is_not_finite() -> None:
    numpy = pytest.importorskip("numpy", reason="numpy comes with MindSpore, which is not installed")
    result: dict[str, Any] = {"error": ""}
    checkpoint._run(Overflowing(), lambda: numpy.array([[1.0, numpy.inf]]), result)
    assert result == {"error": "the output is not finite, though every parameter is", "output": [1, 2], "finite": False}


def test_names_are_counted() -> None:
    assert checkpoint.listed("abcdefg") == "a, b, c, d, e (7 parameters)"
