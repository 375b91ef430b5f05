"""Limits on memory, time, files and processes."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from xreg.registry.networks.engine.isolation.steps import Limits, Protection, Step

Setter = Callable[[int, tuple[int, int]], None]


def set_limits(limits: Limits) -> list[Step]:
    """Limit this process and each that it starts."""
    try:
        import resource
    except ImportError:  # Windows
        return [Step("no limits on memory, time and files: this system has none", "memory")]
    table: list[tuple[int, int, str, Protection | None]] = [
        (resource.RLIMIT_AS, limits.memory, f"memory at most {limits.memory >> 20} MiB a process", "memory"),
        (resource.RLIMIT_CPU, limits.cpu, f"processor time at most {limits.cpu} s", None),
        (resource.RLIMIT_FSIZE, limits.file, f"written files at most {limits.file >> 20} MiB", None),
        (resource.RLIMIT_NOFILE, limits.open, f"open files at most {limits.open}", None),
        (resource.RLIMIT_CORE, 0, "no core dump", None),
    ]
    steps = [_limit(resource.setrlimit, *row) for row in table]
    _first_to_go()
    return steps


def limit_processes(limits: Limits, others: int) -> Step:
    """Limit the processes of this process's user, of which there are `others` already; tried, since some are exempt."""
    import resource

    says = f"processes at most {limits.processes}"
    step = _limit(resource.setrlimit, resource.RLIMIT_NPROC, limits.processes + others, says, "processes")
    if step.lacks is None and (why := _unbound(resource.RLIMIT_NPROC, resource.setrlimit, resource.getrlimit)):
        return Step(f"not limited to: {says} ({why})", "processes")
    return step


def _unbound(kind: int, setrlimit: Setter, getrlimit: Callable[[int], tuple[int, int]]) -> str:
    """Why it is not seen that no process can be started when none is allowed; empty where that is seen."""
    before = getrlimit(kind)
    setrlimit(kind, (0, before[1]))
    try:
        started = os.posix_spawn("/bin/true", ["true"], {})
    except OSError as error:  # the limit's own is EAGAIN: with any other, a process may have been started
        return "" if error.errno == errno.EAGAIN else f"trying it says {error.strerror}"
    finally:
        setrlimit(kind, before)
    os.waitpid(started, 0)
    return "the kernel exempts root"


def processes_of_user() -> int:
    """How many threads this process's user has, which the kernel counts against one limit; root's are not counted."""
    user = os.geteuid()
    if user == 0:
        return 0
    return sum(_threads(folder) for folder in Path("/proc").glob("[0-9]*") if _owner(folder) == user)


def _owner(folder: Path) -> int:
    try:
        return folder.stat().st_uid
    except OSError:  # it has ended
        return -1


def _threads(folder: Path) -> int:
    try:
        return len(os.listdir(folder / "task"))
    except OSError:
        return 0


def _first_to_go() -> None:
    """Where the machine's memory ends, the kernel is to choose a check, not the user's editor."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:  # other systems
        return


def _limit(setrlimit: Setter, kind: int, value: int, says: str, lacks: Protection | None) -> Step:
    try:
        setrlimit(kind, (value, value + 5 if value else 0))  # the soft limit's signal says which it was; the hard kills
    except (ValueError, OSError) as error:  # macOS refuses RLIMIT_AS; a lower hard limit may be in force already
        return Step(f"not limited to: {says} ({error})", lacks)
    return Step(says)
