"""The memory of a check as a whole: of all processes that its keeper has below it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xreg.registry.networks.engine.isolation.steps import Step

EVERY = 0.2  # seconds between two looks: what is taken in between is held by the limit of each process alone
# Pages of files are left out: programs and checkpoints are read, and the kernel drops such pages when it needs room.
ROUGH = ("RssAnon", "RssShmem", "VmSwap")  # of everybody's `status`; a page that forks share counts for each
SHARED = ("Pss_Anon", "Pss_Shmem", "SwapPss")  # of `smaps_rollup`, slow and not always open; it counts once


def watching(limit: int) -> Step:
    """What is limited in all, or that this system does not tell what its processes take."""
    says = f"memory of all processes together at most {limit >> 20} MiB, looked at every {EVERY:g} s"
    if _sum(os.getpid(), "status", ROUGH) is None or not _has_children(os.getpid()):
        return Step(f"not limited to: {says} (/proc does not tell it)", "memory")
    return Step(says)


def exceeds(limit: int, above: int) -> bool:
    """Whether the processes below `above` hold more bytes than that; looked at closely where it may be so."""
    processes = list(below(above))
    rough = [_sum(each, "status", ROUGH) or 0 for each in processes]
    if sum(rough) <= limit:
        return False
    shared = (_sum(each, "smaps_rollup", SHARED) for each in processes)
    return sum(most if own is None else own for own, most in zip(shared, rough, strict=True)) > limit


def below(above: int) -> Iterator[int]:
    """The processes that a process started, and those that they did, with what they left to it."""
    waiting = list(_children(above))
    while waiting:
        process = waiting.pop()
        yield process
        waiting += _children(process)


def _children(process: int) -> Iterator[int]:
    with suppress(OSError):  # it has ended, or the thread has
        for thread in os.listdir(f"/proc/{process}/task"):
            yield from map(int, Path(f"/proc/{process}/task/{thread}/children").read_bytes().split())


def _has_children(process: int) -> bool:
    """Whether the kernel lists children at all."""
    return Path(f"/proc/{process}/task/{process}/children").exists()


def _sum(process: int, file: str, names: tuple[str, ...]) -> int | None:
    """The sum of these sizes in bytes; `None` where the file is closed to this process, or tells none of them."""
    try:
        lines = Path(f"/proc/{process}/{file}").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found = [int(line.split()[1]) << 10 for line in lines if line.partition(":")[0] in names]
    return sum(found) if found else None
