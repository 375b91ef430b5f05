"""MindSpore's checkpoints (`.ckpt`): the table of their parameters, without importing MindSpore and without a tensor.

A file is a stream of `Value{tag, TensorProto{dims, tensor_type, tensor_content}}`, the format of checkpoint.proto in
MindSpore 2.10. A tensor over 512 MB is cut into slices under a repeated tag, and a `crc_num` tail of 17 bytes may
follow. MindSpore itself accepts a file that was cut between two parameters, an entry that stands twice, and contents
whose length does not fit their shape: the last two are errors here, the first shows against the network.
"""

from collections.abc import Iterator
from pathlib import Path

from xreg.registry.formats.entries import Slice, quick_entry
from xreg.registry.formats.values import Contents, FormatError, NotUnderstoodError, Parameter, count
from xreg.registry.formats.wire import BYTES, Field, Wire

# Bytes of one number, by the names that checkpoint.proto's tensor_type has.
SIZES = {
    "Bool": 1,
    "Int8": 1,
    "UInt8": 1,
    "Int16": 2,
    "UInt16": 2,
    "Int32": 4,
    "UInt32": 4,
    "Int64": 8,
    "UInt64": 8,
    "Float16": 2,
    "BFloat16": 2,
    "Float32": 4,
    "Float64": 8,
    "Complex64": 8,
    "Complex128": 16,
}
# A text is stored as a tensor too, of as many bytes as it has.
_TEXTS = ("str", "String")
_TAIL, _TAIL_NAME = 17, b"crc_num"
_LONGEST_NAME, _MOST_PARAMETERS, _MOST_DIMENSIONS = 1024, 200_000, 32
_VALUE, _TAG, _TENSOR, _MAP = 1, 1, 2, 3
_DIMS, _TYPE, _CONTENT = 1, 2, 3


def read_checkpoint(path: Path) -> Contents:
    """The parameters of a checkpoint, in the file's order. Raises FormatError where it is none, or damaged."""
    size = path.stat().st_size
    if not size:
        raise FormatError("the file is empty")
    with path.open("rb", buffering=0) as file:
        wire = Wire(file, size)
        end = size - _TAIL if _has_tail(wire, size) else size
        return Contents("ckpt", tuple(_joined(_slices(wire, end))))


def _has_tail(wire: Wire, size: int) -> bool:
    tail = wire.bytes(max(0, size - _TAIL), size)
    return tail.startswith(_TAIL_NAME) and tail[len(_TAIL_NAME) :].strip().isdigit()


def _slices(wire: Wire, end: int) -> Iterator[Slice]:
    start = number = 0
    while start < end:
        if number >= _MOST_PARAMETERS:
            raise FormatError(f"more than {_MOST_PARAMETERS:,} entries: this is no checkpoint of a network")
        part, start = quick_entry(wire.ahead(start), start, end) or _entry(wire, start, end)
        number += 1
        yield part


def _entry(wire: Wire, start: int, end: int) -> tuple[Slice, int]:
    field = next(iter(wire.fields(start, end)))
    if field.number != _VALUE or field.kind != BYTES:
        raise FormatError(f"no checkpoint: field {field.number} at byte {field.start:,} is none that one has")
    return _value(wire, field), field.end


def _value(wire: Wire, value: Field) -> Slice:
    name, tensor = "", None
    for field in wire.fields(value.start, value.end):
        if field.number == _TAG:
            name = wire.text(field, _LONGEST_NAME, "a parameter's name")
        elif field.number == _TENSOR and field.kind == BYTES:
            tensor = field
        elif field.number == _MAP:
            raise NotUnderstoodError(f"{name or 'an entry'} is a hash map, not a tensor: not understood")
    if not name or tensor is None:
        raise FormatError(f"no checkpoint: the entry at byte {value.start:,} has no {'tensor' if name else 'name'}")
    return _tensor(wire, name, tensor)


def _tensor(wire: Wire, name: str, tensor: Field) -> Slice:
    dims: list[int] = []
    dtype, size = "", -1
    for field in wire.fields(tensor.start, tensor.end):
        if field.number == _DIMS:
            dims += _dimensions(wire, field, name)
        elif field.number == _TYPE:
            dtype = wire.text(field, 32, f"the type of {name}")
        elif field.number == _CONTENT and field.kind == BYTES:
            size = field.end - field.start
        if len(dims) > _MOST_DIMENSIONS:
            raise FormatError(f"{name} has more than {_MOST_DIMENSIONS} dimensions")
    if size < 0 or not dtype:
        raise FormatError(f"{name} has no {'contents' if dtype else 'type'}")
    return Slice(name, dtype, () if dims == [0] else tuple(dims), size, tensor.start)


def _dimensions(wire: Wire, field: Field, name: str) -> Iterator[int]:
    for number, value in enumerate(wire.packed(field)):
        if value >= 1 << 48 or number > _MOST_DIMENSIONS:
            raise FormatError(f"{name} says a dimension of {value:,}: damaged")
        yield value


def _joined(slices: Iterator[Slice]) -> Iterator[Parameter]:
    """Slices under one tag as one parameter; what each holds against its shape."""
    seen: set[str] = set()
    last: Slice | None = None
    for part in slices:
        if last and part.name == last.name and _missing(last) > 0 and part[1:3] == last[1:3]:
            last = last._replace(size=last.size + part.size)
            continue
        if last:
            yield _whole(last)
        if part.name in seen:
            raise FormatError(f"{part.name} stands in the file twice, the second time at byte {part.at:,}")
        seen.add(part.name)
        last = part
    if last:
        yield _whole(last)


def _missing(part: Slice) -> int:
    """How many bytes its shape asks for and its contents lack; negative where there are too many."""
    if part.dtype in _TEXTS:
        return 0
    if part.dtype not in SIZES:
        raise NotUnderstoodError(f"{part.name} is of the type {part.dtype!r}: not understood")
    return count(part.shape) * SIZES[part.dtype] - part.size


def _whole(part: Slice) -> Parameter:
    if _missing(part):
        told = f"{part.dtype} {part.shape} takes {count(part.shape) * SIZES[part.dtype]:,} bytes"
        raise FormatError(f"{part.name} is damaged: {told}, and {part.size:,} are stored")
    return Parameter(part.name, part.dtype, part.shape, part.size)
