"""What every engine does: it maps a function over chunks of work."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

C = TypeVar("C")
G = TypeVar("G")
T = TypeVar("T")


class Engine(Protocol):
    """Shares work. `chunk` is how many items one piece of it should hold."""

    chunk: int

    def map(
        self, work: Callable[[list[C], G], list[T]], chunks: Sequence[list[C]], given: G
    ) -> AbstractContextManager[Iterator[list[T]]]:
        """What `work` makes of each chunk, in the chunks' order; the work begins when the block is entered.

        Whatever leaves the block before all is done ends the work. Raises EngineError where the engine itself fails.
        """
        raise NotImplementedError
