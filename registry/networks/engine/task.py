"""What the engine is given and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

LONGEST_ANSWER = 4 << 20  # bytes; a sweep over 481 shapes with 236 parameters takes 150 KB
STDERR_KEPT = 2000  # bytes of the end of what was printed, for the reason of a crash
# Bytes of a process's address space, bytes that all processes of a check hold together, seconds of processor time,
# bytes of a written file, bytes and number of all written files, number of processes and threads, number of open files.
# Xception at 299 needs 3 GiB and 4 s.
LIMITS = {
    "memory": 6 << 30,
    "total": 8 << 30,
    "cpu": 240,
    "file": 64 << 20,
    "disk": 256 << 20,
    "files": 10_000,
    "processes": 256,
    "open": 512,
}


class Task(NamedTuple):
    """One check. The child sees `folder` (the model's code) and `files` (such as a checkpoint), and may only read them.

    Nothing is added to the `message`: each text in it that is the path of one of them, or of what lies below one, is
    told to the child as the path at which it finds that. `limits` replaces some of LIMITS.
    """

    message: Mapping[str, Any]
    folder: Path | None = None
    files: tuple[Path, ...] = ()
    timeout: float = 120.0  # seconds of wall time
    limits: Mapping[str, int] = MappingProxyType({})


class Worker(NamedTuple):
    """What the children run: `module:function`, the modules that the server imports first, and where they are."""

    serve: str = "xreg.registry.networks.worker.serve:serve"
    warm: tuple[str, ...] = ("mindspore",)
    paths: tuple[Path, ...] = ()


@dataclass(slots=True)
class Ended:
    """How a child ended: what it answered, the end of what it printed, and its exit status (negative: a signal).

    `isolation` says what it was kept from, told by the engine's own code. `lost` says that nobody saw how it ended.
    """

    stdout: bytes = b""
    stderr: bytes = b""
    status: int = 0
    out_of_time: bool = False
    out_of_memory: bool = False
    lost: bool = False
    isolation: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def flooded(self) -> bool:
        """Whether it wrote more than any answer can be; what was read of it is worth nothing."""
        return len(self.stdout) > LONGEST_ANSWER
