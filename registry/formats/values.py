"""What is read from an asset's bytes: its parameters, or the inputs and outputs that a graph states."""

from typing import NamedTuple

from xreg.schema.errors import XregError


class FormatError(XregError):
    """A file is not what its name says, is damaged, or holds what is refused; the text says which and where."""


class NotUnderstoodError(FormatError):
    """A file may be right, and nobody here can tell: it holds what is not understood."""


class Parameter(NamedTuple):
    """A stored tensor: its name, its type as on the framework's own side (`Float32`), its shape, its size in bytes."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    size: int


class Port(NamedTuple):
    """An input or output that a graph states: a dimension of -1, or a name, is one that the caller chooses."""

    name: str
    dtype: str
    shape: tuple[int | str, ...]


class Contents(NamedTuple):
    """What a file states of itself. `notes` are remarks that are no error: what could not be understood among them."""

    format: str
    parameters: tuple[Parameter, ...] = ()
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def values(self) -> int:
        """How many numbers the parameters hold together."""
        return sum(count(parameter.shape) for parameter in self.parameters)


def count(shape: tuple[int, ...]) -> int:
    """How many numbers a tensor of a shape holds; 1 for a scalar."""
    number = 1
    for side in shape:
        number *= side
    return number
