"""What `create_network` of a `mindspore_hub_conf.py` accepts, read from its syntax tree: the code is never executed."""

import ast
import warnings
from collections.abc import Iterator
from typing import NamedTuple

ENTRY = "create_network"


class Accepts(NamedTuple):
    """The names that the code compares with (`None` where it does not tell), and the keywords that it reads."""

    names: tuple[str, ...] | None
    arguments: tuple[str, ...]


NOTHING = Accepts(None, ())


def accepts(source: bytes) -> Accepts:
    """Reads a file's text; what is no Python or has no entry point tells nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return NOTHING
    entry = next((each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == ENTRY), None)
    if not entry or not entry.args.args:
        return NOTHING
    return Accepts(_names(tree, entry, entry.args.args[0].arg), tuple(dict.fromkeys(_arguments(entry))))


def _names(tree: ast.Module, entry: ast.FunctionDef, name: str) -> tuple[str, ...] | None:
    """The accepted names, or `None`: where nothing is refused any name is accepted, and a name put elsewhere may be."""
    if not any(isinstance(node, ast.Raise) for node in ast.walk(entry)):
        return None
    known, understood = _collections(tree), set(_in_messages(entry, name))
    found: list[str] = []
    for node in ast.walk(entry):
        at, values = _test(node, name, known)
        if at is not None:
            understood.add(at)
            found += values
    uses = {id(node) for node in ast.walk(entry) if isinstance(node, ast.Name) and node.id == name}
    return tuple(dict.fromkeys(found)) if found and uses <= understood else None


def _collections(tree: ast.Module) -> dict[str, tuple[str, ...]]:
    """The lists and dictionaries of texts that are assigned to a name, anywhere in the file."""
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    pairs = [(target, _texts(node.value, {})) for node in assigned for target in node.targets]
    return {target.id: texts for target, texts in pairs if isinstance(target, ast.Name) and texts}


def _test(node: ast.AST, name: str, known: dict[str, tuple[str, ...]]) -> tuple[int | None, tuple[str, ...]]:
    """Which use of the name a comparison or a look-up explains, and the texts that it is compared with."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = node.left, node.comparators[0]
        if isinstance(node.ops[0], ast.Eq | ast.NotEq) and _is(right, name):
            left, right = right, left
        texts = _texts(right, known)
        return (id(left), texts) if _is(left, name) and texts else (None, ())
    if isinstance(node, ast.Subscript) and _is(node.slice, name) and (texts := _texts(node.value, known)):
        return id(node.slice), texts
    return None, ()


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _texts(node: ast.expr, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The texts of a literal or of a collection with a name; none where one of them is no plain text."""
    if isinstance(node, ast.Name):
        return known.get(node.id, ())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "keys":
        return _texts(node.func.value, known)
    parts: list[ast.expr | None] = [node]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        parts = list(node.elts)
    elif isinstance(node, ast.Dict):
        parts = list(node.keys)
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return tuple(texts) if len(texts) == len(parts) else ()


def _in_messages(entry: ast.FunctionDef, name: str) -> Iterator[int]:
    """The uses of the name that say it to people: in what is raised, and in f-strings."""
    for node in ast.walk(entry):
        if isinstance(node, ast.Raise | ast.JoinedStr):
            yield from (id(inner) for inner in ast.walk(node) if _is(inner, name))


def _arguments(entry: ast.FunctionDef) -> Iterator[str]:
    """The keywords that the function reads: declared, looked up in `**kwargs`, or (`*args`, `**kwargs`) handed on."""
    yield from (each.arg for each in (*entry.args.args[1:], *entry.args.kwonlyargs))
    keywords = entry.args.kwarg.arg if entry.args.kwarg else ""
    for node in ast.walk(entry):
        yield from _looked_up(node, keywords)
        if isinstance(node, ast.Call):
            starred = [each.value for each in node.args if isinstance(each, ast.Starred)]
            yield from (f"*{each.id}" for each in starred if isinstance(each, ast.Name))
            yield from ("**" + keywords for each in node.keywords if not each.arg and _is(each.value, keywords))


def _looked_up(node: ast.AST, keywords: str) -> Iterator[str]:
    if isinstance(node, ast.Subscript) and _is(node.value, keywords):
        yield from _texts(node.slice, {})
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is(node.func.value, keywords):
        yield from _texts(node.args[0], {}) if node.args and node.func.attr in ("get", "pop") else ()
    if isinstance(node, ast.Compare) and _is(node.comparators[0], keywords):
        yield from _texts(node.left, {})
