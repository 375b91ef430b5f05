"""What a process of a node does: it takes in a job once, then works on one chunk after another."""

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from xreg.publisher.engines.needs import Needs, check
from xreg.registry.networks.targets import take_runs
from xreg.registry.siblings.evidence import Trees, take_trees
from xreg.schema.network import NetworkEvidence


class Job(NamedTuple):
    """What all chunks of a run have in common: the work, what is given to it, and what the driver has learnt before.

    That is the trees that the cards lie in, and what runs of networks have shown.
    """

    needs: Needs
    work: Callable[[list[Any], Any], list[Any]]
    given: Any
    trees: Trees
    runs: dict[str, NetworkEvidence]


# The job of this process, under its key: a process serves one program, which may make several runs.
_jobs: dict[str, Job] = {}


def run(node: str, key: str, fetch: Callable[[], bytes], chunk: bytes) -> list[Any]:
    """What the job makes of a chunk. Raises EngineError where the node is not fit for the job."""
    if key not in _jobs:
        _jobs.clear()
        _jobs[key] = _taken(node, pickle.loads(fetch()))
    job = _jobs[key]
    return job.work(pickle.loads(chunk), job.given)


def _taken(node: str, job: Job) -> Job:
    """The job, once this process stands in the driver's folder, if that is here, and knows what the driver knows."""
    with suppress(OSError):
        os.chdir(job.needs.folder)
    check(job.needs, node)
    take_trees(job.trees)
    take_runs(job.runs)
    return job
