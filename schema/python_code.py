"""Python code on a card, parsed and never run: imports, the names it uses, and the spans of both on the card."""

import ast
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from xreg.schema.markdown import Code
from xreg.schema.text import Span, Text

PYTHON = ("python", "py", "python3")
# CPython's parser takes memory by nesting; no example on a card comes near.
_MAX_LENGTH = 64 * 1024


class Module(NamedTuple):
    """A fenced block of Python: its syntax tree, or why it has none and where that shows."""

    code: Code
    tree: ast.Module | None
    error: str
    error_span: Span
    starts: tuple[int, ...]

    def span(self, node: ast.stmt | ast.expr | ast.alias | ast.keyword) -> Span:
        """Where a node stands on the card."""
        return Span(self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset))

    def _offset(self, row: int | None, column: int | None) -> int:
        return self.starts[(row or 1) - 1] + (column or 0)

    def imports(self) -> Iterator[tuple[ast.Import | ast.ImportFrom, ast.alias, str]]:
        """Each import of the top level: its statement, its part, and the name that it binds."""
        for statement in self.tree.body if self.tree else ():
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    yield statement, alias, alias.asname or alias.name.split(".")[0]

    def used_names(self) -> set[str]:
        """The names that the code reads."""
        nodes = ast.walk(self.tree) if self.tree else ()
        return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def python_module(text: Text, code: Code) -> Module:
    """Parses a fenced block. Code that is no Python gives a module without a tree."""
    source = text.readable[code.span.start : code.span.end]
    lines = [Span(line.start, line.end) for line in Text(source).lines()]
    starts = tuple(code.span.start + line.start for line in lines)
    try:
        tree = _tree(_one_byte_each(source)) if len(source) <= _MAX_LENGTH else None
    except SyntaxError as error:
        row = min(max(error.lineno or 1, 1), len(lines))
        return Module(code, None, error.msg, lines[row - 1].shift(code.span.start), starts)
    except (ValueError, RecursionError, MemoryError) as error:
        return Module(code, None, str(error) or "it is nested too deeply", Span(starts[0], starts[0]), starts)
    return Module(code, tree, "", code.span, starts)


@lru_cache(maxsize=16)
def _tree(source: str) -> ast.Module:
    """The syntax tree of a block, which several rules ask for one after the other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _one_byte_each(source: str) -> str:
    """The source with "x" for what is not ASCII: the parser counts columns in bytes, spans count characters."""
    return source if source.isascii() else "".join(char if char.isascii() else "x" for char in source)
