"""Running a worker from the parent's side: what it is given, and what became of it, in words."""

import json
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from xreg.registry.networks.answer import Answer, read_answer
from xreg.registry.networks.environment import worker_command, worker_environment
from xreg.registry.networks.process import LONGEST_ANSWER, Ended, converse
from xreg.registry.networks.table import module_of
from xreg.registry.networks.text import printable
from xreg.schema.network import NetworkError, Shape

# Bytes of address space, seconds of processor time, bytes of a written file. Xception at 299 needs 3 GiB and 4 s.
LIMITS = {"memory": 6 << 30, "cpu": 240, "file": 64 << 20}
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


def run_worker(request: Request, command: tuple[str, ...] = ()) -> Answer:
    """The worker's answer. Never raises for what the worker does: a crash, a time-out or garbage is its `failure`.

    Raises NetworkError for an unknown network, a checkpoint that is no file, or where MindSpore is not installed.
    `command` replaces the worker's own.
    """
    module_of(request.network)
    if request.checkpoint is not None and not request.checkpoint.is_file():
        raise NetworkError(f"{request.checkpoint} is not a file: name the checkpoint that the card's asset is")
    command = command or worker_command()
    with TemporaryDirectory(prefix="xreg-worker-", ignore_cleanup_errors=True) as name:
        ended = _start(command, request, Path(name))
    return _answer(ended, request)


def today() -> str:
    """The date in UTC, as YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def _start(command: tuple[str, ...], request: Request, scratch: Path) -> Ended:
    message = _message(request, scratch)
    try:
        return converse(command, message, worker_environment(scratch), scratch, request.timeout)
    except OSError as error:
        raise NetworkError(f"{command[0]} cannot be started ({error.strerror}): reinstall xreg") from error


def _answer(ended: Ended, request: Request) -> Answer:
    if ended.flooded:
        return Answer(failure=f"the worker wrote more than {LONGEST_ANSWER >> 20} MiB")
    answer = read_answer(ended.stdout, request.shapes)
    if answer.ended or answer.failure:
        return answer
    return replace(answer, failure=_what_happened(ended, request))


def _what_happened(ended: Ended, request: Request) -> str:
    """Why a worker did not tell all, from how it ended."""
    if ended.out_of_time:
        return f"the run did not end within {request.timeout:g} s on this machine"
    if ended.status < 0:
        name = signal.Signals(-ended.status).name
        return f"the worker was ended by {name}" + (f" ({SIGNALS[name]})" if name in SIGNALS else "")
    last = printable(ended.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2], 200)
    return f"the worker ended with status {ended.status} before it had told all" + (f" ({last})" if last else "")


def _message(request: Request, scratch: Path) -> bytes:
    message = {
        "network": request.network,
        "module": module_of(request.network),
        "shapes": request.shapes,
        "until": request.until,
        "checkpoint": _named(request.checkpoint, scratch),
        "limits": dict(request.limits),
    }
    return json.dumps(message).encode()


def _named(checkpoint: Path | None, scratch: Path) -> str | None:
    """A name for the file that ends as MindSpore demands, whatever the file is called."""
    if checkpoint is None:
        return None
    if checkpoint.suffix in (".ckpt", ".safetensors"):
        return str(checkpoint.resolve())
    link = scratch / "checkpoint.ckpt"
    link.symlink_to(checkpoint.resolve())
    return str(link)
