"""Whether the head of a cluster still answers.

A program that has lost the head goes on for a minute, then Ray ends it from below, with an exit code that is ours for
findings. So we look ourselves, and say what happened.
"""

import socket
import time
from contextlib import closing

from xreg.publisher.engines.errors import EngineError

PATIENCE = 30.0  # seconds; Ray's own minute lets a head be started again
_TIMEOUT = 5.0


class Head:
    """The head at `host:port`, and since when it has not answered."""

    def __init__(self, address: str) -> None:
        self._address, self._silent_since = address, 0.0

    def look(self) -> None:
        """Raises EngineError where the head has not answered for too long."""
        if reachable(self._address):
            self._silent_since = 0.0
            return
        self._silent_since = self._silent_since or time.monotonic()
        if time.monotonic() - self._silent_since >= PATIENCE:
            raise EngineError(
                f"the cluster's head at {self._address} does not answer any more: start it again, or use "
                f"`--engine local`"
            )


def reachable(address: str) -> bool:
    """Whether anything answers at `host:port`; an address that is none reaches nothing."""
    host, _, port = address.rpartition(":")
    try:
        with closing(socket.create_connection((host.strip("[]"), int(port)), _TIMEOUT)):
            return True
    except (OSError, ValueError, OverflowError):
        return False
