"""What the worker takes from itself before it imports a framework. Linux gives all of it; other systems give less.

Every step returns a sentence for people: what the run was kept from, or that it could not be and why. No step raises.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38  # linux/prctl.h
CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h
SIGKILL = 9


def isolate(limits: dict[str, int]) -> list[str]:
    """Keep this process from memory, time, files, the internet and privileges beyond its `limits`.

    `limits` holds `memory` (bytes of address space), `cpu` (seconds), `file` (bytes of a written file). Must run while
    the process has one thread: a user namespace is refused to more.
    """
    system = _linux() if sys.platform == "linux" else [f"not kept from the network: {sys.platform} has no namespaces"]
    return [*_limits(limits), *system]


def _limits(limits: dict[str, int]) -> list[str]:
    try:
        import resource
    except ImportError:  # Windows
        return ["no limits on memory, time and files: this system has none"]
    table = [
        (resource.RLIMIT_AS, limits["memory"], f"memory at most {limits['memory'] >> 20} MiB"),
        (resource.RLIMIT_CPU, limits["cpu"], f"processor time at most {limits['cpu']} s"),
        (resource.RLIMIT_FSIZE, limits["file"], f"written files at most {limits['file'] >> 20} MiB"),
        (resource.RLIMIT_CORE, 0, "no core dump"),
    ]
    return [_limit(resource.setrlimit, *row) for row in table]


def _limit(setrlimit: Callable[[int, tuple[int, int]], None], kind: int, value: int, says: str) -> str:
    try:
        setrlimit(kind, (value, value + 5 if value else 0))  # the soft limit's signal says which it was; the hard kills
    except (ValueError, OSError) as error:  # macOS refuses RLIMIT_AS; a lower hard limit may be in force already
        return f"not limited to: {says} ({error})"
    return says


def _linux() -> list[str]:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)  # no orphan goes on computing when the linter is killed
    network = _own_network(libc)  # before the privileges go: it needs them
    return [network, _drop_privileges(libc), "the user's files stay readable"]


def _own_network(libc: ctypes.CDLL) -> str:
    """An empty network namespace has no route, not even to this machine."""
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNET) != 0 and libc.unshare(CLONE_NEWNET | CLONE_NEWUSER) != 0:  # the first is root's way
        return f"not kept from the network: unshare says {os.strerror(ctypes.get_errno())}"
    if os.geteuid() != user:
        _same_user(user, group)
    return "no network: a namespace of its own"


def _same_user(user: int, group: int) -> None:
    """Map the user to itself: in a fresh user namespace it would have no name, and home folders no owner."""
    with suppress(OSError):  # then it stays nameless, which only a network that asks for its home will notice
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path(f"/proc/self/{name}").write_text(text, encoding="ascii")


def _drop_privileges(libc: ctypes.CDLL) -> str:
    """Give up every capability: with CAP_SYS_ADMIN a process could walk back into the network that it came from."""
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if libc.capset(header, nothing) != 0:
        return f"privileges were not dropped: capset says {os.strerror(ctypes.get_errno())}"
    return "no privileges"
