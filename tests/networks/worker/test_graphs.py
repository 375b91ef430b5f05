"""Graph files as networks: run by onnxruntime or by MindSpore, at the inputs that they state."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from xreg.registry.networks import environment

onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install 'xreg[formats]'")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed: pip install 'xreg[models]'")

DATA = Path(__file__).parent.parent.parent / "data" / "networks"
Event = dict[str, Any]
FLOAT, IDS, TEXT = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64, onnx.TensorProto.STRING
WEIGHT = onnx.numpy_helper.from_array(numpy.eye(3, dtype=numpy.float32), "weight")
REQUESTS: dict[str, dict[str, Any]] = {
    "wrong.onnx": {"inputs": [[{"shape": [1, 4]}], [{"shape": [5, 3]}], [{"shape": [1, 3]}] * 2], "until": "end"}
}


def port(name: str, shape: list[int | str] | None, kind: int = FLOAT) -> Any:
    return onnx.helper.make_tensor_value_info(name, kind, shape)


def save(path: Path, nodes: list[tuple[Any, ...]], inputs: list[Any], stored: tuple[Any, ...] = ()) -> None:
    """A graph of nodes `(operator, inputs, domain?)`, of which each but the last gives what its name says in small."""
    made = [onnx.helper.make_node(op, names, ["y"], domain=(*rest, "")[0]) for op, names, *rest in nodes]
    kind = inputs[0].type.tensor_type.elem_type
    graph = onnx.helper.make_graph(made, "graph", inputs, [port("y", None, kind)], list(stored))
    sets = [onnx.helper.make_opsetid(domain, version) for domain, version in (("", 17), ("evil", 1))]
    onnx.save_model(onnx.helper.make_model(graph, opset_imports=sets, ir_version=8), path)


def elsewhere(place: str) -> Any:
    """The weight, stored in another file."""
    tensor = onnx.TensorProto()
    tensor.CopyFrom(WEIGHT)
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=place)
    return tensor


@pytest.fixture(scope="module")
def answers(
    served: Callable[[list[dict[str, Any]]], list[list[Event]]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Event]]:
    """The events of each file, by its name."""
    folder = tmp_path_factory.mktemp("outer") / "graphs"
    folder.mkdir()
    make_files(folder)
    files = sorted(folder.iterdir())
    requests = [{"builder": {"kind": "graph", "file": str(file)}, **REQUESTS.get(file.name, {})} for file in files]
    return dict(zip((file.name for file in files), served(requests), strict=True))


def make_files(folder: Path) -> None:
    rows = port("x", ["rows", 3])
    (folder.parent / "secret").write_bytes(bytes(36))
    save(folder / "good.onnx", [("MatMul", ["x", "weight"])], [rows], (WEIGHT,))
    save(folder / "wrong.onnx", [("MatMul", ["x", "weight"])], [rows], (WEIGHT,))
    save(folder / "outside.onnx", [("MatMul", ["x", "weight"])], [rows], (elsewhere("../secret"),))
    save(folder / "absent.onnx", [("MatMul", ["x", "weight"])], [rows], (elsewhere("not-there"),))
    save(folder / "custom.onnx", [("Steal", ["x"], "evil")], [rows])
    save(folder / "image.onnx", [("Identity", ["x"])], [port("x", ["n", 3, "height", "width"])])
    save(folder / "last.onnx", [("Identity", ["x"])], [port("x", [1, "height", "width", 1])])
    save(folder / "tokens.onnx", [("Add", ["ids", "mask"])], [port("ids", ["n", 7], IDS), port("mask", [1, 7], IDS)])
    save(folder / "text.onnx", [("Identity", ["x"])], [port("x", [1], TEXT)])
    (folder / "cut.onnx").write_bytes((folder / "good.onnx").read_bytes()[:-30])
    (folder / "page.mindir").write_bytes(b"<!doctype html>")
    (folder / "cut.mindir").write_bytes((folder / "cut.onnx").read_bytes())
    (folder / "graph.bin").write_bytes(b"graph")
    command = [sys.executable, str(DATA / "make_graph.py"), "dense"]
    subprocess.run(command, check=True, env=environment.worker_environment(folder), cwd=folder)


def of(answers: dict[str, list[Event]], name: str, kind: str) -> list[Event]:
    return [each for each in answers[name] if each["event"] == kind]


@pytest.mark.parametrize(
    ("name", "shape", "dtype", "output"),
    [
        ("good.onnx", [1, 3], "float32", [1, 3]),
        ("image.onnx", [1, 3, 224, 224], "float32", [1, 3, 224, 224]),
        ("last.onnx", [1, 224, 224, 1], "float32", [1, 224, 224, 1]),
        ("tokens.onnx", [1, 7], "int64", [1, 7]),
        ("dense.mindir", [2, 3], "float32", [2, 4]),
    ],
)
def test_a_graph_runs_at_the_input_that_it_states(
    name: str, shape: list[int], dtype: str, output: list[int], answers: dict[str, list[Event]]
) -> None:
    (attempt,) = of(answers, name, "attempt")
    assert attempt["source"] == "the graph"
    assert (attempt["shape"], attempt["dtype"], attempt["output"], attempt["error"]) == (shape, dtype, output, "")


def test_further_inputs_are_given_too(answers: dict[str, list[Event]]) -> None:
    assert of(answers, "tokens.onnx", "attempt")[0]["rest"] == [[[1, 7], "int64"]]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("good.onnx", [["weight", [3, 3], "float32"]]),
        ("image.onnx", []),
        ("dense.mindir", [["weight", [4, 3], "float32"], ["bias", [4], "float32"]]),
    ],
)
def test_what_a_graph_stores_is_told(name: str, stored: list[Any], answers: dict[str, list[Event]]) -> None:
    assert of(answers, name, "network")[0]["parameters"] == stored


def test_inputs_that_are_asked_about_come_first(answers: dict[str, list[Event]]) -> None:
    wrong, good, many = of(answers, "wrong.onnx", "attempt")
    assert "InvalidArgument" in wrong["error"] or "dimension" in wrong["error"]
    assert good["output"] == [5, 3]
    assert many["error"] == "ValueError: the graph takes 1 inputs (x), and 2 are given"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("outside.onnx", "External data path"),
        ("absent.onnx", "not-there"),
        ("custom.onnx", "is not a registered function/op"),
        ("cut.onnx", "FormatError: no ONNX, or damaged"),
        ("cut.mindir", "FormatError: no MindIR, or damaged"),
        ("page.mindir", "FormatError: this is an HTML page"),
        ("graph.bin", "FormatError: graph.bin is no graph file that is known"),
    ],
)
def test_a_hostile_or_damaged_file_is_refused(name: str, said: str, answers: dict[str, list[Event]]) -> None:
    (refused,) = of(answers, name, "refused")
    assert said in refused["error"]
    assert not of(answers, name, "attempt")


def test_a_graph_of_texts_is_built_and_not_run(answers: dict[str, list[Event]]) -> None:
    assert of(answers, "text.onnx", "built")
    assert not of(answers, "text.onnx", "attempt")
