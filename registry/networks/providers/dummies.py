"""The inputs that a repository gives its own network when it exports it: the tensors of a call of `export`, read.

Shapes are told by the script's literals and settings; a size that the settings call a batch is one here, since one
image or text shows as much, and as it is in a second try, for networks that are built for a batch.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from math import prod
from typing import Any

from xreg.registry.networks.providers.literals import Dtype, UnknownError, last
from xreg.registry.networks.providers.protocol import Feed, Given
from xreg.registry.networks.providers.scripts import Script

MOST_VALUES = 1 << 26  # of a tensor
MOST_TENSORS, MOST_EXPORTS = 16, 20
MOST_STEPS = 2000  # of reading one call: names that stand for others twice take 2^n
MOST_IN_BATCH = 1 << 23  # values of a whole batch: a larger one takes all of a run's memory
_SHAPED = frozenset({"zeros", "ones", "full", "empty", "random", "random_sample", "Zeros", "Ones"})
_SIZES = frozenset({"rand", "randn"})  # each argument is a size
_SIZED = {"uniform": 2, "normal": 2, "randint": 2, "standard_normal": 0}  # where `size` stands
_WRAPS = frozenset({"Tensor", "from_numpy", "array", "ascontiguousarray", "expand_dims", "abs"})
_BATCH = re.compile(r"(?:\w*_)?(?:batch_?size|bs|batch)\w*", re.IGNORECASE)


def exported(scripts: Iterable[Script]) -> Iterator[Given]:
    """The inputs of each call of `export` in the scripts that can be read."""
    for script in scripts:
        calls = (call for call in script.calls() if last(call.func) == "export" and len(call.args) > 1)
        for call in islice(calls, MOST_EXPORTS):
            yield from _inputs(script, call)


def _inputs(script: Script, call: ast.Call) -> Iterator[Given]:
    source = f"{script.path}:{call.lineno}"
    found: list[tuple[Feed, ...]] = []
    for one in (True, False):
        try:
            feeds = tuple(_feeds(_Reading(script, one), call.args[1:]))
        except (UnknownError, RecursionError):
            continue
        large = not one and sum(prod(each.shape) for each in feeds) > MOST_IN_BATCH
        if feeds and len(feeds) <= MOST_TENSORS and feeds not in found and not large:
            found.append(feeds)
            yield Given(feeds, source)


def _feeds(reading: "_Reading", nodes: list[ast.expr]) -> Iterator[Feed]:
    for node in nodes:
        if isinstance(node, ast.Starred):
            yield from _feeds(reading, reading.elements(node.value))
        else:
            yield reading.tensor(node, 0)


class _Reading:
    """How tensors are read in one script; `one` tells whether batches are of one."""

    def __init__(self, script: Script, one: bool) -> None:
        self._script, self._one, self._left = script, one, MOST_STEPS

    def elements(self, node: ast.expr) -> list[ast.expr]:
        """The entries of a list, also under a name; raises UnknownError."""
        for value in [node, *self._values(node)]:
            if isinstance(value, ast.List | ast.Tuple):
                return value.elts
        raise UnknownError("no list")

    def _values(self, node: ast.expr) -> list[ast.expr]:
        self._left -= 1
        if self._left < 0:
            raise UnknownError("many steps")
        return self._script.assignments(node.id, node.lineno) if isinstance(node, ast.Name) else []

    def tensor(self, node: ast.expr, depth: int) -> Feed:
        """The tensor that an expression makes; raises UnknownError."""
        if depth > 12:
            raise UnknownError("deep")
        for value in self._values(node):
            try:
                return self.tensor(value, depth + 1)
            except UnknownError:
                continue
        if isinstance(node, ast.Call):
            return self._call(node, depth + 1)
        if isinstance(node, ast.BinOp):  # `np.ones(shape) * 3` has the shape of its only tensor
            return self._either(node, depth + 1)
        if isinstance(node, ast.List | ast.Tuple | ast.Constant):
            return _literal(self._script.found(node))
        raise UnknownError("no tensor")

    def _either(self, node: ast.BinOp, depth: int) -> Feed:
        for side in (each for each in (node.left, node.right) if not isinstance(each, ast.Constant)):
            try:
                return self.tensor(side, depth)
            except UnknownError:
                continue
        raise UnknownError("no tensor")

    def _call(self, call: ast.Call, depth: int) -> Feed:
        name, keys = last(call.func), {each.arg: each.value for each in call.keywords if each.arg}
        if name in ("astype", "copy", "reshape", "repeat") and isinstance(call.func, ast.Attribute):
            return self._changed(call, name, depth)
        given = self._dtype(keys.get("dtype"))
        if name in _WRAPS and (call.args or "input_data" in keys):
            inner = self.tensor(call.args[0] if call.args else keys["input_data"], depth)
            dtype = given or self._dtype(call.args[1] if len(call.args) > 1 else None)
            return inner._replace(dtype=dtype) if dtype else inner
        shape, dtype = self._made(name, call, keys)
        return _checked(shape, given or dtype or _usual(name, call), "ones" if name in ("ones", "Ones") else "")

    def _changed(self, call: ast.Call, name: str, depth: int) -> Feed:
        inner = self.tensor(call.func.value, depth) if isinstance(call.func, ast.Attribute) else None
        if inner is None or name == "repeat":
            raise UnknownError(name)
        if name == "astype":
            return inner._replace(dtype=self._dtype(call.args[0] if call.args else None) or inner.dtype)
        if name == "reshape":
            sizes = call.args[0] if len(call.args) == 1 else ast.Tuple(call.args, ast.Load())
            return _checked(self._shape(sizes), inner.dtype, inner.fill)
        return inner

    def _made(self, name: str, call: ast.Call, keys: dict[str, ast.expr]) -> tuple[Any, str]:
        """The shape that a function makes, and the type that its arguments name."""
        if name in _SIZES:
            return self._shape(ast.Tuple(call.args, ast.Load())), ""
        at = 0 if name in _SHAPED else _SIZED.get(name)
        if name == "initializer":
            at = 1
        sizes = keys.get("shape") or keys.get("size") or (
            call.args[at] if at is not None and len(call.args) > at else None
        )  # fmt: skip
        if sizes is None:
            raise UnknownError(name)
        behind = call.args[at + 1 :] if at is not None and name != "full" else []
        return self._shape(sizes), next((found for each in behind if (found := self._dtype(each))), "")

    def _shape(self, node: ast.expr) -> tuple[Any, ...]:
        for value in self._values(node):
            try:
                return self._shape(value)
            except UnknownError:
                continue
        if isinstance(node, ast.List | ast.Tuple):
            return tuple(self._side(each) for each in node.elts)
        found = self._script.found(node)
        return tuple(found) if isinstance(found, list | tuple) else (found,)

    def _side(self, node: ast.expr) -> Any:
        return 1 if self._one and _BATCH.fullmatch(last(node)) else self._script.found(node)

    def _dtype(self, node: ast.expr | None) -> str:
        if node is None:
            return ""
        try:
            found = self._script.found(node)
        except UnknownError:
            return ""
        return found.name if isinstance(found, Dtype) else ""


def _usual(name: str, call: ast.Call) -> str:
    """The type where none is said: numpy's is `float64`, that of MindSpore's own functions `float32`."""
    if name == "randint":
        return "int64"
    root: ast.expr = call.func
    while isinstance(root, ast.Attribute):
        root = root.value
    return "float64" if last(root) in ("np", "numpy") else "float32"


def _literal(value: Any) -> Feed:
    shape: list[int] = []
    first = value
    while isinstance(first, list | tuple) and first:
        shape.append(len(first))
        first = first[0]
    kinds: dict[type, str] = {bool: "bool", int: "int64", float: "float32"}
    if type(first) not in kinds:
        raise UnknownError("no numbers")
    return _checked(tuple(shape), kinds[type(first)], "")


def _checked(shape: tuple[Any, ...], dtype: str, fill: str) -> Feed:
    values = 1
    for side in shape:
        if type(side) is not int or side < 1:
            raise UnknownError("no size")
        values *= side
    if values > MOST_VALUES or len(shape) > 8:
        raise UnknownError("large")
    return Feed(shape, dtype.rstrip("_"), fill)
