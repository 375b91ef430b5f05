"""The process in which code that somebody else wrote runs: what it does before and after."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from xreg.registry.networks.engine.isolation.isolate import isolate
from xreg.registry.networks.engine.isolation.steps import Limits, Seen, Step, View, missing
from xreg.registry.networks.engine.placed import placed
from xreg.registry.networks.text import first_paragraph

Emit = Callable[[dict[str, Any]], None]


class Job(NamedTuple):
    """A check as its process needs it: what to serve, what it may see and use, whether all protections are a must."""

    serve: str
    request: dict[str, Any]
    seen: Seen
    limits: Limits
    require: bool


def run_child(
    job: Job, base: str, others: int, steps: list[Step], answer: int, report: Callable[[bytes], object]
) -> NoReturn:
    """Isolate this process, report what it is kept from, serve the job, and end at once.

    Where all protections are required and one is missing, nothing of the job runs. MindSpore's teardown is not waited
    for: it prints, and may hang.
    """
    view, more = isolate(base, job.seen, job.limits, others)
    steps = [*steps, *more]
    lacking = missing(steps)
    report(json.dumps({"isolation": [step.says for step in steps], "missing": lacking}).encode() + b"\n")
    if not (job.require and lacking):
        _serve(job, view, [step.says for step in steps], answer)
    os._exit(0)


def _serve(job: Job, view: View, isolation: list[str], answer: int) -> None:
    sys.argv = ["worker"]  # networks of the hub parse the command line, and exit when it is not theirs
    os.environ.update(HOME=view.scratch, TMPDIR=view.scratch)
    tempfile.tempdir = view.scratch
    os.chdir(view.scratch)
    emit = _emitter(answer)
    request = placed(job.request, {job.seen.code: view.seen.code})
    module, _, name = job.serve.partition(":")
    failure = _failure
    try:
        imported = import_module(module)
        failure = getattr(imported, "failure", failure)
        getattr(imported, name)(request, isolation, emit)
    except BaseException as error:
        emit(failure(error))
    sys.stdout.flush()
    sys.stderr.flush()


def _failure(error: BaseException) -> dict[str, Any]:
    return {"event": "failure", "reason": first_paragraph(error)}


def _emitter(answer: int) -> Emit:
    """A function that writes a line of JSON to the descriptor."""

    def emit(event: dict[str, Any]) -> None:
        line = memoryview(json.dumps(event).encode() + b"\n")
        while line:
            line = line[os.write(answer, line) :]

    return emit


def quiet_pipes(noise: int, *kept: int) -> None:
    """Let prints go to `noise` and nothing come in; close all other descriptors but `kept`."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (noise, 1), (noise, 2)):
        os.dup2(source, target)
    close_above(2, *kept)


def close_above(last: int, *kept: int) -> None:
    """Close all descriptors above `last` except `kept`."""
    start = last + 1
    for each in sorted(number for number in kept if number > last):
        os.closerange(start, each)
        start = each + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))
