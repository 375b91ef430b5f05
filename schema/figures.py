"""A figure as a card writes it: a label, what the label means, and a number."""

import re
from typing import NamedTuple

from xreg.schema.entities import Metric
from xreg.schema.text import Span

DIGITS = re.compile(r"\d+")
# Behind a number, `acc` only keeps the number of the metric from the figure: `AP50acc59.8`.
SEPARATOR = re.compile(r"(?<=[\d%])acc(?:uracy)?$")


class Meaning(NamedTuple):
    """What a label says: a metric, its name with its numbers (`top1`), and what it was taken on (`vot2015`)."""

    metric: Metric | None
    name: str
    of: str = ""


UNKNOWN = Meaning(None, "")


class Figure(NamedTuple):
    """A number and what it measures.

    `metric`, `name` and `of` are the meaning of the label; `name` is empty where the label is no metric.
    """

    label: str
    metric: Metric | None
    name: str
    of: str
    digits: str
    span: Span
    label_span: Span

    @property
    def shown(self) -> str:
        """The label as a sentence has it: `AP50` of `AP50acc`."""
        return SEPARATOR.sub("", self.label.rstrip(" _:="))

    @property
    def whole(self) -> Span:
        """The label and the number."""
        return Span(self.label_span.start, self.span.end)

    def shifted(self, by: int) -> "Figure":
        """The figure of a text that stands so many characters on."""
        return self._replace(span=self.span.shift(by), label_span=self.label_span.shift(by)) if by else self

    @property
    def value(self) -> float:
        return float(self.digits)

    @property
    def number(self) -> int:
        """The last number in the metric's name: 50 of AP50, 0 where it has none."""
        numbers = DIGITS.findall(self.name)
        return int(numbers[-1]) if numbers else 0

    @property
    def percent(self) -> float:
        """The value in percent; what is at most 1 is read as a fraction."""
        return self.value * 100 if self.value <= 1 else self.value

    def agrees(self, other: "Figure") -> bool:
        """Whether both can be one figure, rounded or cut off: they differ by less than a step of the coarser one."""
        return abs(self.percent - other.percent) < max(self._step, other._step) * 1.001

    @property
    def _step(self) -> float:
        step: float = 10.0 ** -len(self.digits.partition(".")[2])
        return step * 100 if self.value <= 1 else step
