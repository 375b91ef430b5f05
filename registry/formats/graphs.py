"""Graph files: the inputs and outputs that MindIR and ONNX state, by the schemas of their own packages."""

import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from xreg.registry.formats.values import Contents, FormatError, NotUnderstoodError, Port

# Protobuf itself refuses messages over 2 GB; so much is read at most.
_MOST_BYTES = 2 * 1024**3 - 1


def read_onnx(path: Path) -> Contents:
    """The inputs and outputs of an ONNX graph; constants, which old files list among the inputs, are left out."""
    try:
        import onnx
    except ImportError:
        return Contents("onnx", notes=("not understood: install xreg[formats] to read ONNX",))
    model = _message(onnx.ModelProto(), path, "ONNX")
    types = {value: name for name, value in onnx.TensorProto.DataType.items()}
    stored = {item.name for item in model.graph.initializer}
    inputs = (item for item in model.graph.input if item.name not in stored)
    return Contents("onnx", (), tuple(_onnx_ports(inputs, types)), tuple(_onnx_ports(model.graph.output, types)))


def _onnx_ports(items: Iterable[Any], types: dict[int, str]) -> Iterator[Port]:
    for item in items:
        tensor = item.type.tensor_type
        shape = tuple(side.dim_param or side.dim_value for side in tensor.shape.dim)
        yield Port(item.name, types.get(tensor.elem_type, "?").capitalize(), shape)


def read_mindir(path: Path) -> Contents:
    """The inputs and outputs of a MindIR graph, by the schema that MindSpore's package carries."""
    schema = _mindir_schema()
    if not schema:
        return Contents("mindir", notes=("not understood: install xreg[network] to read MindIR",))
    model = _message(schema.ModelProto(), path, "MindIR")
    types = {value: name for name, value in schema.TensorProto.DataType.items()}
    graph = model.graph
    return Contents("mindir", (), tuple(_mindir_ports(graph.input, types)), tuple(_mindir_ports(graph.output, types)))


def _mindir_ports(items: Iterable[Any], types: dict[int, str]) -> Iterator[Port]:
    for item in items:
        for tensor in item.tensor[:1]:
            yield Port(item.name, types.get(tensor.data_type, "?").capitalize(), tuple(tensor.dims))


def _mindir_schema() -> ModuleType | None:
    """MindSpore's `mind_ir_pb2`, loaded from its file: importing the package would take a second and a half."""
    name = "mindspore.train.mind_ir_pb2"
    if name in sys.modules:
        return sys.modules[name]
    package = find_spec("mindspore")
    folder = Path(next(iter(package.submodule_search_locations or ()), "")) if package else Path()
    file = folder / "train" / "mind_ir_pb2.py"
    spec = spec_from_file_location("_xreg_mind_ir_pb2", file) if file.is_file() else None
    if not spec or not spec.loader:
        return None
    if spec.name not in sys.modules:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[spec.name] = module
    return sys.modules[spec.name]


def _message(message: Any, path: Path, kind: str) -> Any:
    from google.protobuf.message import DecodeError

    if path.stat().st_size > _MOST_BYTES:
        raise NotUnderstoodError(f"larger than protobuf allows ({_MOST_BYTES:,} bytes): not understood")
    try:
        message.ParseFromString(path.read_bytes())
    except DecodeError as error:
        raise FormatError(f"no {kind}, or damaged: {error}") from error
    if not message.HasField("graph"):
        raise FormatError(f"no {kind}: it holds no graph")
    return message
