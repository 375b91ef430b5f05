"""What single lines and files of Python do, from their syntax trees: which names they bind, call, raise and read."""

import ast
import warnings
from collections import Counter
from collections.abc import Iterator

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_BY_NAME = frozenset({"exec", "eval", "globals", "setattr", "vars"})  # with which names come from anywhere


def parsable(source: bytes) -> ast.Module | None:
    """The syntax tree of a file's text, or `None` for what is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    except (RecursionError, MemoryError):  # nobody can tell: as a file in which anything may be
        return ast.parse("from anything import *")


def definitions(tree: ast.Module) -> Iterator[Definition]:
    """All functions and classes, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Definition))


def bound(tree: ast.Module) -> "Counter[str]":
    """How often each name is defined, imported, assigned or taken as a parameter, anywhere in a file."""
    return Counter(name for node in ast.walk(tree) for name in _binds(node))


def offers(tree: ast.Module, name: str) -> bool:
    """Whether others may find a name in a file: it is bound outside of its functions and classes, or made global."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if name in _binds(node):
            return True
        waiting += () if isinstance(node, Definition | ast.Lambda) else ast.iter_child_nodes(node)
    return any(isinstance(node, ast.Global) and name in node.names for node in ast.walk(tree))


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, Definition):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name


def is_open(tree: ast.Module) -> bool:
    """Whether names may come into a file that stand nowhere in it."""
    return any(
        (isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names))
        or (isinstance(node, ast.Name) and node.id in _BY_NAME)
        or (isinstance(node, ast.FunctionDef) and node.name == "__getattr__" and node in tree.body)
        for node in ast.walk(tree)
    )


def calls_name(tree: ast.Module, line: int, name: str) -> bool:
    """Whether a line calls a name as it stands, and no object's method that is called so too."""
    found = _called(tree, line)
    methods = any(isinstance(each, ast.Attribute) and each.attr == name for each in found)
    return any(_is(each, name) for each in found) and not methods


def calls_method(tree: ast.Module, line: int, *names: str) -> bool:
    """Whether a line calls an object's method of one of these names."""
    return any(isinstance(each, ast.Attribute) and each.attr in names for each in _called(tree, line))


def _called(tree: ast.Module, line: int) -> list[ast.expr]:
    return [node.func for node in _on(tree, line) if isinstance(node, ast.Call)]


def raises(tree: ast.Module, line: int) -> bool:
    """Whether a line raises an error itself."""
    return any(isinstance(node, ast.Raise | ast.Assert) for node in _on(tree, line))


def keywords_read(tree: ast.Module, function: str) -> frozenset[str]:
    """The keywords that a function takes out of what it is given by name: `kwargs["x"]`, `kwargs.pop("x")`."""
    entry = _entry(tree, function)
    keys = entry.args.kwarg.arg if entry and entry.args.kwarg else ""
    found = set[str]()
    for node in ast.walk(entry) if entry and keys else ():
        key: ast.expr | None = None
        if isinstance(node, ast.Subscript) and _is(node.value, keys):
            key = node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is(node.func.value, keys):
            key = node.args[0] if node.args else None
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.add(key.value)
    return frozenset(found)


def arguments_on(tree: ast.Module, function: str, line: int) -> bool:
    """Whether a line of a function names one of its parameters behind the first."""
    entry = _entry(tree, function)
    if entry is None:
        return False
    taken = [*entry.args.args[1:], *entry.args.kwonlyargs, *filter(None, (entry.args.vararg, entry.args.kwarg))]
    names = {each.arg for each in taken}
    inside = set(ast.walk(entry))
    return any(isinstance(node, ast.Name) and node.id in names and node in inside for node in _on(tree, line))


def _entry(tree: ast.Module, function: str) -> ast.FunctionDef | None:
    return next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function), None)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


_SIMPLE = (ast.Raise, ast.Assert, ast.Call, ast.Name)


def _on(tree: ast.Module, line: int) -> Iterator[ast.AST]:
    """The expressions, and statements that raise, which stand on a line or go across it."""
    for node in ast.walk(tree):
        if isinstance(node, _SIMPLE) and node.lineno <= line <= (node.end_lineno or node.lineno):
            yield node
