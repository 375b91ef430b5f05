"""Assets at hand that are graphs, MindIR or ONNX: they state their own inputs, and are run as they are."""

from pathlib import Path

from xreg.registry.networks.providers.protocol import CardNetwork, Feed, Given, Target
from xreg.schema.evidence import AssetFile

_KINDS = {".mindir": "mindir", ".onnx": "onnx"}
_TYPES = {"float": "float32", "double": "float64", "float16": "float16", "bool": "bool", "int": "int32"}
LARGEST_SIDE = 1 << 20


class Graphs:
    """Cards with a graph file at hand: the first one counts."""

    name = "graph"

    def target(self, card: CardNetwork) -> Target | None:
        file = next((each for each in card.files if Path(each.path).suffix.lower() in _KINDS), None)
        return graph(file, card) if file else None


def graph(file: AssetFile, card: CardNetwork) -> Target:
    """The target of a graph file; the card's shape is tried first where the graph leaves a side open."""
    path = Path(file.path)
    ports = _ports(path)
    stated = Given(tuple(Feed(_shape(shape), _dtype(kind)) for kind, shape in ports), "the graph's own inputs")
    inputs = [stated] if stated.tensors else []
    if card.shape and len(ports) == 1 and len(ports[0][1]) == 4:
        height, width, channels = card.shape
        inputs.insert(0, Given((Feed((1, channels, height, width), _dtype(ports[0][0])),), "the card's input-shape"))
    return Target(
        provider=Graphs.name,
        network=card.name or path.stem,
        origin=path.name,
        digest=f"sha256:{file.sha256}",
        builder={"kind": "graph", "file": str(path.resolve())},
        inputs=tuple(inputs),
        files=(path.resolve(),),
        search=True,
        probe=False,
    )


def _ports(path: Path) -> list[tuple[str, tuple[object, ...]]]:
    """Type and shape of each input as the file states them; none where it cannot be read."""
    from xreg.registry.formats.graphs import read_mindir, read_onnx
    from xreg.registry.formats.values import FormatError

    read = read_onnx if _KINDS[path.suffix.lower()] == "onnx" else read_mindir
    try:
        return [(port.dtype.lower(), tuple(port.shape)) for port in read(path).inputs]
    except (FormatError, OSError):
        return []


def _shape(sides: tuple[object, ...]) -> tuple[int, ...]:
    """The shape for one example: a side that the graph leaves open is one."""
    return tuple(side if type(side) is int and 0 < side <= LARGEST_SIDE else 1 for side in sides)


def _dtype(kind: str) -> str:
    return _TYPES.get(kind, kind)
