"""What a node of a cluster must have, so that it answers as this machine would: checked there before any work."""

import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from xreg.publisher.engines.errors import EngineError
from xreg.publisher.linting import Options
from xreg.registry.asset_files import AssetSource
from xreg.registry.repositories.views import Given

# What networks run with, and what files are read with: another version may answer otherwise. The last ones are what
# networks of the hub import: where one is missing, they are not built.
PACKAGES = (
    *("mindspore", "mindcv", "onnxruntime", "onnx", "safetensors", "numpy"),
    *("easydict", "opencv-python-headless", "pandas", "scikit-learn", "scipy"),
)
# Code, and the data that ships with it.
_SHAPING = (".py", ".json", ".yaml")
_PACKAGE = Path(__file__).resolve().parents[2]
_SHARED = "put it on a file system that all nodes share, under the same path"


class Needs(NamedTuple):
    """The folder that paths start from, versions of packages, paths that must be there, and clones with their state."""

    folder: str
    packages: tuple[tuple[str, str], ...]
    paths: tuple[str, ...]
    clones: tuple[Given, ...]


def needs_of(options: Options) -> Needs:
    """What a run by these options needs besides xreg itself."""
    sources = options.sources
    given = [*sources.assets.given, *([sources.assets.folder] if sources.assets.folder else [])]
    runs = sources.network in ("auto", "run") or sources.assets != AssetSource()
    return Needs(
        os.getcwd(),  # noqa: PTH109
        tuple((name, installed(name)) for name in PACKAGES) if runs else (),
        tuple(map(str, given)),
        sources.repositories,
    )


def check(needs: Needs, node: str) -> None:
    """Raises EngineError where this node lacks something, which its text names."""
    for name, wanted in needs.packages:
        if (found := installed(name)) != wanted:
            raise EngineError(
                f"the node {node} has {found or 'no version'} of {name}, and this machine has {wanted or 'none'}: "
                f"install the same on both, or give `--network recorded` where no asset is to be read"
            )
    for path in (*needs.paths, *(str(given.path) for given in needs.clones)):
        if not Path(path).exists():
            raise EngineError(f"{path}: the node {node} has no such file or folder: {_SHARED}")
    _check_clones(needs.clones, node)


def _check_clones(clones: Iterable[Given], node: str) -> None:
    from xreg.registry.repositories.clone import Clone

    for given in clones:
        if Clone(given.path).state != given.state:
            raise EngineError(f"{given.path}: the node {node} has another clone or an older one there: {_SHARED}")


def installed(name: str) -> str:
    """The version of a package that is installed here, or an empty text."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=1)
def code_digest(package: Path = _PACKAGE) -> str:
    """Tells apart all states of xreg's code and data, wherever it is installed."""
    state = sha256()
    for folder in ("schema", "registry", "publisher"):
        root = package / folder
        for path in sorted(each for each in root.rglob("*.*") if each.suffix in _SHAPING):
            state.update(f"{path.relative_to(root).as_posix()}\n".encode() + sha256(path.read_bytes()).digest())
    return state.hexdigest()
