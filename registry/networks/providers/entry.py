"""The way from `create_network` of a hub file to the network's own class: who hands arguments on to whom."""

import ast
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from xreg.registry.networks.providers.reading import Handed, handed
from xreg.registry.networks.providers.scripts import Folder, Script
from xreg.registry.repositories.hub_conf import ENTRY, accepts
from xreg.registry.repositories.literals import collections
from xreg.registry.repositories.modules import Found, Module
from xreg.registry.repositories.selecting import Selecting
from xreg.schema.signature import Signature, read_signature

HUB_CONF = "mindspore_hub_conf.py"
MOST_LINKS, MOST_HANDED = 5, 50
MOST_PARAMETERS = 256  # of a function; no network takes so many


class Link(NamedTuple):
    """A function or class that the arguments reach.

    `taken` is how many of its first arguments are given on the way, `named` which others; `by_name` tells whether all
    before it hand on arguments by name.
    """

    found: Found
    taken: int
    named: frozenset[str]
    by_name: bool

    @property
    def parameters(self) -> list[str]:
        """The names of what may be given by place, `self` left out."""
        node = self.found.node
        if isinstance(node, ast.ClassDef):
            inits = [each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
            return [each.arg for each in inits[-1].args.args[1:MOST_PARAMETERS]] if inits else []
        return [each.arg for each in node.args.args[:MOST_PARAMETERS]]


class Entry(NamedTuple):
    """The entry point for one name: what it may be given besides, where the code tells, and who gets that."""

    names: tuple[str, ...] | None
    signature: Signature | None
    links: tuple[Link, ...]
    handed: tuple[Handed, ...] = ()


def entry_of(folder: Folder, name: str) -> Entry:
    """Reads the folder's hub file for a name."""
    content = folder.source.short(HUB_CONF)
    script = folder.script(HUB_CONF)
    if content is None or script is None:
        return Entry(None, None, ())
    accepted = accepts(content, folder.source.short)
    signature = _signature(accepted.names, accepted.signatures, name)
    found = _start(script, name)
    if found is None:
        return Entry(accepted.names, signature, ())
    keys = found.function.args.kwarg
    links = tuple(_links(folder, script.module, found))
    given = islice(handed(found.body, keys.arg if keys else ""), MOST_HANDED)
    return Entry(accepted.names, signature, links, tuple(given))


def _signature(names: tuple[str, ...] | None, signatures: tuple[str, ...], name: str) -> Signature | None:
    if len(signatures) != 1:
        signatures = (signatures[names.index(name)],) if names and signatures and name in names else ()
    found = read_signature(signatures[0]) if signatures else None
    return found if found and len(found.parameters) <= MOST_PARAMETERS else None


class _Start(NamedTuple):
    """The entry point, and its statements that run once the name is chosen."""

    function: ast.FunctionDef
    body: Sequence[ast.stmt]


def _start(script: Script, name: str) -> _Start | None:
    nodes = script.tree.body
    entry = next((node for node in nodes if isinstance(node, ast.FunctionDef) and node.name == ENTRY), None)
    if not entry or not entry.args.args:
        return None
    selecting = Selecting(entry.args.args[0].arg, collections(script.tree))
    return _Start(entry, tuple(selecting.statements(entry.body, name)))


def _links(folder: Folder, module: Module, start: _Start) -> Iterator[Link]:
    (function, body), by_name = start, True
    for _ in range(MOST_LINKS):
        link = _next(folder, function, body, module, by_name)
        if link is None:
            return
        yield link
        if not isinstance(link.found.node, ast.FunctionDef):
            return
        function, module, by_name = link.found.node, link.found.module, link.by_name
        body = function.body


def _next(
    folder: Folder, function: ast.FunctionDef, body: Sequence[ast.stmt], module: Module, by_name: bool
) -> Link | None:
    """Who gets what a function is given beyond its own parameters: the first call that hands it on."""
    star = function.args.vararg.arg if function.args.vararg else ""
    keys = function.args.kwarg.arg if function.args.kwarg else ""
    for call in (node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)):
        spread = any(each.arg is None and _is(each.value, keys) for each in call.keywords)
        starred = any(isinstance(each, ast.Starred) and _is(each.value, star) for each in call.args)
        if (spread or starred) and isinstance(call.func, ast.Name):
            found = folder.modules.find(module, call.func.id)
            taken = sum(not isinstance(each, ast.Starred) for each in call.args)
            named = frozenset(each.arg for each in call.keywords if each.arg)
            return Link(found, taken, named, by_name and spread) if found else None
    return None


def _is(node: ast.expr, name: str) -> bool:
    return bool(name) and isinstance(node, ast.Name) and node.id == name
