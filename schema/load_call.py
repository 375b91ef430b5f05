"""The call of `mindspore_hub.load` in a card's Usage code: what is given to the network besides its name."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from xreg.schema.python_code import Module
from xreg.schema.text import Span

MODULE = "mindspore_hub"
# These are for `load` itself and are not handed on.
_OWN = frozenset({"source", "pretrained", "force_reload"})


class Argument(NamedTuple):
    """One argument behind the model's name: its keyword, if it has one, its value, and the span to remove it by."""

    keyword: str
    value: ast.expr
    span: Span
    whole: Span


class LoadCall(NamedTuple):
    """A call, in which nothing is unpacked: its span, and its arguments behind the model's name."""

    span: Span
    places: tuple[Argument, ...]
    keywords: tuple[Argument, ...]

    @property
    def end(self) -> int:
        """Where a further argument can be put in: behind the last one."""
        return self.span.end - 1


def load_calls(module: Module) -> Iterator[LoadCall]:
    """The calls of a parsed block; one that unpacks lists or dictionaries does not tell what it gives."""
    names = {bound for _, alias, bound in module.imports() if alias.name == MODULE}
    for node in ast.walk(module.tree) if module.tree and names else ():
        if isinstance(node, ast.Call) and _is_load(node.func, names) and _plain(node):
            yield _call(module, node)


def _is_load(function: ast.expr, names: set[str]) -> bool:
    named = isinstance(function, ast.Attribute) and function.attr == "load" and isinstance(function.value, ast.Name)
    return named and isinstance(function, ast.Attribute) and getattr(function.value, "id", "") in names


def _plain(node: ast.Call) -> bool:
    return bool(node.args) and not any(isinstance(each, ast.Starred) for each in node.args) and all(
        each.arg for each in node.keywords
    )  # fmt: skip


def _call(module: Module, node: ast.Call) -> LoadCall:
    given: list[tuple[str, ast.expr, Span]] = [("", each, module.span(each)) for each in node.args]
    given += [(each.arg or "", each.value, module.span(each)) for each in node.keywords]
    given.sort(key=lambda each: each[2])
    arguments = [
        Argument(keyword, value, span, Span(before[2].end, span.end))
        for before, (keyword, value, span) in pairwise(given)
    ]
    places = tuple(each for each in arguments if not each.keyword)
    keywords = tuple(each for each in arguments if each.keyword and each.keyword not in _OWN)
    return LoadCall(Span(module.span(node).start, given[-1][2].end + 1), places, keywords)
