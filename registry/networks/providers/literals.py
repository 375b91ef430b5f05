"""What an expression of a script comes to, where it is made of literals: read, and never executed."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xreg.registry.networks.providers.operators import BINARY, CALLS, COMPARE

_TYPES = "float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool_"
DTYPES = frozenset(_TYPES.split())
LARGEST = 1 << 40  # of a number that a script makes
LONGEST = 4096  # entries of a list that a script makes
MOST_DEPTH = 30
MOST_STEPS = 200_000  # of all that is read in one script: names that stand for others twice take 2^n


@dataclass(frozen=True, slots=True)
class Reference:
    """What only the code itself can make: a module of the folder, and what to take from it (`config.net`)."""

    module: str
    path: str

    @property
    def told(self) -> str:
        """As the child is told."""
        return f"{self.module}:{self.path}"

    def within(self, name: str) -> "Reference":
        """An attribute of it."""
        return Reference(self.module, f"{self.path}.{name}")


@dataclass(frozen=True, slots=True)
class Dtype:
    """A type of numbers, `float32`."""

    name: str


class UnknownError(Exception):
    """An expression does not tell its value. Nobody outside of this folder sees it."""


def last(node: ast.expr) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


Look = Callable[[ast.Name, int], Any]
Attribute = Callable[[ast.Attribute, int], Any]


class Literals:
    """Evaluates expressions; names and attributes are looked up by whoever knows the script."""

    def __init__(self, look: Look, attribute: Attribute) -> None:
        self._look, self._attribute, self._left = look, attribute, MOST_STEPS

    def value(self, node: ast.expr, depth: int = 0) -> Any:
        """The value of an expression; raises UnknownError where that is not told."""
        kind = _KINDS.get(type(node))
        self._left -= 1
        if kind is None or depth > MOST_DEPTH or self._left < 0:
            raise UnknownError(type(node).__name__)
        try:
            found = kind(self, node, depth + 1)
        except (ArithmeticError, TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
            raise UnknownError(str(error)[:60]) from error
        if isinstance(found, list | tuple | str) and len(found) > LONGEST:
            raise UnknownError("long")
        return found

    def decided(self, test: ast.expr) -> bool | None:
        """What a condition comes to; `None` where that is not told."""
        try:
            found = self.value(test)
        except UnknownError:
            return None
        return None if isinstance(found, Reference) else bool(found)

    def _constant(self, node: ast.Constant, _: int) -> Any:
        if isinstance(node.value, bytes | complex) or node.value is Ellipsis:
            raise UnknownError("no literal of JSON")
        if isinstance(node.value, int) and node.value.bit_length() > 64:
            raise UnknownError("large")
        return node.value

    def _many(self, node: ast.List | ast.Tuple, depth: int) -> Any:
        found: list[Any] = []
        for each in node.elts:
            if isinstance(each, ast.Starred):
                found += _plain(self.value(each.value, depth))
            else:
                found.append(self.value(each, depth))
            if len(found) > LONGEST:
                raise UnknownError("long")
        return found if isinstance(node, ast.List) else tuple(found)

    def _mapping(self, node: ast.Dict, depth: int) -> Any:
        if any(key is None for key in node.keys):
            raise UnknownError("unpacks another")
        keys = [self.value(key, depth) for key in node.keys if key]
        found = {}
        for key, each in zip(keys, node.values, strict=True):
            try:
                found[key] = self.value(each, depth)
            except UnknownError:
                continue  # an entry that is not told leaves the others as they are
        return found

    def _attr(self, node: ast.Attribute, depth: int) -> Any:
        if node.attr in DTYPES:
            return Dtype(node.attr)
        return self._attribute(node, depth)

    def _item(self, node: ast.Subscript, depth: int) -> Any:
        base, key = self.value(node.value, depth), self.value(node.slice, depth)
        if isinstance(base, Reference):
            raise UnknownError("an entry of what is not known")
        return base[key]

    def _unary(self, node: ast.UnaryOp, depth: int) -> Any:
        found = _plain(self.value(node.operand, depth))
        if isinstance(node.op, ast.Not):
            return not found
        return -found if isinstance(node.op, ast.USub) else found

    def _binary(self, node: ast.BinOp, depth: int) -> Any:
        left, right = _plain(self.value(node.left, depth)), _plain(self.value(node.right, depth))
        if isinstance(left, str) and not isinstance(node.op, ast.Add):
            raise UnknownError("a text that is formatted")
        if any(isinstance(each, list | tuple | str) for each in (left, right)):
            made = max(map(_weight, (left, right))) * _size(left, right)
            if made > LONGEST:
                raise UnknownError("long")
            self._left -= made
        found = BINARY[type(node.op)](left, right)
        if isinstance(found, int | float) and abs(found) > LARGEST:
            raise UnknownError("large")
        return found

    def _chosen(self, node: ast.IfExp, depth: int) -> Any:
        test = self.decided(node.test)
        if test is None:
            raise UnknownError("a condition")
        return self.value(node.body if test else node.orelse, depth)

    def _compared(self, node: ast.Compare, depth: int) -> Any:
        if len(node.ops) != 1:
            raise UnknownError("several comparisons")
        left = _plain(self.value(node.left, depth))
        return COMPARE[type(node.ops[0])](left, _plain(self.value(node.comparators[0], depth)))

    def _called(self, node: ast.Call, depth: int) -> Any:
        function = CALLS.get(last(node.func))
        if function is None or len(node.args) != 1 or node.keywords:
            raise UnknownError("a call")
        return function(_plain(self.value(node.args[0], depth)))


def _plain(value: Any) -> Any:
    if isinstance(value, Reference | Dtype):
        raise UnknownError("no literal")
    return value


def _weight(value: Any) -> int:
    """How much there is in a list, with what is in the lists in it: a list of lists is repeated with all of it."""
    if isinstance(value, str):
        return max(1, len(value))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return max(1, sum(1 if isinstance(each, str) else _weight(each) for each in inner))


def _size(left: Any, right: Any) -> int:
    return max((each for each in (left, right) if isinstance(each, int)), default=1)


_KINDS: dict[type[ast.expr], Callable[[Literals, Any, int], Any]] = {
    ast.Constant: Literals._constant,
    ast.List: Literals._many,
    ast.Tuple: Literals._many,
    ast.Dict: Literals._mapping,
    ast.Name: lambda self, node, depth: self._look(node, depth),
    ast.Attribute: Literals._attr,
    ast.Subscript: Literals._item,
    ast.UnaryOp: Literals._unary,
    ast.BinOp: Literals._binary,
    ast.IfExp: Literals._chosen,
    ast.Compare: Literals._compared,
    ast.Call: Literals._called,
}
