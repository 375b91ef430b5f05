"""What `create_network` of a `mindspore_hub_conf.py` accepts, read from its syntax tree: the code is never executed."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from xreg.registry.repositories.literals import collections, is_name, texts
from xreg.registry.repositories.modules import Module, Modules, Read, parsed
from xreg.registry.repositories.selecting import Selecting
from xreg.registry.repositories.signatures import Signatures

ENTRY = "create_network"


class Accepts(NamedTuple):
    """The names that the code compares with (`None` where it does not tell), and what may be given with each."""

    names: tuple[str, ...] | None
    signatures: tuple[str, ...]


NOTHING = Accepts(None, ())


def accepts(source: bytes, read: Read) -> Accepts:
    """Reads a file's text, and others of its folder by `read`; what is no Python or has no entry tells nothing."""
    tree = parsed(source)
    functions = tree.body if tree else []
    entry = next((each for each in functions if isinstance(each, ast.FunctionDef) and each.name == ENTRY), None)
    if not tree or not entry or not entry.args.args:
        return NOTHING
    name = entry.args.args[0].arg
    try:
        names = _names(tree, entry, name)
        return Accepts(names, _signatures(tree, entry, names, read))
    except RecursionError:
        return NOTHING


def _signatures(tree: ast.Module, entry: ast.FunctionDef, names: tuple[str, ...] | None, read: Read) -> tuple[str, ...]:
    """What may be given with each name, once where it is the same with all."""
    signatures = Signatures(Modules(read))
    selecting = Selecting(entry.args.args[0].arg, collections(tree))
    wanted: list[str | None] = list(names) if names else [None]
    found = [str(signatures.of_entry(entry, Module(tree, ""), selecting, each)) for each in wanted]
    return tuple(found[:1] if len(set(found)) == 1 else found)


def _names(tree: ast.Module, entry: ast.FunctionDef, name: str) -> tuple[str, ...] | None:
    """The accepted names, or `None`: where nothing is refused any name is accepted, and a name put elsewhere may be."""
    if not any(isinstance(node, ast.Raise) for node in ast.walk(entry)):
        return None
    known, understood = collections(tree), set(_in_messages(entry, name))
    found: list[str] = []
    for node in ast.walk(entry):
        at, values = _test(node, name, known)
        if at is not None:
            understood.add(at)
            found += values
    uses = {id(node) for node in ast.walk(entry) if isinstance(node, ast.Name) and node.id == name}
    return tuple(dict.fromkeys(found)) if found and uses <= understood else None


def _test(node: ast.AST, name: str, known: dict[str, tuple[str, ...]]) -> tuple[int | None, tuple[str, ...]]:
    """Which use of the name a comparison or a look-up explains, and the texts that it is compared with."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = node.left, node.comparators[0]
        if isinstance(node.ops[0], ast.Eq | ast.NotEq) and is_name(right, name):
            left, right = right, left
        values = texts(right, known)
        return (id(left), values) if is_name(left, name) and values else (None, ())
    if isinstance(node, ast.Subscript) and is_name(node.slice, name) and (values := texts(node.value, known)):
        return id(node.slice), values
    return None, ()


def _in_messages(entry: ast.FunctionDef, name: str) -> Iterator[int]:
    """The uses of the name that say it to people: in what is raised, and in f-strings."""
    for node in ast.walk(entry):
        if isinstance(node, ast.Raise | ast.JoinedStr):
            yield from (id(inner) for inner in ast.walk(node) if is_name(inner, name))
