"""The user's folder for what takes long to make again: compiled knowledge, results of network runs."""

import json
import os
from contextlib import suppress
from pathlib import Path


def user_cache() -> Path:
    """`XREG_CACHE_DIR`, else `xreg` in the user's cache folder (`XDG_CACHE_HOME`, or `.cache` at home)."""
    if named := os.environ.get("XREG_CACHE_DIR"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path(os.path.expanduser("~")) / ".cache") / "xreg"  # noqa: PTH111 (never raises)


def keep_json(path: Path, content: object) -> None:
    """Keeps what can be made again, whole or not at all: another run may read it at the same time.

    Where it cannot be kept, nothing is left of it, and the next run makes it again.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    # Paths of cards that are no UTF-8 come back as they were: json.loads reads surrogates too.
    data = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
