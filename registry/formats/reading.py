"""Reads an asset by the format that its card states; what is not understood is said, never passed over."""

from collections.abc import Callable, Mapping
from pathlib import Path

from xreg.registry.formats.checkpoint import read_checkpoint
from xreg.registry.formats.graphs import read_mindir, read_onnx
from xreg.registry.formats.recognise import refuse_what_is_no_model
from xreg.registry.formats.safe_tensors import read_safetensors
from xreg.registry.formats.values import Contents

Reader = Callable[[Path], Contents]


def _air(_: Path) -> Contents:
    return Contents("air", notes=("not understood: AIR is read by Ascend's own tools alone",))


READERS: Mapping[str, Reader] = {
    "ckpt": read_checkpoint,
    "safetensors": read_safetensors,
    "mindir": read_mindir,
    "onnx": read_onnx,
    "air": _air,
}


def read_asset(path: Path, stated: str) -> Contents:
    """What the file at `path` states of itself, read as the format `stated` (`ckpt`, `MindIR`).

    Raises FormatError where the file is no model, holds a pickle, is damaged, or not of that format. A format that is
    not known gives contents with a note that says so.
    """
    refuse_what_is_no_model(path)
    reader = READERS.get(stated.strip().lower().lstrip("."))
    if not reader:
        return Contents(stated, notes=(f"not understood: {stated!r} is no format that is known",))
    return reader(path)
