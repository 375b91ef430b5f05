"""What a file assigns to names, and what it imports under which name: anywhere in it, in functions too."""

import ast
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from xreg.registry.repositories.modules import Import

MOST_VALUES = 40  # of one name that are looked at; a script that says more of it says nothing


class Assignments:
    """The values that are assigned to each name, or dotted name (`config.batch_size`), with their lines."""

    def __init__(self, tree: ast.AST) -> None:
        self._known = dict[str, list[tuple[int, ast.expr]]]()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for name, value in _pairs(target, node.value):
                        self._known.setdefault(name, []).append((target.lineno, value))
        self._within = dict[str, dict[str, ast.expr]]()
        for name, known in self._known.items():
            first, _, rest = name.partition(".")
            if rest:
                self._within.setdefault(first, {})[rest] = known[-1][1]
            known.sort(key=_line)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def above(self, name: str, line: int) -> list[ast.expr]:
        """What is assigned to a name above a line, the last one first."""
        known = self._known.get(name, [])
        end = bisect_left(known, line, key=_line)
        return [value for _, value in known[max(0, end - MOST_VALUES) : end]][::-1]

    def near(self, name: str, line: int) -> list[ast.expr]:
        """What is assigned to a name above a line, the last one first; else below it."""
        return self.above(name, line) or [value for _, value in islice(self._known.get(name, ()), MOST_VALUES)]

    def within(self, name: str) -> Iterator[tuple[str, ast.expr]]:
        """What is put into an object under a name: each attribute with its last value."""
        yield from self._within.get(name, {}).items()


def _line(assigned: tuple[int, ast.expr]) -> int:
    return assigned[0]


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        yield f"{target.value.id}.{target.attr}", value
    elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        for each, one in zip(target.elts, value.elts, strict=False):
            yield from _pairs(each, one)


def imports_of(tree: ast.AST) -> dict[str, list[Import]]:
    """The imports anywhere in a file by the name that each binds."""
    found: dict[str, dict[Import, None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                one = Import(node.module or "", node.level, alias.name)
                found.setdefault(alias.asname or alias.name, {})[one] = None
    return {name: list(imports) for name, imports in found.items()}
