"""A script of a model's folder (`export.py`, `eval.py`): what its names stand for where a line of it is reached.

The script is read and never executed. A name's last assignment above the line counts; branches whose condition is told
by the settings are chosen, others are all looked at.
"""

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from xreg.registry.networks.providers.assignments import Assignments, imports_of
from xreg.registry.networks.providers.literals import Literals, Reference, UnknownError
from xreg.registry.networks.providers.objects import Arguments, attributes, command_line, parses_arguments
from xreg.registry.networks.providers.settings import Settings
from xreg.registry.networks.providers.source import Source
from xreg.registry.repositories.modules import Found, Import, Module, Modules, parsed

_FRAMEWORK = ("mindspore", "numpy")
MOST_OPEN = 40  # names that stand for one another


class Folder:
    """The Python files of a folder, each parsed once."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self.source, self.settings = source, settings
        self.modules = Modules(source.short)
        self._scripts = dict[str, "Script | None"]()

    def script(self, path: str) -> "Script | None":
        """A file of the folder; `None` where it is missing, or no Python."""
        if path not in self._scripts:
            content = self.source.short(path)
            tree = parsed(content) if content else None
            self._scripts[path] = Script(path, tree, self) if tree else None
        return self._scripts[path]

    def named(self, module: str) -> "Script | None":
        """The file of a module's name, `src.config`."""
        path = module.replace(".", "/")
        return self.script(f"{path}.py") or self.script(f"{path}/__init__.py")


class Script:
    """One file, and what its expressions come to."""

    def __init__(self, path: str, tree: ast.Module, folder: Folder) -> None:
        self.path, self.tree, self._folder = path, tree, folder
        self.module = Module(tree, path.rpartition("/")[0])
        self._assigned, self._alias = Assignments(tree), imports_of(tree)
        self.module.imports.update({name: found[0] for name, found in self._alias.items()})
        self.literals = Literals(self._look, self._attribute)
        self._open = set[tuple[str, int]]()
        self._standing = dict[str, list[Found]]()

    def found(self, node: ast.expr) -> Any:
        """The value of an expression; raises UnknownError."""
        return self.literals.value(node)

    def calls(self) -> Iterator[ast.Call]:
        """The calls of the file, in its order, without those in branches that are not taken."""
        yield from (node for node in self.reached if isinstance(node, ast.Call))

    @cached_property
    def reached(self) -> list[ast.AST]:
        """The nodes of the file in its order, those of branches left out that the settings rule out."""
        return list(self._walk(self.tree))

    def _walk(self, node: ast.AST) -> Iterator[ast.AST]:
        yield node
        skipped = frozenset[ast.AST]()
        if isinstance(node, ast.If) and (taken := self.literals.decided(node.test)) is not None:
            skipped = frozenset(node.orelse if taken else node.body)
        for child in ast.iter_child_nodes(node):
            if child not in skipped:
                yield from self._walk(child)

    def stands_for(self, name: str) -> list[Found]:
        """The functions and classes that a name may be imported as: branches that are not decided leave several."""
        if name not in self._standing:
            self._standing[name] = [found for each in self._alias.get(name, ()) if (found := self._import(name, each))]
        return self._standing[name]

    def _import(self, name: str, imported: Import) -> Found | None:
        one = Module(ast.Module([], []), self.module.folder)
        one.imports[name] = imported
        return self._folder.modules.find(one, name)

    def assignments(self, name: str, line: int) -> list[ast.expr]:
        """What is assigned to a name above a line, the last one first; else below it."""
        return self._assigned.near(name, line)

    def _look(self, node: ast.Name, _: int) -> Any:
        key = (node.id, node.lineno)
        if key in self._open or len(self._open) > MOST_OPEN:
            raise UnknownError("a name that stands for itself")
        self._open.add(key)
        try:
            return self._looked_up(node)
        finally:
            self._open.discard(key)

    def _looked_up(self, node: ast.Name) -> Any:
        values = self.assignments(node.id, node.lineno)
        for value in values:
            if parses_arguments(value):
                return self._arguments
            if isinstance(value, ast.Call) and (made := self._called(node.id, value)) is not None:
                return made
            try:
                return self.found(value)
            except UnknownError:
                continue
        if values:
            raise UnknownError(node.id)
        return self._imported(node.id)

    def _imported(self, name: str) -> Any:
        imported = self.module.imports.get(name)
        if imported is None or imported.module.partition(".")[0] in _FRAMEWORK:
            raise UnknownError(name)
        module = self._absolute(imported.module, imported.level)
        other = self._folder.named(module)
        if other is None:
            raise UnknownError(name)
        value = other.top(imported.name)
        return value if value is not None else Reference(module, imported.name)

    def _absolute(self, module: str, level: int) -> str:
        parts = [part for part in self.module.folder.split("/") if part] if level else []
        return ".".join([*(parts[: len(parts) + 1 - level] if level else []), *filter(None, [module])])

    def top(self, name: str) -> Any:
        """The literal that a name of the file's top level is; `None` where it is no literal."""
        if name not in self._assigned or name in self.module.definitions:
            return None
        try:
            found = self._looked_up(ast.Name(name, ast.Load(), lineno=1 << 30))
        except UnknownError:
            return None
        return None if isinstance(found, Arguments) else found

    def _called(self, name: str, call: ast.Call) -> Any:
        """What a call that is assigned gives: a dictionary with attributes, or what the folder's own function makes."""
        made = attributes(call, self._assigned.within(name), self.found)
        if made is not None or call.args or call.keywords or not isinstance(call.func, ast.Name):
            return made
        try:
            found = self._imported(call.func.id)
        except UnknownError:
            return None
        return Reference(found.module, f"{found.path}()") if isinstance(found, Reference) else None

    def assigns(self, name: str) -> bool:
        """Whether the file itself assigns to a name of its top level."""
        return any(
            isinstance(node, ast.Assign)
            and any(isinstance(each, ast.Name) and each.id == name for each in node.targets)
            for node in self.tree.body
        )

    @cached_property
    def _arguments(self) -> Arguments:
        self.__dict__["_arguments"] = Arguments()  # while it is read: defaults that ask for the command line end here
        return command_line(self.tree, self.found)

    def _attribute(self, node: ast.Attribute, depth: int) -> Any:
        if isinstance(node.value, ast.Name):
            own = self._put(node, f"{node.value.id}.{node.attr}")
            if own is not None:
                return own
        base = self.literals.value(node.value, depth)
        if isinstance(base, Reference):
            setting = self._folder.settings.get(f"{base.path}.{node.attr}".partition(".")[2])
            return setting.value if setting else base.within(node.attr)
        if isinstance(base, dict) and base.get(node.attr) is not None:
            return base[node.attr]
        raise UnknownError(node.attr)

    def _put(self, node: ast.Attribute, name: str) -> Any:
        """What the script itself puts into an object above the line, `config.batch_size = 1`."""
        key = (name, node.lineno)
        if key in self._open:
            return None
        self._open.add(key)
        try:
            above = self._assigned.above(name, node.lineno)
            return self.found(above[0]) if above else None
        except UnknownError:
            return None
        finally:
            self._open.discard(key)
