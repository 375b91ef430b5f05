"""Connecting to a cluster, quietly: standard output is our report's."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from xreg.publisher.engines.errors import EngineError
from xreg.publisher.engines.head import reachable

_CLIENT = "ray://"
# Ray reads both when it is imported: a cluster that is started for a run reports to nobody, and warns of no device.
_SETTINGS = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Ray, connected to a cluster until the block ends; the tasks that run then are ended too."""
    ray = _imported()
    _check(address or os.environ.get("RAY_ADDRESS", ""))
    with redirect_stdout(sys.stderr):  # where Ray tells of lost nodes, whatever it is asked
        _start(ray, address)
        try:
            yield ray
        finally:
            ray.shutdown()


def _start(ray: Any, address: str) -> None:
    try:
        ray.init(address=address or None, include_dashboard=False, log_to_driver=False, logging_level=logging.CRITICAL)
    except (OSError, ValueError, RuntimeError) as error:
        raise EngineError(f"Ray cannot connect to {address or 'a cluster'}: {error}") from error


def _imported() -> Any:
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise EngineError("--engine ray needs Ray: `pip install 'xreg[cluster]'`, here and on every node") from error
    return ray


def _check(address: str) -> None:
    """Refuses what Ray would wait minutes for, or cannot take."""
    if address.startswith(_CLIENT):
        raise EngineError(
            f"{address}: Ray's client is not supported: run xreg on a node of the cluster, or with `ray job submit`"
        )
    if ":" in address and not reachable(address):
        raise EngineError(
            f"no Ray cluster answers at {address}: start one with `ray start --head`, or give its address with "
            f"--ray-address"
        )
