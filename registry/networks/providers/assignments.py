"""What a file assigns to names, and what it imports under which name: anywhere in it, in functions too."""

import ast
from collections.abc import Iterator

from xreg.registry.repositories.modules import Import


class Assignments:
    """The values that are assigned to each name, or dotted name (`config.batch_size`), with their lines."""

    def __init__(self, tree: ast.AST) -> None:
        self._known = dict[str, list[tuple[int, ast.expr]]]()
        for node in ast.walk(tree):
            for target in node.targets if isinstance(node, ast.Assign) else ():
                for name, value in _pairs(target, node.value if isinstance(node, ast.Assign) else None):
                    self._known.setdefault(name, []).append((target.lineno, value))

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def above(self, name: str, line: int) -> list[ast.expr]:
        """What is assigned to a name above a line, the last one first."""
        known = sorted(self._known.get(name, ()), key=lambda each: each[0])
        return [value for at, value in known if at < line][::-1]

    def near(self, name: str, line: int) -> list[ast.expr]:
        """What is assigned to a name above a line, the last one first; else below it."""
        return self.above(name, line) or [value for _, value in self._known.get(name, ())]

    def within(self, name: str) -> Iterator[tuple[str, ast.expr]]:
        """What is put into an object under a name: each attribute with its last value."""
        for key, values in self._known.items():
            first, _, rest = key.partition(".")
            if first == name and rest:
                yield rest, values[-1][1]


def _pairs(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    if value is None:
        return
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        yield f"{target.value.id}.{target.attr}", value
    elif isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        for each, one in zip(target.elts, value.elts, strict=False):
            yield from _pairs(each, one)


def imports_of(tree: ast.AST) -> dict[str, list[Import]]:
    """The imports anywhere in a file by the name that each binds."""
    found: dict[str, list[Import]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                one = Import(node.module or "", node.level, alias.name)
                found.setdefault(alias.asname or alias.name, []).append(one)
    return found
