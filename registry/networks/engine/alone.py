"""A child that is started afresh for one task: where the system cannot fork a warm process (macOS, Windows)."""

import json
import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NoReturn

from xreg.registry.networks.engine.child import Job, run_child
from xreg.registry.networks.engine.installation import import_folders, programs
from xreg.registry.networks.engine.isolation.steps import Limits, Seen
from xreg.registry.networks.engine.process import converse
from xreg.registry.networks.engine.task import Ended, Worker
from xreg.registry.networks.engine.workspace import Workspace
from xreg.registry.networks.environment import START, worker_environment

REPORT = "isolation"  # the first line of the answer, written before foreign code runs


def run_alone(
    worker: Worker, framework: Path | None, workspace: Workspace, header: Mapping[str, Any], message: bytes
) -> Ended:
    """How a child of its own ended that was given the task."""
    folder = Path(mkdtemp(dir=workspace.scratch))
    folders = import_folders(framework, worker.paths)
    command = (sys.executable, "-I", "-c", START.format("alone"), worker.serve, *folders)
    seen = programs([*map(Path, folders[1:])])
    text = json.dumps({**header, "request": json.loads(message), "programs": seen}).encode()
    ended = converse(command, text, worker_environment(folder), folder, header["timeout"])
    first, _, rest = ended.stdout.partition(b"\n")
    try:
        told = json.loads(first)
        ended.isolation, ended.missing = tuple(told[REPORT]), tuple(told["missing"])
        ended.stdout = rest
    except (ValueError, KeyError, TypeError):  # it ended before it told
        pass
    return ended


def main(serve: str) -> NoReturn:
    """Answer the request on stdin, on stdout; prints go to stderr."""
    job = json.load(sys.stdin)
    answer = os.dup(1)
    os.dup2(2, 1)
    seen, limits = Seen(tuple(job["programs"]), tuple(job["data"]), job["code"]), Limits(**job["limits"])
    run_child(
        Job(serve, job["request"], seen, limits, job["require"]),
        str(Path.cwd()),
        0,
        [],
        answer,
        partial(os.write, answer),
    )
