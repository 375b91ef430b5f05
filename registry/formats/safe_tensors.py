"""safetensors: the table of its parameters, by the format's own library."""

from math import prod
from pathlib import Path

from xreg.registry.formats.values import Contents, FormatError, Parameter

_BITS = {"BOOL": 8, "F8_E4M3": 8, "F8_E5M2": 8}
_MOST_PARAMETERS = 200_000


def read_safetensors(path: Path) -> Contents:
    """The parameters of the file, by name. Raises FormatError where the library refuses it."""
    try:
        from safetensors import SafetensorError, safe_open
    except ImportError:
        return Contents("safetensors", notes=("not understood: install xreg[formats] to read safetensors",))
    try:
        with safe_open(path, framework="numpy") as file:
            names = list(file.keys())
            if len(names) > _MOST_PARAMETERS:
                raise FormatError(f"more than {_MOST_PARAMETERS:,} tensors: this is no checkpoint of a network")
            slices = ((name, file.get_slice(name)) for name in names)
            return Contents("safetensors", tuple(_parameter(name, part) for name, part in slices))
    except (SafetensorError, OSError, ValueError) as error:
        raise FormatError(f"not safetensors, or damaged: {error}") from error


def _parameter(name: str, part: object) -> Parameter:
    dtype, shape = part.get_dtype(), tuple(part.get_shape())  # type: ignore[attr-defined]
    return Parameter(name, dtype, shape, prod(shape) * _bits(dtype) // 8)


def _bits(dtype: str) -> int:
    """The bits of one number by the name of its type, whose digits say so (`BF16`)."""
    return _BITS.get(dtype) or int("".join(char for char in dtype if char.isdigit()) or 0)
