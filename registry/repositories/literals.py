"""Literal texts in code: alone, in collections, and under the name of one."""

import ast

Known = dict[str, tuple[str, ...]]


def collections(tree: ast.Module) -> Known:
    """The lists and dictionaries of texts that are assigned to a name, anywhere in the file."""
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    pairs = [(target, texts(node.value, {})) for node in assigned for target in node.targets]
    return {target.id: found for target, found in pairs if isinstance(target, ast.Name) and found}


def is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def texts(node: ast.expr, known: Known) -> tuple[str, ...]:
    """The texts of a literal or of a collection with a name; none where one of them is no plain text."""
    if isinstance(node, ast.Name):
        return known.get(node.id, ())
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "keys":
        return texts(node.func.value, known)
    parts: list[ast.expr | None] = [node]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        parts = list(node.elts)
    elif isinstance(node, ast.Dict):
        parts = list(node.keys)
    values = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return tuple(values) if len(values) == len(parts) else ()
