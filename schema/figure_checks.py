"""What can be wrong with figures, wherever they stand: in `evaluation`, or in an asset's file name."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from xreg.schema.entities import Metric
from xreg.schema.figures import Figure
from xreg.schema.findings import Fact, Origin
from xreg.schema.knowledge import Knowledge
from xreg.schema.subject import Subject

_DIGITS = re.compile(r"\d+")
# An accuracy of less than a thousandth of a percent is none: a loss was written down as one.
_NEXT_TO_NOTHING = 0.001


class Wrong(NamedTuple):
    """A figure that is wrong, the sentence that says why, and what says so."""

    figure: Figure
    message: str
    evidence: tuple[Fact, ...] = ()


def out_of_range(figures: Sequence[Figure], _: Knowledge, __: Subject) -> Iterator[Wrong]:
    """The figures that the metric cannot have."""
    for figure in figures:
        metric = figure.metric
        if metric and (said := _bound(figure, metric)):
            fact = Fact(Origin.KNOWLEDGE, metric.source, f"the {metric.name} is", _range(metric))
            yield Wrong(figure, f"{figure.label} {figure.value:g} {said}, which it cannot be", (fact,))


def _bound(figure: Figure, metric: Metric) -> str:
    if metric.most is not None and figure.value > metric.most:
        return f"is more than {metric.most:g}"
    if metric.least is not None and figure.value < metric.least:
        return f"is less than {metric.least:g}"
    if figure.name in ("acc", "top1", "top5") and 0 < figure.value < _NEXT_TO_NOTHING:
        return "is next to nothing, as a loss is"
    return ""


def _range(metric: Metric) -> str:
    bounds = [
        f"at {word} {bound:g}" for word, bound in (("least", metric.least), ("most", metric.most)) if bound is not None
    ]
    return f"{' and '.join(bounds)} ({metric.unit})"


def contradicting(figures: Sequence[Figure], _: Knowledge, __: Subject) -> Iterator[Wrong]:
    """The figures that cannot stand beside each other."""
    yield from _against_the_trend(figures)
    yield from _average_above_its_largest(figures)
    yield from _not_between(figures)


def _against_the_trend(figures: Sequence[Figure]) -> Iterator[Wrong]:
    """The first five guesses hold the first one; what overlaps by 75 percent overlaps by 50."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        if figure.metric and figure.metric.trend and figure.number:
            rest = _DIGITS.findall(figure.name)[:-1]
            groups.setdefault((figure.metric.id, figure.of, ",".join(rest)), []).append(figure)
    for group in groups.values():
        for small, large in pairwise(sorted(group, key=lambda figure: figure.number)):
            up = large.metric is not None and large.metric.trend == "up"
            if small.number != large.number and (large.value < small.value if up else large.value >= small.value):
                yield _contradiction(large, small, "below" if up else "not below")


def _average_above_its_largest(figures: Sequence[Figure]) -> Iterator[Wrong]:
    """The mean average precision over the overlaps from 50 to 95 percent is less than that at 50."""
    named = {figure.name: figure for figure in figures if not figure.of}
    mean, largest = named.get("mAP"), named.get("AP50")
    if mean and largest and mean.value >= largest.value:
        yield _contradiction(mean, largest, "not below")


def _not_between(figures: Sequence[Figure]) -> Iterator[Wrong]:
    """The F-measure lies between precision and recall."""
    named = {figure.name: figure for figure in figures if not figure.of}
    precision, recall, between = named.get("precision"), named.get("recall"), named.get("F1") or named.get("F")
    if precision and recall and between:
        low, high = sorted((precision, recall), key=lambda figure: figure.value)
        if between.value > high.value and not between.agrees(high):
            yield _contradiction(between, high, "above")
        if between.value < low.value and not between.agrees(low):
            yield _contradiction(between, low, "below")


def _contradiction(figure: Figure, other: Figure, relation: str) -> Wrong:
    why = {"not below": "which includes all that it counts", "below": "which it includes"}
    if figure.metric and figure.metric.id == "F#":
        why = dict.fromkeys(("above", "below"), "and it lies between precision and recall")
    message = f"{figure.shown} {figure.value:g} is {relation} {other.shown} {other.value:g}, {why[relation]}"
    return Wrong(figure, message, (Fact(Origin.CARD, "the same figures", other.shown, f"{other.value:g}"),))


def of_other_task(figures: Sequence[Figure], knowledge: Knowledge, subject: Subject) -> Iterator[Wrong]:
    """The first figure, where all of them are of metrics that are not right for the architecture's task."""
    own, tasks = subject.architecture, _tasks(subject)
    known = [figure for figure in figures if figure.metric]
    right = fitting(subject, knowledge)
    if own and right and known and not any(_fits(figure, tasks) for figure in known):
        names = " or ".join(metric.name for metric in right)
        fact = Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task)
        message = f"{own.name} is made for {own.task}, which is measured by {names}, not by {_name(known[0])}"
        yield Wrong(known[0], message, (fact, Fact(Origin.KNOWLEDGE, right[0].source, f"measures {own.task}", names)))


def _name(figure: Figure) -> str:
    return figure.metric.name if figure.metric else figure.label


def _fits(figure: Figure, tasks: set[str]) -> bool:
    return not figure.metric or not figure.metric.tasks or not tasks.isdisjoint(figure.metric.tasks)


def _tasks(subject: Subject) -> set[str]:
    """The architecture's task, by itself and on the card's dataset."""
    if not subject.architecture:
        return set()
    task = subject.architecture.task
    return {task, f"{task} on {subject.dataset.id}"} if subject.dataset else {task}


def fitting(subject: Subject, knowledge: Knowledge) -> list[Metric]:
    """The metrics that are right for the card's task; those that have a number of their own left out."""
    tasks = _tasks(subject)
    return [item for item in knowledge.metrics.values() if not tasks.isdisjoint(item.tasks) and "#" not in item.id]


def without_metric(figures: Sequence[Figure], _: Knowledge, __: Subject) -> Iterator[Wrong]:
    """The figures that name only what they were taken on, where another one names its metric as well."""
    complete = next((figure for figure in figures if figure.metric and figure.of), None)
    for figure in figures:
        if complete and figure.label and not figure.metric:
            yield Wrong(figure, f"`{figure.label}` names no metric, as `{complete.label}` beside it does")


KINDS = (out_of_range, contradicting, of_other_task, without_metric)
