"""Inputs as a request describes them, made into tensors."""

from typing import Any

Input = list[dict[str, Any]]


def described(given: Input) -> dict[str, Any]:
    """What an attempt tells of its input: shape and type of the first tensor, and of the others."""
    rest = [[each["shape"], each.get("dtype", "float32")] for each in given[1:]]
    head = {"shape": given[0]["shape"], "dtype": given[0].get("dtype", "float32")}
    return {**head, "rest": rest} if rest else head


def tensors(given: Input, span: float) -> list[Any]:
    """The tensors: floating ones rise evenly from -span to span, others are filled with zeros, or ones (`"fill"`)."""
    from mindspore import Tensor

    return [Tensor(_values(each, span)) for each in given]


def _values(given: dict[str, Any], span: float) -> Any:
    import numpy

    dtype, shape = numpy.dtype(given.get("dtype", "float32")), given["shape"]
    if given.get("fill") == "ones":
        return numpy.ones(shape, dtype)
    if span == 0 or dtype.kind != "f":
        return numpy.zeros(shape, dtype)
    return numpy.linspace(-span, span, int(numpy.prod(shape)), dtype=dtype).reshape(shape)
