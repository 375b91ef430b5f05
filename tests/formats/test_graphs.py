"""Graph files and safetensors, made by their own packages."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from xreg.registry.formats import graphs
from xreg.registry.formats.reading import read_asset
from xreg.registry.formats.values import FormatError, Parameter, Port

Write = Callable[[bytes], Path]
Save = Callable[[dict[str, numpy.ndarray], Path], None]
onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install 'xreg[formats]'")


def onnx_model() -> bytes:
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    image = helper.make_tensor_value_info("image", kind, ["batch", 3, 299, 299])
    weight = helper.make_tensor_value_info("weight", kind, [3])
    logits = helper.make_tensor_value_info("logits", kind, ["batch", 1000])
    stored = helper.make_tensor("weight", kind, [3], [1.0, 2.0, 3.0])
    node = helper.make_node("Identity", ["image"], ["logits"])
    graph = helper.make_graph([node], "xception", [image, weight], [logits], [stored])
    return bytes(helper.make_model(graph).SerializeToString())


def test_onnx_states_its_inputs_and_outputs(write: Write) -> None:
    found = read_asset(write(onnx_model()), "onnx")
    assert found.inputs == (Port("image", "Float", ("batch", 3, 299, 299)),)
    assert found.outputs == (Port("logits", "Float", ("batch", 1000)),)


@pytest.mark.parametrize("stated", ["onnx", "mindir"])
def test_damaged_graphs_are_refused(stated: str, write: Write) -> None:
    if stated == "mindir":
        pytest.importorskip("mindspore", reason="MindSpore is not installed: pip install 'xreg[network]'")
    with pytest.raises(FormatError, match="or damaged"):
        read_asset(write(onnx_model()[:-40]), stated)
    with pytest.raises(FormatError, match="it holds no graph"):
        read_asset(write(b"\x08\x01"), stated)


def test_mindir_states_its_inputs_and_outputs(write: Write) -> None:
    schema = graphs._mindir_schema()
    if not schema:
        pytest.skip("MindSpore is not installed: pip install 'xreg[network]'")
    model = schema.ModelProto()
    for ports, name, shape in ((model.graph.input, "x", (1, 3, 299, 299)), (model.graph.output, "y", (1, 1000))):
        port = ports.add(name=name)
        port.tensor.add(data_type=schema.TensorProto.FLOAT, dims=shape)
    model.graph.input.add(name="without-a-tensor")
    found = read_asset(write(model.SerializeToString()), "MindIR")
    assert found.inputs == (Port("x", "Float", (1, 3, 299, 299)),)
    assert found.outputs == (Port("y", "Float", (1, 1000)),)


@pytest.mark.parametrize(("stated", "module"), [("onnx", "onnx"), ("mindir", "mindspore")])
def test_without_its_package_a_graph_is_not_understood(
    stated: str, module: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(graphs, "find_spec", lambda _: None)
    for loaded in ("mindspore.train.mind_ir_pb2",):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    found = read_asset(write(b"\x3a\x00"), stated)
    assert found.notes[0].startswith("not understood: install xreg[")


def test_a_graph_that_is_too_large_is_not_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphs, "_MOST_BYTES", 3)
    with pytest.raises(FormatError, match="larger than protobuf allows"):
        read_asset(write(onnx_model()), "onnx")


@pytest.fixture
def save() -> Save:
    """Writes tensors as a safetensors file."""
    reason = "safetensors is not installed: pip install 'xreg[formats]'"
    writer: Save = pytest.importorskip("safetensors.numpy", reason=reason).save_file
    return writer


def test_safetensors(save: Save, write: Write, tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save({"weight": numpy.zeros((2, 3), numpy.float32), "mask": numpy.zeros(5, bool)}, path)
    assert set(read_asset(path, "safetensors").parameters) == {
        Parameter("weight", "F32", (2, 3), 24),
        Parameter("mask", "BOOL", (5,), 5),
    }
    with pytest.raises(FormatError, match="not safetensors, or damaged"):
        read_asset(write(path.read_bytes()[:-7]), "safetensors")


def test_safetensors_with_too_many_tensors(save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xreg.registry.formats.safe_tensors._MOST_PARAMETERS", 1)
    path = tmp_path / "model.safetensors"
    save({"a": numpy.zeros(1), "b": numpy.zeros(1)}, path)
    with pytest.raises(FormatError, match="more than 1 tensors"):
        read_asset(path, "safetensors")
