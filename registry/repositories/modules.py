"""The Python files of a folder, parsed and never executed, and what a name in one of them stands for."""

import ast
import warnings
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

Read = Callable[[str], bytes | None]
# No file of a model comes near; CPython's parser takes memory by the length and the nesting of what it reads.
_MAX_SOURCE = 256 * 1024
_MAX_FILES = 24
_MAX_STEPS = 6


def parsed(source: bytes) -> ast.Module | None:
    """The syntax tree of a file's text, or `None` for what is no Python, or too large to be a model's code."""
    if len(source) > _MAX_SOURCE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class Import(NamedTuple):
    """`from module import name`; `level` counts the dots before the module."""

    module: str
    level: int
    name: str


class Module:
    """One file: its functions, classes and imports by name. `folder` is where it lies within the model's folder."""

    def __init__(self, tree: ast.Module, folder: str) -> None:
        self.tree, self.folder = tree, folder

    @cached_property
    def definitions(self) -> dict[str, ast.FunctionDef | ast.ClassDef]:
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}

    @cached_property
    def imports(self) -> dict[str, Import]:
        found = {}
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    found[alias.asname or alias.name] = Import(node.module or "", node.level, alias.name)
        return found


class Found(NamedTuple):
    """A function or class, and the file in which it is defined."""

    node: ast.FunctionDef | ast.ClassDef
    module: Module


class Modules:
    """The files of one folder; each is read once, and only so many."""

    def __init__(self, read: Read) -> None:
        self._read, self._known = read, dict[str, Module | None]()

    def find(self, module: Module, name: str) -> Found | None:
        """What a name of a file's top level is, followed through imports of other files of the folder."""
        for _ in range(_MAX_STEPS):
            if node := module.definitions.get(name):
                return Found(node, module)
            imported = module.imports.get(name)
            other = self._imported(module, imported) if imported else None
            if not imported or not other:
                return None
            module, name = other, imported.name
        return None

    def _imported(self, module: Module, imported: Import) -> Module | None:
        return next((found for path in _paths(module, imported) if (found := self._at(path))), None)

    def _at(self, path: str) -> Module | None:
        if path not in self._known:
            content = self._read(path) if len(self._known) < _MAX_FILES else None
            tree = parsed(content) if content else None
            self._known[path] = Module(tree, path.rpartition("/")[0]) if tree else None
        return self._known[path]


def _paths(module: Module, imported: Import) -> Iterator[str]:
    """The files that an import may mean."""
    base = [part for part in module.folder.split("/") if part] if imported.level else []
    if imported.level > len(base) + 1:
        return
    base = base[: len(base) + 1 - imported.level] if imported.level else []
    path = "/".join([*base, *(part for part in imported.module.split(".") if part)])
    if path:
        yield f"{path}.py"
    yield f"{path}/__init__.py".lstrip("/")
