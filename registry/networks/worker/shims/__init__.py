"""Stand-ins for API that is gone: names that MindSpore, NumPy and others have renamed or removed.

A shim renames or restores; it never fakes a result. It stands in only in the child process, only where the network's
code asks for what is gone, and the evidence lists each one that was asked for.
"""

import functools
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

from xreg.registry.networks.worker.shims.empty import EmptyFinder, Made
from xreg.registry.networks.worker.shims.kinds import Changed, Method, Shim
from xreg.registry.networks.worker.shims.modules import AliasFinder
from xreg.registry.networks.worker.shims.table import CHANGED, EMPTY, METHODS, MODULES, NAMES


class Shims:
    """The shims of one child, and which of them were used."""

    def __init__(self) -> None:
        self._used = dict[str, None]()
        self._empty = EmptyFinder(EMPTY, self.note)

    def used(self) -> list[str]:
        """Each shim that stood in so far, for people: what is gone, and what stands for it."""
        return list(self._used)

    def install(self) -> None:
        """Put all of them in place; moved modules and missing packages come where the code imports them."""
        for module, names in NAMES.items():
            self._stand_in(import_module(module), names)
        for changed in CHANGED:
            self._mend(changed)
        for method in METHODS:
            self._restore(method)
        sys.meta_path += [AliasFinder(MODULES, self.note), self._empty]

    def finish(self, make: Callable[[], Made]) -> Made:
        """What `make` makes, once more with an empty stand-in for each listed package for want of which it failed."""
        return self._empty.finish(make)

    def note(self, text: str) -> None:
        """Say that a shim stood in."""
        self._used.setdefault(text)

    def _stand_in(self, module: ModuleType, names: Mapping[str, Shim]) -> None:
        """Let a module answer for names that it lacks: only what is missing comes here."""
        before: Callable[[str], Any] | None = getattr(module, "__getattr__", None)

        def missing(name: str) -> Any:
            shim = names.get(name)
            if shim is None:
                if before is not None:
                    return before(name)
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            self.note(f"{module.__name__}.{name} ({shim.gone}): {shim.says}")
            return shim.make()

        module.__getattr__ = missing  # type: ignore[method-assign]

    def _mend(self, changed: Changed) -> None:
        """Let a function or a class, under all of its names, or a method take the arguments that it took."""
        module, (owner, _, name) = import_module(changed.module), changed.name.rpartition(".")
        place = getattr(module, owner, None) if owner else module
        found = getattr(place, name, None)
        if found is None:
            return
        if isinstance(found, type):
            found.__init__ = self._taking(changed, found.__init__)  # type: ignore[misc]
            return
        mended = self._taking(changed, found)
        if owner:
            setattr(place, name, mended)
            return
        for each in list(sys.modules.values()):
            if getattr(each, "__dict__", {}).get(changed.name) is found:
                setattr(each, changed.name, mended)

    def _restore(self, method: Method) -> None:
        """Let a method do its work again, where its class is there."""
        owner = getattr(import_module(method.module), method.owner, None)
        if owner is None:
            return

        @functools.wraps(getattr(owner, method.name))
        def working(*args: Any, **kwargs: Any) -> Any:
            self.note(f"{method.module}.{method.owner} ({method.gone}): {method.says}")
            return method.work(*args, **kwargs)

        setattr(owner, method.name, working)

    def _taking(self, changed: Changed, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def taking(*args: Any, **kwargs: Any) -> Any:
            mended = changed.change(args, kwargs)
            if mended is None:
                return function(*args, **kwargs)
            self.note(f"{changed.module}.{changed.name} ({changed.gone}): {changed.says}")
            return function(*mended[0], **mended[1])

        return taking
