"""What `create_network` may be given besides a name, followed through `*args, **kwargs` to the network's own code.

The code is read and never executed. Where it does not tell, the signature is open: anything may be right.
"""

import ast
from collections.abc import Sequence

from xreg.registry.repositories.keywords import is_named, literal, only_handed_on, optional, uses_of
from xreg.registry.repositories.modules import Found, Module, Modules
from xreg.registry.repositories.selecting import Selecting
from xreg.schema.signature import ANYTHING, IGNORED, OPEN, REFUSED, Parameter, Signature

_MAX_DEPTH = 6
# These leave a function's parameters as they are.
_HARMLESS = frozenset({"cell_attr_register", "register_model", "register_entrypoint"})


class Signatures:
    """The signatures of a folder's functions."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules

    def of_entry(self, entry: ast.FunctionDef, module: Module, selecting: Selecting, name: str | None) -> Signature:
        """The signature of the entry point once a name is chosen, the name itself left out."""
        return self._function(Found(entry, module), entry.args, tuple(selecting.statements(entry.body, name)), name, 0)

    def _callable(self, found: Found | None, depth: int) -> Signature:
        if not found or depth > _MAX_DEPTH or not _plain(found.node):
            return ANYTHING
        if isinstance(found.node, ast.FunctionDef):
            return self._function(found, found.node.args, found.node.body, None, depth, drop=0)
        inits = [node for node in found.node.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
        if inits:
            own = Found(inits[-1], found.module)
            return self._function(own, inits[-1].args, inits[-1].body, None, depth) if _plain(own.node) else ANYTHING
        bases = [base.id for base in found.node.bases if isinstance(base, ast.Name)]
        if len(bases) != 1 or len(found.node.bases) != 1:
            return ANYTHING
        return self._callable(self._modules.find(found.module, bases[0]), depth + 1)

    def _function(
        self, found: Found, given: ast.arguments, body: Sequence[ast.stmt], name: str | None, depth: int, drop: int = 1
    ) -> Signature:
        """A function's own parameters, `drop` of the first left out, and what it makes of any further ones."""
        declared = _declared(given)[drop:]
        names = [_parameter(each.arg, value) for each, value in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
        star = given.vararg.arg if given.vararg else ""
        keys = given.kwarg.arg if given.kwarg else ""
        if not star and not keys:
            return Signature(tuple(declared), tuple(names))
        nodes = (node for statement in body for node in ast.walk(statement))
        calls = [node for node in nodes if isinstance(node, ast.Call) and _hands_on(node, star, keys)]
        targets = [self._handed(call, found.module, name, star, keys, depth) for call in calls]
        uses = uses_of(body, keys)
        merged = _merged(targets)
        known = {each.name for each in (*declared, *names)} | uses.read.keys()
        rest = [each for each in merged.parameters if each.name not in known]
        places = [each for each in merged.places if each.name not in known] if star else []
        placed = frozenset(places)
        by_name = [each for each in rest if each not in placed] if keys else []
        by_name = [optional(each) if each.name in uses.put else each for each in by_name]
        return Signature(
            (*declared, *places),
            (*names, *uses.read.values(), *by_name),
            _fate(star, merged.more_places, any(_starred(call, star) for call in calls), only_handed_on(body, star)),
            _fate(keys, merged.more_names, any(_spread(call, keys) for call in calls), uses.clear),
        )

    def _handed(self, call: ast.Call, module: Module, name: str | None, star: str, keys: str, depth: int) -> Signature:
        """What is left of a called function's parameters for those that are handed on to it."""
        target = _chosen(call.func, module, name)
        inner = self._callable(self._modules.find(module, target), depth + 1) if target else ANYTHING
        taken = sum(not isinstance(each, ast.Starred) for each in call.args)
        named = {each.arg for each in call.keywords if each.arg}
        places: list[Parameter] = []
        for each in inner.places[taken:]:
            if each.name in named:
                break
            places.append(each)
        later = [each for each in inner.places[taken + len(places) :] if each.name not in named]
        names = [*later, *(each for each in inner.names if each.name not in named)]
        if not _starred(call, star):
            places, names = [], [*places, *names]
        if not _spread(call, keys):
            names = []
        more_places = inner.more_places if _starred(call, star) else REFUSED
        more_names = inner.more_names if _spread(call, keys) else REFUSED
        return Signature(tuple(places), tuple(names), more_places, more_names)


def _fate(name: str, merged: str, handed: bool, clear: bool) -> str:
    """What becomes of further arguments: those that are collected and not handed on are never read."""
    if not name:
        return REFUSED
    if not clear:
        return OPEN
    return merged if handed else IGNORED


def _merged(signatures: Sequence[Signature]) -> Signature:
    """What several calls that arguments are handed on to take: what only some require is not required."""
    if len(signatures) < 2:
        return signatures[0] if signatures else Signature()
    places = max((each.places for each in signatures), key=len)
    names = {each.name: each for signature in signatures for each in signature.parameters}
    everywhere = set.intersection(*({each.name for each in signature.parameters} for signature in signatures))
    fates = [(each.more_places, each.more_names) for each in signatures]
    return Signature(
        tuple(each if each.name in everywhere else optional(each) for each in places),
        tuple(optional(each) for each in names.values() if each not in places),
        OPEN if any(fate[0] for fate in fates) else REFUSED,
        OPEN if any(fate[1] for fate in fates) else REFUSED,
    )


def _plain(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether nothing that decorates it can change what it may be given."""
    names = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return all(isinstance(each, ast.Name) and each.id in _HARMLESS for each in names)


def _declared(given: ast.arguments) -> list[Parameter]:
    own = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [*[None] * (len(own) - len(given.defaults)), *given.defaults]
    return [_parameter(each.arg, value) for each, value in zip(own, defaults, strict=True)]


def _parameter(name: str, default: ast.expr | None) -> Parameter:
    return Parameter(name, literal(default) if default else None)


def _hands_on(call: ast.Call, star: str, keys: str) -> bool:
    return _starred(call, star) or _spread(call, keys)


def _starred(call: ast.Call, star: str) -> bool:
    return any(isinstance(each, ast.Starred) and is_named(each.value, star) for each in call.args)


def _spread(call: ast.Call, keys: str) -> bool:
    return any(not each.arg and is_named(each.value, keys) for each in call.keywords)


def _chosen(function: ast.expr, module: Module, name: str | None) -> str:
    """The name of the called function, also where it is looked up in a table by the chosen name."""
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Subscript) and isinstance(function.value, ast.Name) and name is not None:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and _is_target(node, function.value):
                for key, value in zip(node.value.keys, node.value.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == name and isinstance(value, ast.Name):
                        return value.id
    return ""


def _is_target(node: ast.Assign, name: ast.Name) -> bool:
    return any(is_named(target, name.id) for target in node.targets)
