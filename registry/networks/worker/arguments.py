"""The arguments of a call, as a request describes them: plain values, or what the folder's own files hold.

`{"$from": "src.config:config.train"}` is the attribute `config.train` of the module `src.config`, imported here; a part
that ends in `()` is called. `{"$yaml": "config/eval.yml"}` is what the first document of that file says, as attributes
and by key; `{"$literal": "[(2, 4)]"}` is what Python reads there, for what JSON cannot say.
"""

import ast
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def args_of(call: dict[str, Any]) -> list[Any]:
    """The call's positional arguments."""
    return [value_of(each) for each in call["args"]]


def kwargs_of(call: dict[str, Any]) -> dict[str, Any]:
    """The call's named arguments."""
    return {name: value_of(each) for name, each in call["kwargs"].items()}


def value_of(given: Any) -> Any:
    """The value itself, or that which it names; raises what the import or the reading raises."""
    if isinstance(given, dict) and len(given) == 1:
        [(kind, named)] = given.items()
        return NAMED[kind](named) if kind in NAMED else given
    return given


def _from(named: str) -> Any:
    module, _, path = named.partition(":")
    found: Any = import_module(module)
    for part in path.split(".") if path else []:
        found = _part(found, part.removesuffix("()"))
        found = found() if part.endswith("()") else found
    return found


def _part(found: Any, name: str) -> Any:
    return found[name] if isinstance(found, dict) and name in found else getattr(found, name)


class Settings(dict[str, Any]):
    """The values of a configuration file: by key, as attributes, and nested ones likewise."""

    def __getattr__(self, name: str) -> Any:
        if name not in self:
            raise AttributeError(f"the configuration has no {name}")
        value = self[name]
        return Settings(value) if isinstance(value, dict) else value

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


def _yaml(named: str) -> Settings:
    import yaml

    return Settings(next(yaml.safe_load_all(Path(named).read_text(encoding="utf-8"))))


NAMED: dict[str, Callable[[str], Any]] = {"$from": _from, "$yaml": _yaml, "$literal": ast.literal_eval}
