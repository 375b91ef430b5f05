"""A cluster: each chunk is a task of Ray, which spreads the tasks over its nodes and repeats those of a lost node."""

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from xreg import __version__
from xreg.publisher.engines import arriving
from xreg.publisher.engines.connection import connected
from xreg.publisher.engines.engine import C, G, T
from xreg.publisher.engines.errors import EngineError
from xreg.publisher.engines.head import Head
from xreg.publisher.engines.needs import Needs, code_digest
from xreg.publisher.engines.node import Job
from xreg.registry.networks.targets import runs_to_send
from xreg.registry.siblings.evidence import trees_to_send
from xreg.schema.errors import XregError

RETRIES = 3  # after a node or a process was lost; what the work itself raises is not tried again
EVERY = 2.0  # seconds between two looks at the cluster's head while nothing comes
_AGAIN = "run again, or use `--engine local`"


class Cluster:
    """The engine `ray`: the cluster at an address, or the one that Ray itself finds or starts."""

    chunk = 16

    def __init__(self, address: str, needs: Needs) -> None:
        self._address, self._needs = address, needs

    @contextmanager
    def map(
        self, work: Callable[[list[C], G], list[T]], chunks: Sequence[list[C]], given: G
    ) -> Iterator[Iterator[list[T]]]:
        """What `work` makes of each chunk, in their order; a task a chunk."""
        with connected(self._address) as ray:
            yield _answers(ray, _tasks(ray, Job(self._needs, work, given, trees_to_send(), runs_to_send()), chunks))


def _tasks(ray: Any, job: Job, chunks: Sequence[list[C]]) -> deque[Any]:
    """The tasks, under way. The job goes to each node once; its code is this machine's, so only xreg must be there."""
    ray.cloudpickle.register_pickle_by_value(arriving)
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(arriving.arrive)
    shared = [ray.put(ray.cloudpickle.dumps(job))]
    told = (__version__, code_digest(), uuid4().hex)
    return deque(task.remote(*told, shared, pickle.dumps(chunk)) for chunk in chunks)


def _answers(ray: Any, pending: deque[Any]) -> Iterator[list[Any]]:
    head = Head(ray.get_runtime_context().gcs_address)
    while pending:
        ready, _ = ray.wait([pending[0]], timeout=EVERY)
        head.look()
        if ready:
            yield _answer(ray, pending.popleft())


def _answer(ray: Any, task: Any) -> list[Any]:
    """What a task gave. Raises the XregError that its work raised, and an EngineError for what the cluster did."""
    errors = ray.exceptions
    try:
        answer: list[Any] | str = ray.get(task)
    except errors.RayTaskError as error:
        if isinstance(error.cause, XregError):
            raise error.cause from None
        raise
    except (errors.OutOfMemoryError, errors.WorkerCrashedError) as error:
        raise EngineError(
            f"a task ended its process {RETRIES + 1} times (no memory?): give the nodes more memory, or {_AGAIN}"
        ) from error
    except errors.RayError as error:
        raise EngineError(f"the cluster was lost in mid-run ({type(error).__name__}): {_AGAIN}") from error
    if isinstance(answer, str):
        raise EngineError(answer)
    return answer
