"""Modules that were moved: the old name gives the new module."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class AliasFinder(MetaPathFinder):
    """Finds, last of all finders, a module under the name that it had."""

    def __init__(self, moved: Mapping[str, tuple[str, str]], note: Callable[[str], None]) -> None:
        self._moved, self._note = moved, note

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of a moved module; `None` for any other."""
        del path, target
        if fullname not in self._moved:
            return None
        gone, today = self._moved[fullname]
        self._note(f"{fullname} ({gone}): {today}")
        return ModuleSpec(fullname, _AliasLoader(today), is_package=True)


class _AliasLoader(Loader):
    def __init__(self, today: str) -> None:
        self._today = today

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        del spec
        return sys.modules.get(self._today) or import_module(self._today)

    def exec_module(self, module: ModuleType) -> None:
        """It was executed under its own name."""
