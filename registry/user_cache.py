"""The user's folder for what takes long to make again: compiled knowledge, results of network runs."""

import os
from pathlib import Path


def user_cache() -> Path:
    """`XREG_CACHE_DIR`, else `xreg` in the user's cache folder (`XDG_CACHE_HOME`, or `.cache` at home)."""
    if named := os.environ.get("XREG_CACHE_DIR"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path(os.path.expanduser("~")) / ".cache") / "xreg"  # noqa: PTH111 (never raises)
