"""Which networks of a repository are recorded: every name that a hub file accepts, in each state of its folder."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xreg.registry.networks.recording.entry import TREE, release_order
from xreg.registry.networks.recording.files import PACKAGES
from xreg.registry.networks.table import installed_version
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.facts import releases
from xreg.registry.repositories.folders import HUB_CONF
from xreg.registry.repositories.places import Place
from xreg.schema.network import NetworkError

if TYPE_CHECKING:
    from xreg.registry.networks.providers.protocol import Target

_REGISTERED = "register_model"
_MODELS, _SETTINGS = "models", "configs"
Heads = Mapping[str, str]  # branches, and the commit of each


class Network(NamedTuple):
    """A network to record: its repository, one branch that has its state, and all branches that do.

    `target` says how a card calls it and with which inputs, where that is what is to be recorded.
    """

    repository: str
    folder: str
    network: str
    digest: str
    branch: str
    heads: Heads
    target: "Target | None" = None


def networks_of(place: Place, clone: Clone, branches: Iterable[str] = ()) -> Iterator[Network]:
    """The networks of a clone on these branches, or on all releases and the main one; of a package on the last one."""
    heads = _heads(clone, frozenset(branches))
    find = _in_package if place.name in PACKAGES else _in_folders
    if place.name in PACKAGES and not branches:
        heads = heads[-1:]
    states = dict[tuple[str, str, str], dict[str, str]]()
    try:
        for branch, commit in heads:
            for folder, name in find(place, clone, commit):
                states.setdefault((folder, name, digest_of(place, clone, commit, folder)), {})[branch] = commit
    except LookupError as error:
        raise NetworkError(
            f"{clone.path} lacks what {error} names: give a clone that has all of its objects"
        ) from error
    for (folder, name, digest), known in states.items():
        yield Network(place.name, folder, name, digest, next(reversed(known)), known)


def newest(networks: Iterable[Network]) -> list[Network]:
    """Each network once: in the state of its newest branch."""
    found = dict[tuple[str, str, str], Network]()
    for each in networks:
        key = each.repository, each.folder, each.network
        if key not in found or release_order(found[key].branch) < release_order(each.branch):
            found[key] = each
    return list(found.values())


def _heads(clone: Clone, branches: frozenset[str]) -> list[tuple[str, str]]:
    """Branches with their commits, the oldest first."""
    found = dict(releases(clone)) | {name: head for name in branches if (head := clone.head(name))}
    if unknown := ", ".join(sorted(branches - found.keys())):
        raise NetworkError(f"{clone.path} has no branch {unknown}: name one that it has with --branch")
    return [(name, found[name].commit) for name in sorted(branches or found, key=release_order)]


def digest_of(place: Place, clone: Clone, commit: str, folder: str) -> str:
    """The digest of a folder's code at a commit, of a package's and its settings; nothing where it is not there."""
    names = (folder, _SETTINGS) if place.name in PACKAGES else (folder,)
    root = clone.trees.root(commit)
    try:
        found = [clone.trees.at(root, name) for name in names] if root else [None]
    except LookupError:
        return ""
    return TREE + "+".join(each.object for each in found if each) if found[0] else ""


Found = Iterator[tuple[str, str]]  # folder, name


def _in_folders(place: Place, clone: Clone, commit: str) -> Found:
    for path in clone.files(commit, place.roots):
        folder, _, file = path.rpartition("/")
        if file == HUB_CONF and folder:
            facts = clone.folder(commit, folder)[1]
            yield from ((folder, name) for name in (facts and facts.names) or (folder.rpartition("/")[2],))


def _in_package(place: Place, clone: Clone, commit: str) -> Found:
    package = PACKAGES[place.name]
    root = clone.trees.root(commit) or ""
    for path in sorted(clone.files(commit, (f"{package}/{_MODELS}",))):
        if path.endswith(".py"):
            yield from ((package, name) for name in registered(clone.trees.read(root, path) or b""))


def installed(place: Place) -> Iterator[Network]:
    """The networks of a repository's package as it is installed here; nothing of it is imported."""
    package = PACKAGES[place.name]
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        return
    digest = f"{package} {installed_version(package)}"
    for file in sorted(Path(spec.submodule_search_locations[0], _MODELS).glob("**/*.py")):
        for name in registered(file.read_bytes()):
            yield Network(place.name, package, name, digest, "", {})


def registered(source: bytes) -> Iterator[str]:
    """The functions of a file that it registers as models, read from its syntax tree."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in body:
        if isinstance(node, ast.FunctionDef) and any(_registers(each) for each in node.decorator_list):
            yield node.name


def _registers(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id == _REGISTERED
