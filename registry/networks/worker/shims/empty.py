"""Stand-ins for packages that are not installed: they import, and any use of them is an error that names them."""

from collections.abc import Callable, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn


class EmptyFinder(MetaPathFinder):
    """Finds, last of all finders, a package that is listed, and all modules below it."""

    def __init__(self, packages: Mapping[str, str], note: Callable[[str], None]) -> None:
        self._packages, self._note = packages, note

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The specification of an empty module; `None` for any that is not listed."""
        del path, target
        package = fullname.partition(".")[0]
        if package not in self._packages:
            return None
        self._note(f"{package} (not installed; it {self._packages[package]}): an empty stand-in, which nothing may use")
        return ModuleSpec(fullname, _EmptyLoader(), is_package=True)


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
