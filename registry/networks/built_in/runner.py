"""Running a built-in network from the parent's side: what its child is given, and what became of it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from xreg.registry.networks.answer import Answer
from xreg.registry.networks.checkpoints import named
from xreg.registry.networks.ended import read
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import LIMITS, Task
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.table import module_of
from xreg.schema.network import NetworkError, Shape


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


def _run(request: Request, session: Session) -> Answer:
    checkpoint = named(request.checkpoint, session.folder) if request.checkpoint else None
    files = (checkpoint,) if checkpoint else ()
    task = Task(_message(request, checkpoint), None, files, request.timeout, request.limits)
    return next(read(ended, request.shapes, task) for _, ended in session.run([task]))


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
