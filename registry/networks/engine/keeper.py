"""The process that keeps one child: it opens namespaces, ends the child in time, and tells how it ended.

    server ──fork──▶ keeper ──fork──▶ init (the first process of its namespace) ──fork──▶ child

When init ends, the kernel ends every process of its namespace, whatever session it fled to. The child has no
descriptor of the keeper's, so what is told of its end cannot be forged.
"""

import json
import os
import select
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

from xreg.registry.networks.engine.child import Job, close_above, quiet_pipes, run_child
from xreg.registry.networks.engine.isolation.limits import processes_of_user
from xreg.registry.networks.engine.isolation.namespaces import own_namespaces
from xreg.registry.networks.engine.isolation.privileges import end_with_parent, take_in_orphans
from xreg.registry.networks.engine.isolation.steps import Step
from xreg.registry.networks.engine.memory import EVERY, exceeds, watching

PATIENCE = 5.0  # seconds for what multiplies faster than it is ended
LONGEST_REPORT = 1 << 16  # bytes; a report is short, and the child's part of it is sent before foreign code runs


class Pipes(NamedTuple):
    """The descriptors that come with a job: the last three are the keeper's alone, `leash` ends it when it closes."""

    message: int
    answer: int
    noise: int
    status: int
    leash: int


def keep(job: Job, pipes: Pipes, base: str, timeout: float, inside_bubblewrap: bool) -> NoReturn:
    """Run the job in a child of its own and tell the status pipe how it ended."""
    end_with_parent()
    take_in_orphans()
    os.setsid()
    deadline = time.monotonic() + timeout
    Path(base).mkdir(0o700)
    others = processes_of_user()
    steps = [*own_namespaces(inside_bubblewrap), watching(job.limits.total)]
    reading, writing = os.pipe()
    init = os.fork()
    if init == 0:
        os.close(pipes.status)
        os.close(pipes.leash)
        os.close(reading)
        _init(job, pipes, base, others, steps, writing)
    os.close(writing)
    for each in (pipes.answer, pipes.noise):
        os.close(each)
    out_of = _wait(init, pipes.leash, deadline, job.limits.total)
    told = _end(init, reading)
    told |= {"out_of_time": out_of == "time", "out_of_memory": out_of == "memory"}
    os.write(pipes.status, json.dumps(told).encode())
    shutil.rmtree(base, ignore_errors=True)
    os._exit(0)


def _wait(init: int, leash: int, deadline: float, total: int) -> Literal["", "time", "memory"]:
    """Wait for the end of init or of the leash (empty), or of what all processes of the check may use."""
    ended, own = os.pidfd_open(init), os.getpid()
    try:
        while (left := deadline - time.monotonic()) > 0:
            if select.select([ended, leash], [], [], min(left, EVERY))[0]:
                return ""
            if exceeds(total, own):
                return "memory"
        return "time"
    finally:
        os.close(ended)


def _end(init: int, reading: int) -> dict[str, Any]:
    """End init and all below it; what was reported, with the status of the child, or of init where it told none."""
    try:
        os.killpg(init, signal.SIGKILL)  # where there is no namespace, what stayed in its group ends with it
    except ProcessLookupError:
        os.kill(init, signal.SIGKILL)
    _, status = os.waitpid(init, 0)
    _end_orphans()
    os.set_blocking(reading, False)
    told: dict[str, Any] = {"status": os.waitstatus_to_exitcode(status)}
    for line in _read(reading).splitlines():
        told |= json.loads(line)
    return told


def _end_orphans() -> None:
    """End what escaped from init's group; where there is a namespace, nothing did."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    end = time.monotonic() + PATIENCE
    with suppress(ChildProcessError):
        while time.monotonic() < end:
            ended, _ = os.waitpid(-1, os.WNOHANG)
            for number in () if ended else children.read_text().split():
                os.kill(int(number), signal.SIGKILL)


def _read(reading: int) -> bytes:
    try:
        return os.read(reading, LONGEST_REPORT)
    except BlockingIOError:  # where there is no namespace, something may still hold the other end
        return b""


def _init(job: Job, pipes: Pipes, base: str, others: int, steps: list[Step], report: int) -> NoReturn:
    """Fork the child, wait for it, and report its status. Takes in what the child leaves behind."""
    end_with_parent()
    os.setpgid(0, 0)
    child = os.fork()
    if child == 0:
        end_with_parent()
        _child(job, pipes, base, others, steps, report)
    close_above(2, report)
    while True:
        ended, status = os.wait()
        if ended == child:
            break
    os.write(report, json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode() + b"\n")
    os._exit(0)


def _child(job: Job, pipes: Pipes, base: str, others: int, steps: list[Step], report: int) -> NoReturn:
    try:
        quiet_pipes(pipes.noise, pipes.answer, report)

        def tell(line: bytes) -> None:
            os.write(report, line)
            os.close(report)

        run_child(job, base, others, steps, pipes.answer, tell)
    finally:
        os._exit(70)  # reached by an error of ours alone, which stands in what was printed
