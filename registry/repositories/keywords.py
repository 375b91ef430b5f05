"""How a function uses its `*args` and `**kwargs`: what it reads of them, hands on, or leaves unclear."""

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xreg.schema.signature import UNKNOWN, Parameter

_LOOKS = ("get", "pop", "setdefault")
_LITERALS = (bool, int, float, str, type(None))
_LONGEST = 40


class Uses(NamedTuple):
    """How a function uses its `**kwargs`: the keys it reads or sets, where it hands them on, and what is not clear."""

    read: dict[str, Parameter]
    put: frozenset[str]
    clear: bool


def only_handed_on(body: Sequence[ast.stmt], star: str) -> bool:
    """Whether `*args` are only ever handed on."""
    nodes = [node for statement in body for node in ast.walk(statement)]
    used = {id(node) for node in nodes if is_named(node, star)}
    handed = {id(each.value) for node in nodes if isinstance(node, ast.Call) for each in node.args
              if isinstance(each, ast.Starred)}  # fmt: skip
    return used <= handed


def uses_of(body: Sequence[ast.stmt], keys: str) -> Uses:
    """How statements use `**kwargs`."""
    nodes = [node for statement in body for node in ast.walk(statement)]
    always = {id(node) for statement in body if _always(statement) for node in ast.walk(statement)}
    clear: set[int] = set()
    read, put, tested = dict[str, Parameter](), set[str](), set[str]()
    for node in nodes:
        for key, at, kind, default in _use(node, keys):
            clear.add(at)
            if kind == "put":
                put.add(key)
            elif kind == "test":
                tested.add(key)
            elif key and (kind != "required" or key not in read):
                required = kind == "required" and id(node) in always
                read[key] = Parameter(key, None if required else default)
    found = {key: optional(each) if key in tested or key in put else each for key, each in read.items()}
    used = {id(node) for node in nodes if is_named(node, keys)}
    return Uses(found, frozenset(put), used <= clear)


def _always(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return)


def _use(node: ast.AST, keys: str) -> Iterator[tuple[str, int, str, str]]:
    """The key, the use of the name, what is done (`read`, `required`, `put`, `test`), and the default."""
    if isinstance(node, ast.Subscript) and is_named(node.value, keys) and (key := _key(node.slice)):
        yield key, id(node.value), "required" if isinstance(node.ctx, ast.Load) else "put", UNKNOWN
    elif isinstance(node, ast.Call):
        yield from (
            ("", id(each.value), "", "") for each in node.keywords if not each.arg and is_named(each.value, keys)
        )
        called = node.func
        key = _key(node.args[0]) if node.args else ""
        if key and isinstance(called, ast.Attribute) and called.attr in _LOOKS and is_named(called.value, keys):
            yield key, id(called.value), "read", literal(node.args[1]) if len(node.args) > 1 else repr(None)
    elif isinstance(node, ast.Compare) and is_named(node.comparators[0], keys) and (key := _key(node.left)):
        yield key, id(node.comparators[0]), "test", ""


def _key(node: ast.expr) -> str:
    """A key that is a literal text, and can be a keyword."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return text if text.isidentifier() else ""


def is_named(node: ast.AST, name: str) -> bool:
    return bool(name) and isinstance(node, ast.Name) and node.id == name


def literal(node: ast.expr) -> str:
    """A plain literal as Python writes it; anything else is only known to be there."""
    minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    inner = node.operand if isinstance(node, ast.UnaryOp) and minus else node
    if not isinstance(inner, ast.Constant) or not isinstance(inner.value, _LITERALS):
        return UNKNOWN
    if isinstance(inner.value, int) and abs(inner.value) > 1 << 62:
        return UNKNOWN
    text = ("-" if minus else "") + repr(inner.value)
    return text if len(text) <= _LONGEST and "," not in text else UNKNOWN


def optional(parameter: Parameter) -> Parameter:
    return parameter if parameter.default is not None else parameter._replace(default=UNKNOWN)
