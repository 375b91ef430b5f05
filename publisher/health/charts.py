"""The geometry of the charts. Places across are in percent, so that a chart is as wide as there is room."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xreg.publisher.health.figures import Tally

HEIGHT = 98
# Room for the figures above the highest point, and below the axis.
_TOP, _BASE = 24, 90
_MARGIN = 4.0
# The findings a card of fewer cards than this say little; their points are hollow.
FEW = 10


class Segment(NamedTuple):
    """A part of a bar: which severity, from where, and how wide."""

    kind: str
    start: float
    width: float


class Point(NamedTuple):
    """A point of a line chart: what it is of, its place, its figure, and whether there are enough cards behind it."""

    tally: Tally
    x: float
    y: float
    value: str
    few: bool


class Panel(NamedTuple):
    """One line chart of those that stand one above the other, each to its own scale."""

    kind: str
    title: str
    points: tuple[Point, ...]
    base: int


def segments(tally: Tally, most: int) -> list[Segment]:
    """The bar of a tally, where the longest of its chart has `most` findings."""
    start, made = 0.0, []
    for kind, count in (("error", tally.errors), ("warning", tally.warnings), ("info", tally.infos)):
        width = round(100 * count / most, 2) if most else 0.0
        if width:
            made.append(Segment(kind, round(start, 2), width))
        start += width
    return made


def panels(versions: Sequence[Tally]) -> list[Panel]:
    """Findings a card over the versions of the hub, for each severity."""
    return [
        _panel("error", "Errors a card", versions, lambda tally: tally.errors),
        _panel("warning", "Warnings a card", versions, lambda tally: tally.warnings),
        _panel("info", "Information a card", versions, lambda tally: tally.infos),
    ]


def _panel(kind: str, title: str, versions: Sequence[Tally], count: Callable[[Tally], int]) -> Panel:
    values = [count(tally) / tally.cards for tally in versions]
    top = max(values, default=0) or 1  # from nothing to the most: a small trend is read by its figures
    step = (100 - 2 * _MARGIN) / max(len(versions) - 1, 1)
    points = [
        Point(
            tally,
            round(_MARGIN + step * place, 2),
            round(_BASE - (_BASE - _TOP) * value / top, 1),
            f"{value:.2f}",
            tally.cards < FEW,
        )
        for place, (tally, value) in enumerate(zip(versions, values, strict=True))
    ]
    return Panel(kind, title, tuple(points), _BASE)
