"""Graph files as networks: ONNX run by onnxruntime, MindIR by MindSpore, each with the inputs that it states.

A file is somebody else's: it is read by our own reader first, custom operators are not loaded, and weights that are to
be taken from outside of its folder are refused by onnxruntime.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mindspore import Tensor, load, nn

from xreg.registry.formats.graphs import read_mindir, read_onnx
from xreg.registry.formats.recognise import refuse_what_is_no_model
from xreg.registry.formats.values import Contents, FormatError, Port
from xreg.registry.networks.worker.tensors import Input

SIDES = (224, 299, 384, 512, 256, 128, 64, 32)  # tried where a graph leaves an image's height and width open
_TYPES = {"Float": "float32", "Double": "float64"}
_NUMBERS = frozenset(
    ("bool", "float16", "float32", "float64", *(f"{u}int{b}" for u in ("", "u") for b in (8, 16, 32, 64)))
)


class Stored(NamedTuple):
    """A tensor that a graph holds, as far as anything is told of it."""

    name: str
    shape: tuple[int, ...]
    dtype: str


class OnnxGraph(nn.Cell):  # type: ignore[misc]
    """An ONNX graph in the place of a cell."""

    def __init__(self, session: Any, contents: Contents, stored: list[Stored]) -> None:
        super().__init__()
        self.session, self.ports, self.stored = session, contents.inputs, stored

    def construct(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        names = [port.name for port in self.ports]
        if len(inputs) != len(names):
            raise ValueError(f"the graph takes {len(names)} inputs ({', '.join(names)}), and {len(inputs)} are given")
        given = zip(names, (each.asnumpy() for each in inputs), strict=True)
        return tuple(Tensor(each) for each in self.session.run(None, dict(given)))

    def get_parameters(self, expand: bool = True) -> Iterator[Stored]:
        """What the graph stores. MindSpore itself, which asks without `expand`, has nothing to prepare there."""
        return iter(self.stored if expand else ())


class MindirGraph(nn.GraphCell):  # type: ignore[misc]
    """A MindIR graph, and what it states."""

    def __init__(self, graph: Any, contents: Contents) -> None:
        super().__init__(graph)
        self.ports = tuple(port._replace(name=port.name.rpartition(":")[2]) for port in contents.inputs)


def load_graph(path: str) -> Any:
    """The graph of a file, by the end of its name. Raises FormatError where it is none, or what its framework does."""
    file = Path(path)
    loader = _LOADERS.get(file.suffix.lower())
    if loader is None:
        raise FormatError(f"{file.name} is no graph file that is known: name it .onnx or .mindir, by what it is")
    refuse_what_is_no_model(file)
    return loader(file)


def _onnx(file: Path) -> OnnxGraph:
    import onnx
    import onnxruntime

    contents = read_onnx(file)
    onnxruntime.set_default_logger_severity(4)  # what is wrong comes as an exception
    session = onnxruntime.InferenceSession(str(file), _options(), providers=["CPUExecutionProvider"])
    graph = onnx.load_model(file, load_external_data=False).graph
    return OnnxGraph(session, contents, [_stored(each) for each in graph.initializer])


def _options() -> Any:
    """One thread, and the graph as it is: optimising it would compute parts of it before any limit is known."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.load_model_format", "ONNX")
    return options


def _stored(tensor: Any) -> Stored:
    import onnx

    dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type).name
    return Stored(tensor.name, tuple(tensor.dims), dtype)


def _mindir(file: Path) -> MindirGraph:
    contents = read_mindir(file)
    return MindirGraph(load(str(file)), contents)


_LOADERS = {".onnx": _onnx, ".mindir": _mindir}


def stated(network: Any) -> Iterator[Input]:
    """The inputs that a graph states: an open dimension is 1; for an open height and width of an image, some are tried.

    Nothing where it takes what is no tensor of numbers.
    """
    choices = [list(_tensors(port)) for port in network.ports]
    for number in range(max(map(len, choices), default=0) if all(choices) else 0):
        yield [each[min(number, len(each) - 1)] for each in choices]


def _tensors(port: Port) -> Iterator[dict[str, Any]]:
    dtype = _TYPES.get(port.dtype, port.dtype.lower())
    if dtype in _NUMBERS:
        for shape in _shapes(port.shape):
            yield {"shape": shape, "dtype": dtype, "name": port.name}


def _shapes(shape: tuple[int | str, ...]) -> Iterator[list[int]]:
    fixed = [side if isinstance(side, int) and side > 0 else 0 for side in shape]
    sides = next(
        (pair for pair in ((2, 3), (1, 2)) if len(fixed) == 4 and not fixed[pair[0]] and not fixed[pair[1]]), ()
    )
    for side in SIDES if sides else (1,):
        yield [each or (side if number in sides else 1) for number, each in enumerate(fixed)]
