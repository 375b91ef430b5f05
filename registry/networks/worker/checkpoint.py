"""A checkpoint against a network, inside the worker: read, compared strictly, loaded, and run.

Nothing here raises for a bad file: what the framework says becomes text.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xreg.registry.networks.text import first_paragraph

FORMATS = {".safetensors": "safetensors"}  # all else is read as MindSpore's own `ckpt`


def check_checkpoint(network: Any, path: str, run: Callable[[], Any] | None) -> dict[str, Any]:
    """The check of the file at `path` as JSON of a CheckpointCheck.

    `run` runs the network at a shape that it takes, and gives a numpy array, or `None` where it takes none of those
    that are asked about; it is called once the file is loaded, if it is. Without it nothing is run.
    Raises MemoryError where memory ended first: that says nothing about the file.
    """
    result: dict[str, Any] = {"missing": [], "unexpected": [], "mismatched": [], "loaded": False, "finite": None}
    result |= {"output": None, "error": ""}
    file = Path(path).resolve()  # as the framework names it in its messages
    try:
        _check(network, path, run, result)
    except MemoryError:
        raise
    except Exception as error:
        result["error"] = first_paragraph(error).replace(str(file), file.name)
    return result


def describe(parameters: dict[str, Any]) -> dict[str, str]:
    """Each parameter's type and shape as text, `float32 (32, 3, 3, 3)`; a stored text is `str`."""
    return {name: _describe(value) for name, value in parameters.items()}


def _describe(value: Any) -> str:
    if not hasattr(value, "dtype"):
        return type(value).__name__
    return f"{str(value.dtype).lower()} {tuple(value.shape)}"


def _check(network: Any, path: str, run: Callable[[], Any] | None, result: dict[str, Any]) -> None:
    stored = _read(path)
    _compare(describe(network.parameters_dict()), describe(stored), result)
    if result["missing"] or result["mismatched"]:
        return
    _load(network, stored, result)
    if result["loaded"] and run is not None:
        _run(network, run, result)


def _read(path: str) -> dict[str, Any]:
    import mindspore

    suffix = path[path.rfind(".") :]
    stored: dict[str, Any] = mindspore.load_checkpoint(path, format=FORMATS.get(suffix, "ckpt"), crc_check=True)
    return stored


def _compare(expected: dict[str, str], found: dict[str, str], result: dict[str, Any]) -> None:
    result["missing"] = [name for name in expected if name not in found]
    result["unexpected"] = [name for name in found if name not in expected]
    both = [name for name in expected if name in found]
    result["mismatched"] = [[name, expected[name], found[name]] for name in both if expected[name] != found[name]]


def _load(network: Any, stored: dict[str, Any], result: dict[str, Any]) -> None:
    import mindspore

    left_out, _ = mindspore.load_param_into_net(network, stored, strict_load=True)
    result["loaded"] = not left_out
    if left_out:
        result["error"] = f"MindSpore left out {listed(left_out)}"


def _run(network: Any, run: Callable[[], Any], result: dict[str, Any]) -> None:
    """Values are looked at one by one too: a ReLU or a max pooling on a CPU can swallow a NaN on its way."""
    from numpy import isfinite

    broken = [name for name, value in network.parameters_dict().items() if not isfinite(value.asnumpy()).all()]
    output = run()
    if output is None:
        return
    result["output"] = list(output.shape)
    result["finite"] = not broken and bool(isfinite(output).all())
    if broken:
        result["error"] = f"values that are not finite in {listed(broken)}"
    elif not result["finite"]:
        result["error"] = "the output is not finite, though every parameter is"


def listed(names: Sequence[object]) -> str:
    """The first few names and how many there are: `a, b (2 parameters)`."""
    count = f"{len(names)} parameter{'' if len(names) == 1 else 's'}"
    return f"{', '.join(map(str, names[:5]))} ({count})"
