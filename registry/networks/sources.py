"""Where the inputs of attempts come from: of those that were asked for it is known here, whatever the child tells."""

from collections.abc import Iterable

from xreg.registry.networks.providers.protocol import Given
from xreg.schema.network import Attempt, Tensor


def with_sources(attempts: Iterable[Attempt], inputs: Iterable[Given]) -> tuple[Attempt, ...]:
    """The attempts, those that were asked for with the source of their input."""
    known = {_tensors(given): given.source for given in reversed(tuple(inputs))}
    return tuple(each._replace(source=known.get(_input(each), "")) if each.asked else each for each in attempts)


def _tensors(given: Given) -> tuple[Tensor, ...]:
    return tuple(Tensor(each.shape, each.dtype) for each in given.tensors)


def _input(attempt: Attempt) -> tuple[Tensor, ...]:
    return Tensor(attempt.shape, attempt.dtype), *attempt.rest
