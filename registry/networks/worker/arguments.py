"""The arguments of a call, as a request describes them: plain values, or what the folder's own files hold.

`{"$from": "src.config:config.train"}` is the attribute `config.train` of the module `src.config`, imported here; a part
that ends in `()` is called. `{"$literal": "[(2, 4)]"}` is what Python reads there, for what JSON cannot say, and for
what would read like one of these.
"""

import ast
from collections.abc import Callable
from importlib import import_module
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


NAMED: dict[str, Callable[[str], Any]] = {"$from": _from, "$literal": ast.literal_eval}
