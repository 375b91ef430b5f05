"""Inputs that the network's own signature suggests, where none that is known of it runs.

The first guesses come from the names of `construct`'s parameters and from sizes that the network states; after each
attempt the framework's message may suggest another, which then goes first.
"""

import inspect
import itertools
import math
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from xreg.registry.networks.worker.hints import hints
from xreg.registry.networks.worker.roles import IMAGE, Role, role_of
from xreg.registry.networks.worker.sizes import SIZES, Sizes
from xreg.registry.networks.worker.stated import Stated, stated_inputs
from xreg.registry.networks.worker.tensors import Input
from xreg.schema.network import GUESS

SIDES = (224, 32, 28, 299, 416, 300, 320, 448, 512, 227, 256, 128, 64, 112, 96, 640, 768)
OTHERS = (  # shapes that are tried where the network takes one thing and no image did: volumes, sequences, features
    ((1, 1, 64, 64, 64), "float32"),
    ((1, 3, 16, 112, 112), "float32"),
    ((1, 128), "int32"),
    ((1, 128, 80), "float32"),
    ((1, 128), "float32"),
    ((1, 224, 224, 3), "float32"),
)
SECONDS, ATTEMPTS = 60.0, 40  # at most, for one network
CODE = "settings that its code has read"
LEARNED = f"{GUESS}, from the framework's message"
SLOW = 10.0  # seconds: where an attempt takes longer, no larger one follows
REPEATED = 4  # attempts with the same message, which names no shape then, and is of no operator
OPERATOR = re.compile(r"For (?:primitive\[|')")
# Errors that no other input cures: of the code, or of a kernel that this device lacks.
HOPELESS = re.compile(
    r"(?:NameError|AttributeError|UnboundLocalError|ImportError|ModuleNotFoundError|NotImplementedError):"
)
NONE = re.compile(r"NoneType|but got None")  # what has a default is needed after all
NO_KERNEL = re.compile(
    r"Unsupported op \[|kernel .{0,80} unregistered|not support(?:ed)? (?:on|in) CPU",
    re.IGNORECASE,
)


class Search:
    """The inputs to try, in turn, and what their errors teach. Each is tried once; the search ends in time."""

    def __init__(self, network: Any, request: dict[str, Any]) -> None:
        self._waiting = list(stated_inputs(network, request.get("builder", {})))
        self._tried = set[str]()
        self._stated, self._names = Sizes(network), parameters(network)
        self._all = all_parameters(network)
        self._guesses = guesses(self._names, self._stated)
        self._end = time.monotonic() + SECONDS
        self._hopeless = False
        self._said = Counter[str]()
        self._largest = float("inf")

    def __iter__(self) -> Iterator[Stated]:
        while not self._hopeless and len(self._tried) < ATTEMPTS and time.monotonic() < self._end:
            found = self._waiting.pop(0) if self._waiting else next(self._guesses, None)
            if found is None:
                return
            if repr(found.input) not in self._tried and values_in(found.input) < self._largest:
                self._tried.add(repr(found.input))
                yield found

    def learn(self, given: Input, error: str, seconds: float) -> None:
        """Take in what the framework said of an input that did not run, and how long it took."""
        if seconds > SLOW:
            self._largest = min(self._largest, values_in(given))
        self._said[error] += OPERATOR.search(error) is None
        self._hopeless = bool(HOPELESS.match(error) or NO_KERNEL.search(error)) or self._said[error] == REPEATED
        self._waiting[:0] = (Stated(LEARNED, each) for each in hints(given, error))
        if NONE.search(error) and self._names != self._all:
            self._names = self._all
            self._guesses = guesses(self._all, self._stated)


def guesses(names: list[str], stated: Sizes) -> Iterator[Stated]:
    """Inputs for parameters of these names, the likeliest first; none where `construct` takes none."""
    if not names:
        return
    roles = [role_of(name) for name in names]
    used = [size for size in SIZES if any(size in role.shape for role in roles)]
    source = CODE if all(map(stated.states, used)) and not any(map(_is_open, roles)) else GUESS
    images = any("height" in role.shape for role in roles)
    sized = source if set(used) - {"batch"} else GUESS
    squares = [(side, side) for side in SIDES]
    for areas, told in ((stated.areas(), source), (squares, GUESS)) if images else (([(0, 0)], sized),):
        for values in itertools.product(*(stated.of(size) for size in used)):
            for height, width in areas:
                found = {**dict(zip(used, values, strict=True)), "channels": 3, "height": height, "width": width}
                yield Stated(told, made(roles, found))
    if roles == [IMAGE]:
        yield from (Stated(GUESS, [{"shape": list(shape), "dtype": dtype}]) for shape, dtype in OTHERS)


def made(roles: Iterable[Role], found: dict[str, int]) -> Input:
    """The tensors of the roles with these sizes."""
    return [_tensor(role, [found[size] if isinstance(size, str) else size for size in role.shape]) for role in roles]


def _is_open(role: Role) -> bool:
    """Whether a role has a number of its own, which the network does not state: only ones are none."""
    return any(isinstance(size, int) and size != 1 for size in role.shape)


def _tensor(role: Role, shape: list[int]) -> dict[str, Any]:
    tensor: dict[str, Any] = {"shape": shape, "dtype": role.dtype}
    return {**tensor, "fill": role.fill} if role.fill else tensor


def values_in(given: Input) -> int:
    """How many values the tensors hold: the time of a run grows with them."""
    return sum(math.prod(each["shape"]) for each in given)


def parameters(network: Any) -> list[str]:
    """The names of what `construct` must be given."""
    return [each.name for each in _positional(network) if each.default is inspect.Parameter.empty]


def all_parameters(network: Any) -> list[str]:
    """The names of what `construct` must be given, and of tensors that it may be given behind that."""
    named = itertools.takewhile(lambda each: each.default in (inspect.Parameter.empty, None), _positional(network))
    return [each.name for each in named]


def _positional(network: Any) -> Iterator[inspect.Parameter]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return (each for each in inspect.signature(network.construct).parameters.values() if each.kind in kinds)
