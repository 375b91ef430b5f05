"""Which networks are built in, and what identifies a run of one: its source's bytes and the framework's version.

Answers without importing a network or its framework.
"""

import os
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from xreg.schema.network import NetworkError

FRAMEWORK, DEVICE = "mindspore", "CPU"
HERE = Path(__file__).parent
NETWORKS = {
    "xception": "xreg.registry.networks.built_in.xception"
}  # id: the module that holds its `create_network(name)`
# What shapes an answer, and so dates it too: the worker with the readers of graph files, and what it is kept from.
SHAPING = (HERE / "worker", HERE / "engine" / "isolation", HERE.parent / "formats")
# What asks, and makes evidence of an answer, in the linter's own process.
READING = (HERE, HERE / "providers")


def known_networks() -> tuple[str, ...]:
    """The ids of the networks that can be built and run here."""
    return tuple(sorted(NETWORKS))


def module_of(network: str) -> str:
    """The module of a known network; raises NetworkError for an unknown one."""
    if network not in NETWORKS:
        raise NetworkError(f"no network {network!r} is built in: use one of {', '.join(known_networks())}")
    return NETWORKS[network]


def source_digest(network: str) -> str:
    """The `sha256:` digest of the network's source file; raises NetworkError for an unknown network."""
    name = module_of(network).rpartition(".")[2]
    return "sha256:" + sha256((HERE / "built_in" / f"{name}.py").read_bytes()).hexdigest()


@cache
def worker_digest() -> str:
    """The `sha256:` digest of the code that runs networks: its answers are only as old as it is."""
    return _digest((HERE / "text.py", *(path for folder in SHAPING for path in sorted(folder.rglob("*.py")))))


@cache
def reading_digest() -> str:
    """The `sha256:` digest of the code that reads and judges answers: a cached result is only as old as it is too."""
    return _digest(path for folder in READING for path in sorted(folder.glob("*.py")))


def _digest(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(f"{path.relative_to(HERE.parent).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


@cache
def packages_digest() -> str:
    """The `sha256:` digest of the names and versions of what is installed: a network's code imports some of it."""
    names = {entry.name for place in dict.fromkeys(sys.path) if place for entry in _entries(place)}
    return "sha256:" + sha256("\n".join(sorted(names)).encode()).hexdigest()


def installed_version(package: str) -> str | None:
    """The version of an installed package by its metadata folder, `None` where it is not there."""
    for place in dict.fromkeys(sys.path):
        for entry in _entries(place) if place else ():
            name, _, version = entry.name.removesuffix(".dist-info").partition("-")
            if name == package:
                return version
    return None


@cache
def has_entry_points(group: str) -> bool:
    """Whether an installed package has entry points of a group: read from the metadata folders, in 5 ms."""
    wanted = f"[{group}]".encode()
    found = (Path(entry.path, "entry_points.txt") for place in sys.path if place for entry in _entries(place))
    return any(path.is_file() and wanted in path.read_bytes() for path in found)


def _entries(place: str) -> list[os.DirEntry[str]]:
    """The metadata folders in a folder of `sys.path`, xreg's own left out: it changes with every version of itself."""
    try:
        with os.scandir(place) as found:
            return [each for each in found if each.name.endswith(".dist-info") and not each.name.startswith("xreg-")]
    except OSError:
        return []


def framework_folder() -> Path | None:
    """The folder that holds the installed framework's package, or `None`. Looks only; imports nothing of it."""
    from importlib.util import find_spec

    spec = find_spec(FRAMEWORK)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))).parent if places else None


def framework_version(folder: Path) -> str:
    """The version of the framework installed in `folder`, like `2.10.0`.

    Read from the name of its metadata folder, because `importlib.metadata` takes 50 ms to import and a cached answer
    needs nothing else. Raises NetworkError where the installation is broken.
    """
    found = sorted(path.name for path in folder.glob(f"{FRAMEWORK}-*.dist-info"))
    if len(found) != 1:
        raise NetworkError(
            f"{folder} holds {len(found)} installations of {FRAMEWORK}: reinstall it with "
            f"`pip install --force-reinstall 'xreg[network]'`, or use `--network recorded`"
        )
    return found[0].removeprefix(f"{FRAMEWORK}-").removesuffix(".dist-info")
