"""The parameters of a file against a network's: what differs, what was likely renamed, and both as lines of a diff."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from xreg.registry.networks.text import printable

MOST_LINES = 40
_LONGEST_NAME = 200
# Looking for renames is quadratic within a window: names that only resemble are few, and come in the same order.
_WINDOW, _MOST_RENAMES, _ALIKE = 6, 2000, 0.5


class Tensor(NamedTuple):
    """A parameter of either side; `dtype` as in `float32`."""

    name: str
    shape: tuple[int, ...]
    dtype: str

    def __str__(self) -> str:
        """Writes the parameter as a line shows it."""
        return f"{self.name} {self.dtype} {self.shape}"


class Difference(NamedTuple):
    """What the network has and the file lacks, what the file has besides, what both have otherwise (network, file).

    `renames` leads from what is missing to what is besides, where one is likely the other under another name.
    """

    missing: tuple[Tensor, ...] = ()
    besides: tuple[Tensor, ...] = ()
    changed: tuple[tuple[Tensor, Tensor], ...] = ()
    renames: Mapping[Tensor, Tensor] = {}

    @property
    def none(self) -> bool:
        """Whether both sides hold the same."""
        return not (self.missing or self.besides or self.changed)


def compare(network: Iterable[Tensor], file: Iterable[Tensor]) -> Difference:
    """Compares both sides by name, then finds renames in what is left."""
    wanted, found = {item.name: item for item in network}, {item.name: item for item in file}
    missing = tuple(item for name, item in wanted.items() if name not in found)
    besides = tuple(item for name, item in found.items() if name not in wanted)
    changed = tuple((item, found[name]) for name, item in wanted.items() if found.get(name, item) != item)
    return Difference(missing, besides, changed, _renames(missing, besides))


def _renames(missing: tuple[Tensor, ...], besides: tuple[Tensor, ...]) -> dict[Tensor, Tensor]:
    """Pairs of one shape and type, in the order of both sides, whose names are alike."""
    left: dict[tuple[tuple[int, ...], str], list[Tensor]] = {}
    for item in besides:
        left.setdefault(item[1:], []).append(item)
    pairs: dict[Tensor, Tensor] = {}
    for item in missing[:_MOST_RENAMES]:
        candidates = left.get(item[1:], [])
        at, alike = _most_alike(item.name, candidates[:_WINDOW])
        if alike >= _ALIKE:
            pairs[item] = candidates[at]
            del candidates[: at + 1]
    return pairs


def _most_alike(name: str, candidates: list[Tensor]) -> tuple[int, float]:
    """The candidate whose name is most like the given one, the first of equals."""
    matcher = SequenceMatcher(a="", b=name[-_LONGEST_NAME:], autojunk=False)
    best, at = 0.0, 0
    for number, candidate in enumerate(candidates):
        matcher.set_seq1(candidate.name[-_LONGEST_NAME:])
        if matcher.real_quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, at = ratio, number
    return at, best


def lines(difference: Difference) -> tuple[str, ...]:
    """The difference like a diff, `-` for the network and `+` for the file; what is more than 40 lines is counted."""
    shown, count = [], 0
    for line in _all_lines(difference):
        count += 1
        if count <= MOST_LINES:
            shown.append(printable(line, _LONGEST_NAME))
    return (*shown, f"… and {count - MOST_LINES:,} more lines") if count > MOST_LINES else tuple(shown)


def _all_lines(difference: Difference) -> Iterator[str]:
    for wanted, found in difference.changed:
        yield f"- {wanted}"
        yield f"+ {found}"
    for item in difference.missing:
        yield f"- {item}"
        if renamed := difference.renames.get(item):
            yield f"+ {renamed} (renamed?)"
    renamed_too = set(difference.renames.values())
    yield from (f"+ {item}" for item in difference.besides if item not in renamed_too)


def renaming(difference: Difference) -> str:
    """What all renames have in common, as in `net. before each name`; empty where they have nothing."""
    changes = {_change(old.name, new.name) for old, new in difference.renames.items()}
    if len(changes) != 1 or not difference.renames:
        return ""
    old, new = changes.pop()
    if not old:
        return f"{printable(new, 80)} before each name"
    return f"{printable(new, 80) or 'nothing'} for {printable(old, 80)} at the start of each name"


def _change(old: str, new: str) -> tuple[str, str]:
    """How both names begin before the parts that they end with alike."""
    ours, theirs = old.split("."), new.split(".")
    while ours and theirs and ours[-1] == theirs[-1]:
        ours.pop()
        theirs.pop()
    return "".join(f"{part}." for part in ours), "".join(f"{part}." for part in theirs)
