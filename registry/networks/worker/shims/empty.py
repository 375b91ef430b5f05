"""Stand-ins for packages that are not installed: they import, and any use of them is an error that names them.

A package gets one only after the code failed without it: most code that can do without a package asks with
`try: import …`, and must then learn that it is missing.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn, TypeVar

from xreg.registry.networks.worker.errors import is_own

Made = TypeVar("Made")


class EmptyFinder(MetaPathFinder):
    """Finds, last of all finders, a package of the list that code has failed without, and all modules below it."""

    def __init__(self, packages: Mapping[str, str], note: Callable[[str], None]) -> None:
        self._packages, self._note = packages, note
        self._missed = set[str]()

    def finish(self, make: Callable[[], Made]) -> Made:
        """What `make` makes; where it fails for want of a package of the list, with a stand-in, from the beginning."""
        while True:
            before = set(sys.modules)
            try:
                return make()
            except ModuleNotFoundError as error:
                package = (error.name or "").partition(".")[0]
                if package not in self._packages or package in self._missed:
                    raise
                self._missed.add(package)
            _forget(before)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of an empty module; `None` for any that is not listed."""
        del path, target
        package = fullname.partition(".")[0]
        if package not in self._missed:
            return None
        self._note(f"{package} (not installed; it {self._packages[package]}): an empty stand-in, which nothing may use")
        return ModuleSpec(fullname, _EmptyLoader(), is_package=True)


def _forget(before: set[str]) -> None:
    """Let the network's own modules that were imported since then be imported afresh: some are half done."""
    for name in set(sys.modules) - before:
        if is_own(getattr(sys.modules[name], "__file__", None) or ""):
            del sys.modules[name]


class _EmptyLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to execute."""


class _EmptyModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Empty(f"{self.__name__}.{name}")


class Empty:
    """A name of a package that is not installed: it can be imported and handed on, and nothing else."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """A class cannot be made from it either."""
        del bases
        _refuse(self.name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _refuse(f"{self.name}.{name}")

    def __call__(self, *_: object, **__: object) -> Any:
        _refuse(self.name)


def _refuse(name: str) -> NoReturn:
    package = name.partition(".")[0]
    raise ModuleNotFoundError(f"{name} is used, and {package} is not installed", name=package)
