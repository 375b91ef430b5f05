"""The command line of bubblewrap: a server in it sees programs, staged code and a scratch, and no network."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

SCRATCH = "/keep"  # the server's own folder, below which each child is given an empty one


def bubblewrap(programs: Iterable[str], staged: str, environment: Mapping[str, str], folder: str) -> list[str] | None:
    """The words before the server's command, or `None` where there is no bubblewrap."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    words = [program, *_namespaces(), "--die-with-parent", "--new-session", "--clearenv"]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--dir", SCRATCH]
    for path in programs:
        link = Path(path).readlink() if Path(path).is_symlink() else None
        words += ["--symlink", str(link), path] if link else ["--ro-bind", path, path]
    words += ["--ro-bind", staged, staged, "--chdir", folder]
    return words


def _namespaces() -> list[str]:
    """All, but root keeps its user namespace: in a new one it could not become a user that owns nothing."""
    every = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    return every if os.geteuid() == 0 else ["--unshare-user", *every]
