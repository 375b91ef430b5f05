"""What a hub file reads from its keywords (`kwargs["phase"]`) and hands on, and what scripts give in its place."""

import ast
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from xreg.registry.networks.providers.literals import last

LONGEST = 20  # parts of a function's name, as in `table["tiny"].make`


class Handed(NamedTuple):
    """A call of a hub file: its function as written, and which keyword is given at which place, or by which name."""

    function: str
    places: tuple[tuple[int, str], ...]
    names: tuple[tuple[str, str], ...]

    def given(self, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
        """What a script's call of the same function gives for each keyword."""
        if any(isinstance(each, ast.Starred) for each in call.args):
            return
        for place, keyword in self.places:
            if place < len(call.args):
                yield keyword, call.args[place]
        named = {each.arg: each.value for each in call.keywords if each.arg}
        for name, keyword in self.names:
            if name in named:
                yield keyword, named[name]


def written(function: ast.expr) -> str:
    """A function as it is written, whatever the quotes; nothing for what is longer than any name of one."""
    return "" if any(islice(ast.walk(function), LONGEST, None)) else ast.unparse(function)


def handed(body: Sequence[ast.stmt], keys: str) -> Iterator[Handed]:
    """The calls in a body that are given something that was read from the keywords `keys`."""
    if not keys:
        return
    nodes = [node for statement in body for node in ast.walk(statement)]
    known = {
        target.id: keyword
        for node in nodes
        if isinstance(node, ast.Assign) and (keyword := _read(node.value, keys))
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def keyword_of(node: ast.expr) -> str:
        return known.get(node.id, "") if isinstance(node, ast.Name) else _read(node, keys)

    for node in nodes:
        if isinstance(node, ast.Call) and last(node.func) not in ("get", "pop"):
            places = tuple((at, found) for at, each in enumerate(node.args) if (found := keyword_of(each)))
            names = tuple((each.arg, found) for each in node.keywords if each.arg and (found := keyword_of(each.value)))
            if (places or names) and (function := written(node.func)):
                yield Handed(function, places, names)


def _read(node: ast.expr, keys: str) -> str:
    """The keyword that an expression reads: `kwargs["phase"]`, `kwargs.get("phase")`."""
    if isinstance(node, ast.Subscript) and _is(node.value, keys):
        return _text(node.slice)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop"):
        return _text(node.args[0]) if node.args and _is(node.func.value, keys) else ""
    return ""


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
