"""Running a built-in network from the parent's side: what its child is given, and what became of it, in words."""

import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from xreg.registry.networks.answer import Answer, Asked, read_answer
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import LIMITS, LONGEST_ANSWER, Ended, Task
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.table import module_of
from xreg.registry.networks.text import printable
from xreg.schema.network import NetworkError, Shape

SIGNALS = {"SIGXCPU": "its processor time ended", "SIGKILL": "perhaps memory ended"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker is to do: attempt `shapes` (N, C, H, W) in turn, then check the checkpoint where one is given."""

    network: str
    shapes: tuple[Shape, ...]
    until: Literal["first-success", "end"] = "first-success"
    checkpoint: Path | None = None
    timeout: float = 120.0  # seconds of wall time
    limits: Mapping[str, int] = field(default_factory=lambda: dict(LIMITS))
    isolation: Isolation = "auto"


def run_worker(request: Request, session: Session | None = None) -> Answer:
    """The child's answer. Never raises for what the child does: a crash, a time-out or garbage is its `failure`.

    In the `session`, or in one of its own. Raises NetworkError for an unknown network, a checkpoint that is no file, or
    where MindSpore is not installed, or the isolation that is required cannot be had.
    """
    module_of(request.network)
    if request.checkpoint is not None and not request.checkpoint.is_file():
        raise NetworkError(f"{request.checkpoint} is not a file: name the checkpoint that the card's asset is")
    if session is not None:
        return _run(request, session)
    with Session(1, request.isolation) as own:
        return _run(request, own)


def today() -> str:
    """The date in UTC, as YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def _run(request: Request, session: Session) -> Answer:
    with TemporaryDirectory(prefix="xreg-checkpoint-") as folder:
        checkpoint = _named(request.checkpoint, Path(folder))
        files = (checkpoint,) if checkpoint else ()
        task = Task(_message(request, checkpoint), None, files, request.timeout, request.limits)
        return next(read(ended, request.shapes, task) for _, ended in session.run([task]))


def read(ended: Ended, shapes: Asked | tuple[Shape, ...], task: Task) -> Answer:
    """What a task's child told of `shapes`; where it did not tell all, why, from how it ended."""
    if ended.flooded:
        return Answer(failure=f"the worker wrote more than {LONGEST_ANSWER >> 20} MiB")
    answer = replace(read_answer(ended.stdout, shapes), isolation=ended.isolation)
    if answer.ended or answer.failure:
        return answer
    return replace(answer, failure=_what_happened(ended, task))


def _what_happened(ended: Ended, task: Task) -> str:
    """Why a worker did not tell all, from how it ended."""
    if ended.out_of_time:
        return f"the run did not end within {task.timeout:g} s on this machine"
    if ended.lost:
        return "the worker was lost twice: nobody saw how it ended"
    if ended.status < 0:
        name = signal.Signals(-ended.status).name if -ended.status in set(signal.Signals) else "a signal"
        return f"the worker was ended by {name}" + (f" ({SIGNALS[name]})" if name in SIGNALS else "")
    last = printable(ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2], 200)
    return f"the worker ended with status {ended.status} before it had told all" + (f" ({last})" if last else "")


def _message(request: Request, checkpoint: Path | None) -> dict[str, Any]:
    return {
        "builder": {"kind": "module", "module": module_of(request.network), "name": request.network},
        "calls": [{"args": [], "kwargs": {}}],
        "inputs": [[{"shape": shape}] for shape in request.shapes],
        "until": request.until,
        "search": False,
        "probe": False,
        "checkpoint": str(checkpoint) if checkpoint else None,
    }


def _named(checkpoint: Path | None, folder: Path) -> Path | None:
    """A name for the file that ends as MindSpore demands, whatever the file is called."""
    if checkpoint is None or checkpoint.suffix in (".ckpt", ".safetensors"):
        return checkpoint
    link = folder / "checkpoint.ckpt"
    link.symlink_to(checkpoint.resolve())
    return link
