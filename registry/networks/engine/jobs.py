"""How many checks of networks a machine can run at a time."""

import os
from pathlib import Path

ROOM = 3 << 30  # bytes of memory that a check is given room for before another is started beside it


def default_jobs() -> int:
    """As many as there are processors for this process, and memory that nobody uses; at least one."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, _free_memory() // ROOM))


def _free_memory() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:  # other systems: no reason to run fewer
        return 1 << 62
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 1 << 62)
