"""Metrics as cards and file names write them: `top1acc79 | top5acc94`, `0.881`, `…_1top79.ckpt`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.text import Span

_METRIC = re.compile(
    r"(?P<name>top[- ]?[15][-_ ]?(?:acc(?:uracy)?)?|[15]top|acc(?:uracy)?)[ :=]*(?P<value>\d+(?:\.\d+)?)(?!\d|acc)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NAMES = {"top1": "top1", "1top": "top1", "top5": "top5", "5top": "top5", "acc": "acc", "accuracy": "acc"}


class Metric(NamedTuple):
    """One figure: `top1`, `top5` or `acc` (`` where it has no name), its digits as written, and their span."""

    name: str
    digits: str
    span: Span

    @property
    def percent(self) -> float:
        """The value in percent; what is at most 1 is read as a fraction."""
        value = float(self.digits)
        return value * 100 if value <= 1 else value

    def agrees(self, other: "Metric") -> bool:
        """Whether both can be one figure, rounded or cut off: they differ by less than a step of the coarser one."""
        return abs(self.percent - other.percent) < max(self._step, other._step) * 1.001

    @property
    def _step(self) -> float:
        step: float = 10.0 ** -len(self.digits.partition(".")[2])
        return step * 100 if float(self.digits) <= 1 else step


def metrics_in(text: str, start: int = 0) -> Iterator[Metric]:
    """The named accuracies in a value or a file name; their spans are shifted by `start`."""
    for match in _METRIC.finditer(text):
        name = _NAMES.get(re.sub(r"[-_ ]|acc(uracy)?$", "", match["name"].lower()) or "acc")
        if name and not match.string[match.start() - 1 : match.start()].isalpha():
            yield Metric(name, match["value"], Span(*match.span("value")).shift(start))


def bare_metric(text: str, start: int = 0) -> Metric | None:
    """The figure of a value that is nothing but a number."""
    match = _NUMBER.fullmatch(text.strip().rstrip("%"))
    at = start + len(text) - len(text.lstrip())
    return Metric("", match[0], Span(at, at + len(match[0]))) if match else None
