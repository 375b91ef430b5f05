"""A root folder of its own, in which there is only what a check needs; everything but the scratch is read-only."""

import os
from contextlib import suppress
from pathlib import Path

from xreg.registry.networks.engine.isolation.kernel import (
    CLONE_NEWNS,
    MNT_DETACH,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    kernel,
)
from xreg.registry.networks.engine.isolation.steps import Limits, Seen, Step, View

SCRATCH, CODE = "/scratch", "/code"
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
OF_PROC = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat")  # where no proc of its own is allowed
NO_FILES = "no files in sight but Python's and the model's, all read-only"


def own_view(base: str, seen: Seen, limits: Limits) -> tuple[View, list[Step]]:
    """Build the root in the empty folder `base` and enter it.

    Where that is refused, nothing has changed, and `base` is where this process may write.
    """
    try:
        _enter(base, seen, limits)
    except OSError as error:
        return View(base, seen, False), _refused(base, limits, error)
    os.chdir(SCRATCH)
    own_proc = os.path.isdir("/proc/self")
    steps = [] if own_proc else [Step("no /proc of its own: it sees none")]
    view = View(SCRATCH, Seen(seen.programs, tuple(shown(path, seen) for path in seen.data), CODE), True)
    return view, [Step(NO_FILES), *steps, Step(f"disk space at most {limits.disk >> 20} MiB")]


def shown(path: str, seen: Seen) -> str:
    """Where a child with a view of its own finds a path below the folder of code: so `/tmp` is free for it to use."""
    return CODE + path[len(seen.code) :] if path.startswith(seen.code) else path


def _enter(base: str, seen: Seen, limits: Limits) -> None:
    kernel().unshare(CLONE_NEWNS)
    kernel().mount("none", "/", None, MS_REC | MS_PRIVATE)
    kernel().mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, "size=4m,mode=0755")
    _fill(base, seen, limits)
    os.chdir(base)
    kernel().pivot_root()


def _refused(base: str, limits: Limits, error: OSError) -> list[Step]:
    with suppress(OSError):
        kernel().unmount(base, MNT_DETACH)  # what was built of the view, if anything was
    return [
        Step(f"files outside stay in sight: mount says {error.strerror}"),
        Step(f"not limited to: disk space at most {limits.disk >> 20} MiB (mount says {error.strerror})"),
    ]


def _fill(base: str, seen: Seen, limits: Limits) -> None:
    for path in (*seen.programs, *DEVICES):
        _show(base, path, path)
    for path in seen.data:
        _show(base, path, shown(path, seen))
    _processes(base)
    scratch = base + SCRATCH
    Path(scratch).mkdir()
    options = f"size={limits.disk},nr_inodes={limits.files},mode=0700"
    kernel().mount("tmpfs", scratch, "tmpfs", MS_NOSUID | MS_NODEV, options)
    for name in ("dev/shm", "tmp"):
        if not os.path.lexists(f"{base}/{name}"):  # Python itself may be installed below /tmp
            Path(base, name).symlink_to(SCRATCH)
    kernel().mount("none", base, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)  # without the scratch


def _show(base: str, path: str, place: str) -> None:
    """The file or folder, read-only, at its place below `base`; a link as the link that it is."""
    target = Path(base + place)
    if target.is_symlink() or target.exists() or not os.path.lexists(path):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if Path(path).is_symlink():
        target.symlink_to(Path(path).readlink())
        return
    target.mkdir() if Path(path).is_dir() else target.touch()
    kernel().mount(path, str(target), None, MS_BIND | MS_REC)
    if not path.startswith("/dev/"):
        kernel().read_only(str(target))


def _processes(base: str) -> None:
    """A /proc that shows the check's own processes alone, or, where it is refused, no processes at all."""
    Path(base, "proc").mkdir()
    try:
        kernel().mount("proc", base + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    except OSError:
        for path in OF_PROC:
            _show(base, path, path)
