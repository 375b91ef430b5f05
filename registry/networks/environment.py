"""How the processes that run networks are started: their code, and an environment that holds no secrets."""

import os
from pathlib import Path

INSTALL = (
    "running a network needs MindSpore: install it with `pip install 'xreg[network]'`, or use `--network recorded` for "
    "the record of an earlier run"
)
# Where programs and libraries are found; all else of the user's environment stays behind.
PASSED: tuple[str, ...] = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
FIXED = {
    "LANG": "C.UTF-8",
    "GLOG_v": "4",  # MindSpore logs nothing below an error
    "MALLOC_ARENA_MAX": "2",  # glibc else reserves 64 MiB of the limited address space for every thread
}
# oneDNN 3.10 takes a reference convolution, 100 times slower, on some processors with AVX-512; their outputs differ by
# 5e-10. On other machines than x86 the variable means nothing.
X86_ONLY = {"ONEDNN_MAX_CPU_ISA": "AVX2"}
# -I: neither the working folder nor the user's variables decide what is imported. The folders of xreg and MindSpore are
# given, because -I also hides what was installed with `pip install --user`.
START = "import sys; sys.path += sys.argv[2:]; from xreg.registry.networks.engine.{} import main; main(sys.argv[1])"


def settings() -> dict[str, str]:
    """The variables that decide how a network computes here, for the worker and for the cache's key."""
    return FIXED | (X86_ONLY if machine().lower() in ("x86_64", "amd64") else {})


def machine() -> str:
    """The processor's kind, like `x86_64`. Importing `platform` for it takes 10 ms, so only where there is no uname."""
    if hasattr(os, "uname"):
        return os.uname().machine
    import platform

    return platform.machine()


def worker_environment(scratch: Path) -> dict[str, str]:
    """The worker's whole environment; its home and its temporary files are in `scratch`, which is deleted after it."""
    passed = {name: os.environ[name] for name in PASSED if name in os.environ}
    return passed | settings() | {"HOME": str(scratch), "TMPDIR": str(scratch)}
