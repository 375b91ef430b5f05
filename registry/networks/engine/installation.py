"""The folders of programs that a check needs: Python, xreg, the framework, and what is installed beside them."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/alternatives",  # Debian's libraries of linear algebra are links into it
    "/sys/devices/system/cpu",  # how many processors there are
)
INSTALLED = ("site-packages", "dist-packages")


def programs(paths: Iterable[Path]) -> tuple[str, ...]:
    """What a check may read and execute, shortest first, none within another; `paths` are folders to import from."""
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    found = [*SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, *_installed(), *_own(), *map(str, paths)]
    return outermost([*found, *(path for path in libraries if path.startswith("/"))])


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Those that exist, as they are written and as they really are; not the root, and none within another."""
    every = {Path(path).absolute() for path in paths if Path(path).exists()}
    every |= {path.resolve() for path in every}
    every = {path for path in every if path.parent != path}
    folders = {path for path in every if not path.is_symlink()}
    kept = {path for path in every if folders.isdisjoint(path.parents)}
    return tuple(sorted(map(str, kept)))


def import_folders(framework: Path | None, paths: Iterable[Path]) -> list[str]:
    """What a process with `-I` is to import from besides Python's own folders, which hide `pip install --user`."""
    return [str(each) for each in (_root(), *([framework] if framework else []), *paths)]


def _root() -> Path:
    import xreg

    return Path(xreg.__path__[0]).parent


def _installed() -> list[str]:
    return [path for path in sys.path if Path(path).name in INSTALLED]


def _own() -> list[str]:
    """xreg's own folder, and where its links lead: in a clone its packages stand elsewhere."""
    import xreg

    folder = Path(xreg.__path__[0])
    return [str(folder), *(str(each) for each in folder.iterdir() if each.is_symlink())]
