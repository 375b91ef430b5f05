"""What a model's folder defines and holds: whose code an error speaks of, the folder's own or a package's.

Where it does not tell for certain, the answer is that the folder is not to blame.
"""

import ast
import posixpath
from functools import cached_property
from pathlib import Path

from xreg.registry.networks.providers import statements
from xreg.registry.networks.providers.entry import HUB_CONF
from xreg.registry.networks.providers.statements import bound, is_open, parsable
from xreg.registry.repositories.hub_conf import ENTRY
from xreg.registry.repositories.modules import Found, Module, Modules

MOST_FILES, MOST_BASES = 2000, 16
LARGEST = 1 << 20  # bytes


class Definitions:
    """A folder on disk; `None` where the code is not a folder's. `left_out` are its links, which were not put there."""

    def __init__(self, folder: Path | None, left_out: tuple[str, ...] = ()) -> None:
        self._folder, self.left_out = folder, left_out
        self._modules = Modules(self._read)

    @cached_property
    def _files(self) -> dict[str, Path]:
        found = sorted(self._folder.rglob("*.py"))[:MOST_FILES] if self._folder else []
        whole = (path for path in found if path.is_file() and path.stat().st_size <= LARGEST)
        return {path.relative_to(self._folder or path).as_posix(): path for path in whole}

    def _read(self, path: str) -> bytes | None:
        return self._files[path].read_bytes() if path in self._files else None

    @cached_property
    def _trees(self) -> dict[str, ast.Module | None]:
        return {path: parsable(file.read_bytes()) for path, file in self._files.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the functions and classes that its Python files define."""
        return frozenset(node.name for tree in self._trees.values() if tree for node in statements.definitions(tree))

    def holds(self, module: str) -> bool:
        """Whether the first part of a module's name is a file or folder of its own."""
        first = module.partition(".")[0]
        if not self._folder or not first.isidentifier():
            return False
        return (self._folder / first).is_dir() or (self._folder / f"{first}.py").is_file()

    def lacks(self, module: str) -> bool:
        """Whether the folder, all of which is on disk, has neither file nor folder for a module."""
        parts = module.split(".")
        if not self._folder or self.left_out or not all(part.isidentifier() for part in parts):
            return False
        path = self._folder.joinpath(*parts)
        return not path.is_dir() and not path.with_suffix(".py").is_file()

    def lacks_file(self, path: str) -> bool:
        """Whether a file that is named from the folder would lie in one of its folders, and is not there."""
        plain = posixpath.normpath(path)
        if not self._folder or self.left_out or plain.startswith(("/", "..")):
            return False
        file = self._folder / plain
        return file.parent.is_dir() and not file.exists()

    def lacks_name(self, module: str, name: str) -> bool:
        """Whether the file of a module, which can be read, has no such name for others, nor a module beside it."""
        path = module.replace(".", "/")
        tree = self._trees.get(f"{path}.py") or self._trees.get(f"{path}/__init__.py")
        if not tree or is_open(tree) or statements.offers(tree, name):
            return False
        return self.lacks(f"{module}.{name}")

    def never_names(self, where: str, name: str) -> bool:
        """Whether the file of a line never defines or imports a name, and imports nothing that has no name."""
        return _never(self._trees.get(_file(where)), name)

    def broken(self, where: str) -> bool:
        """Whether the file of a line is no Python."""
        return _file(where) in self._trees and self._trees[_file(where)] is None

    def calls_own(self, where: str, owner: str, method: str) -> bool:
        """Whether a line calls, by its own name, a function of the folder, or a class of it with that method."""
        found = self._found(where, owner or method)
        if found is None or found.node.decorator_list:
            return False
        if isinstance(found.node, ast.FunctionDef):
            return not owner
        own = [each for each in found.node.body if isinstance(each, ast.FunctionDef) and each.name == method]
        return bool(owner and own) and not any(each.decorator_list for each in own)

    def _found(self, where: str, name: str) -> Found | None:
        tree = self._trees.get(_file(where))
        if not tree or is_open(tree) or bound(tree)[name] != 1 or not statements.calls_name(tree, _line(where), name):
            return None
        return self._modules.find(Module(tree, _file(where).rpartition("/")[0]), name)

    def wholly_own(self, name: str) -> bool:
        """Whether all classes of that name, and all that they derive from, are the folder's own and plain."""
        found = [
            Found(node, Module(tree, path.rpartition("/")[0]))
            for path, tree in self._trees.items()
            if tree is not None
            for node in statements.definitions(tree)
            if isinstance(node, ast.ClassDef) and node.name == name
        ]
        return bool(found) and all(self._own_bases(each) for each in found)

    def _own_bases(self, found: Found, depth: int = 0) -> bool:
        node, module = found
        if not isinstance(node, ast.ClassDef) or node.keywords or node.decorator_list or depth > MOST_BASES:
            return False
        if any(isinstance(each, ast.FunctionDef) and each.name.startswith("__getattr") for each in node.body):
            return False
        return not is_open(module.tree) and all(self._own_base(base, module, depth) for base in node.bases)

    def _own_base(self, base: ast.expr, module: Module, depth: int) -> bool:
        if not isinstance(base, ast.Name):
            return False
        if base.id == "object":
            return not bound(module.tree)["object"]
        found = self._modules.find(module, base.id) if bound(module.tree)[base.id] == 1 else None
        return found is not None and self._own_bases(found, depth + 1)

    def ends_in_arguments(self, where: str) -> bool:
        """Whether a line has the command line's arguments parsed."""
        tree = self._trees.get(_file(where))
        return tree is not None and statements.calls_method(tree, _line(where), "parse_args", "parse_known_args")

    def refuses(self, where: str) -> bool:
        """Whether a line of the hub file is one that raises an error itself."""
        tree = self._trees.get(HUB_CONF)
        return _file(where) == HUB_CONF and tree is not None and statements.raises(tree, _line(where))

    def reads_keyword(self, keyword: str) -> bool:
        """Whether the hub file's entry point takes a keyword out of what it is given."""
        tree = self._trees.get(HUB_CONF)
        return tree is not None and keyword in statements.keywords_read(tree, ENTRY)

    def reads_arguments(self, where: str) -> bool:
        """Whether a line of the hub file's entry point names what is given behind the name."""
        tree = self._trees.get(HUB_CONF)
        return _file(where) == HUB_CONF and tree is not None and statements.arguments_on(tree, ENTRY, _line(where))


def _never(tree: ast.Module | None, name: str) -> bool:
    return tree is not None and not is_open(tree) and not bound(tree)[name]


def _file(where: str) -> str:
    return where.rpartition(":")[0]


def _line(where: str) -> int:
    line = where.rpartition(":")[2]
    return int(line) if line.isascii() and line.isdigit() else 0
