"""The objects in which scripts keep settings: dictionaries with attributes, and what a command line gives."""

import ast
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from xreg.registry.networks.providers.literals import UnknownError, last

_EDICT = frozenset({"edict", "ed", "EasyDict", "dict", "Config", "ConfigDict"})
Evaluate = Callable[[ast.expr], Any]


class Arguments(dict[str, Any]):
    """What a script's own command line gives where nothing is given: the defaults of `add_argument`."""


def parses_arguments(value: ast.expr) -> bool:
    """Whether an expression reads the command line."""
    return isinstance(value, ast.Call) and last(value.func) in ("parse_args", "parse_known_args")


def command_line(tree: ast.AST, evaluate: Evaluate) -> Arguments:
    """The defaults of the command line; those that are not told are left out."""
    found = Arguments()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last(node.func) == "add_argument" and node.args:
            names = [str(each.value) for each in node.args if isinstance(each, ast.Constant)]
            default = next((each.value for each in node.keywords if each.arg == "default"), None)
            with suppress(UnknownError):
                value = evaluate(default) if default else None
                found.update({name.lstrip("-").replace("-", "_"): value for name in names})
    return found


def attributes(call: ast.Call, later: Iterable[tuple[str, ast.expr]], evaluate: Evaluate) -> dict[str, Any] | None:
    """A dictionary with attributes, `edict({…})`, and what is put into it later; `None` where it is none."""
    if last(call.func) not in _EDICT:
        return None
    found: dict[str, Any] = {}
    if call.args:
        try:
            given = evaluate(call.args[0])
        except UnknownError:
            return None
        found = dict(given) if isinstance(given, dict) else {}
    for key, value in (*((each.arg, each.value) for each in call.keywords if each.arg), *later):
        with suppress(UnknownError):
            found[key] = evaluate(value)
    return found or None
