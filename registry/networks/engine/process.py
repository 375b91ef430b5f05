"""A child process that is given a message, and whose answer is read within bounds of time and size."""

import os
import signal
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO

from xreg.registry.networks.engine.task import STDERR_KEPT, Ended

PATIENCE = 2.0  # seconds for a pipe that a grandchild in a session of its own holds open; then it is not waited for


def converse(
    command: Sequence[str], message: bytes, environment: Mapping[str, str], folder: Path, timeout: float
) -> Ended:
    """Start `command` in `folder`, send it `message`, and read until it closes stdout or `timeout` seconds are over.

    Then it is killed with its whole process group. Raises OSError where it cannot be started.
    """
    process = Popen(
        command,
        bufsize=0,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=folder,
        env=dict(environment),
        start_new_session=True,
    )
    ended = Ended()
    send = threading.Thread(target=_send, args=(process.stdin, message), daemon=True)
    answer = threading.Thread(target=_read_answer, args=(process.stdout, ended), daemon=True)
    noise = threading.Thread(target=_read_noise, args=(process.stderr, ended), daemon=True)
    try:
        for thread in (answer, noise, send):
            thread.start()
        answer.join(timeout)
        ended.out_of_time = answer.is_alive()
    finally:
        _end(process, ended)
    for thread in (send, answer, noise):
        thread.join(PATIENCE)  # each closes its pipe; one that is still at it goes on until the pipe's last holder ends
    return ended


def _send(pipe: IO[bytes], message: bytes) -> None:
    rest = memoryview(message)
    with suppress(OSError), pipe:  # a child that ended before it read: how it ended says more than this
        while rest:
            rest = rest[pipe.write(rest) :]


def _read_answer(pipe: IO[bytes], ended: Ended) -> None:
    """To the end, or to the first byte too many: what floods is ended rather than held in memory."""
    with pipe:
        while not ended.flooded and (chunk := os.read(pipe.fileno(), 1 << 16)):
            ended.stdout += chunk


def _read_noise(pipe: IO[bytes], ended: Ended) -> None:
    """Prints are read as they come, because a full pipe would stop the child; only their end is kept."""
    with pipe:
        while chunk := os.read(pipe.fileno(), 1 << 16):
            ended.stderr = (ended.stderr + chunk)[-STDERR_KEPT:]


def _end(process: "Popen[bytes]", ended: Ended) -> None:
    """Kill the group before the child is reaped: until then its number cannot belong to anybody else.

    A child that closed stdout by ending keeps its own status.
    """
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except AttributeError:  # Windows has no groups
        process.kill()
    except (ProcessLookupError, PermissionError):  # macOS refuses the group of a zombie
        process.kill()
    ended.status = process.wait()
