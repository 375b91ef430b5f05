"""Processes of this machine: forked, where the system can, so that they know what this one has read."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context

from xreg.publisher.engines.engine import C, G, T
from xreg.publisher.engines.errors import EngineError


class Processes:
    """The engine `local`: so many processes at a time."""

    chunk = 48

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    @contextmanager
    def map(
        self, work: Callable[[list[C], G], list[T]], chunks: Sequence[list[C]], given: G
    ) -> Iterator[Iterator[list[T]]]:
        """What `work` makes of each chunk, in their order; all processes are started at once."""
        context = get_context("fork" if "fork" in get_all_start_methods() else None)
        with ProcessPoolExecutor(self._jobs, mp_context=context) as pool:
            try:
                yield pool.map(work, chunks, [given] * len(chunks))
            except BrokenProcessPool:
                raise EngineError("a process of the run was ended from outside (no memory?): try `--jobs 1`") from None
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
