"""A real cluster of Ray on this machine: one node, to which tests may add others."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from support.cluster import NEEDS, NODE

from xreg.publisher.engines.cluster import Cluster


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Ray leaves processes and files to be closed by the interpreter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="session")
def nodes() -> Iterator[Any]:
    """A cluster with one node that works, and nobody connected to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster as Nodes

        started = Nodes(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
        yield started
        started.shutdown()


@pytest.fixture
def cluster(nodes: Any) -> Cluster:
    """The engine that is tested."""
    return Cluster(nodes.address, NEEDS)
