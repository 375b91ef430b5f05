"""XR212 to XR215: the figures of `evaluation` against each other, their names, and what they can be."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_FIGURE = re.compile(r"\s*(?P<name>[A-Za-z][A-Za-z0-9@_+-]*?[A-Za-z@]|[A-Za-z])(?P<value>\d{1,9}(?:\.\d{1,9})?)%?\s*")
_SPELLED = ("top1acc", "top5acc", "accuracy", "precision", "recall")


class Figure(NamedTuple):
    """One figure of `evaluation`: `mAP41.5` has the name `mAP` and the value 41.5."""

    name: str
    value: float
    span: Span
    name_span: Span


def _figures(scalar: Scalar | None) -> Iterator[Figure]:
    """The figures between the bars that have a name and a number, and nothing else."""
    if not scalar or not scalar.plain:
        return
    at = scalar.start
    for part in scalar.value.split("|"):
        if match := _FIGURE.fullmatch(part):
            name, value = Span(*match.span("name")).shift(at), Span(*match.span("value")).shift(at)
            yield Figure(match["name"], float(match["value"]), Span(name.start, value.end), name)
        at += len(part) + 1


@rule("XR212", "metric-name-misspelled", Severity.ERROR, Applicability.SAFE)
def metric_name_misspelled(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds names of metrics with letters swapped, or one too many or too few.

    Example: `evaluation: top1caa79.38`.

    The fix writes the metric's name. It is safe: no other metric has so like a name.
    """
    for figure in _figures(document.scalar("evaluation")):
        name = figure.name.lower()
        right = next((known for known in _SPELLED if known != name and _near(name, known)), None)
        if right and name not in _SPELLED:
            fix = Fix(Applicability.SAFE, f"write {right}", (Edit(figure.name_span, right),))
            yield Hit(f"`{figure.name}` is `{right}`, misspelt", figure.name_span, "evaluation", fix=fix)


def _near(name: str, known: str) -> bool:
    """Whether one letter is missing, added or another, or the same letters stand in another order."""
    if abs(len(name) - len(known)) > 1 or re.sub(r"\D", "", name) != re.sub(r"\D", "", known):
        return False
    if len(name) == len(known):
        differing = [at for at, (one, other) in enumerate(zip(name, known, strict=True)) if one != other]
        return len(differing) == 1 or set(name) == set(known)
    longer, shorter = sorted((name, known), key=len, reverse=True)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


@rule("XR213", "metric-out-of-range", Severity.ERROR)
def metric_out_of_range(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds figures that the metric cannot have: a structural similarity over 1, a share over 100 percent.

    Example: `SSIM88.31`: the structural similarity lies between -1 and 1.

    There is no fix: whether it was meant as percent, or is another figure, only who measured it knows.
    """
    for figure in _figures(document.scalar("evaluation")):
        name = figure.name.lower()
        most = 1 if name == "ssim" else 100 if name in ("acc", "map", "miou", "iou", *_SPELLED) else None
        if most and figure.value > most:
            message = f"{figure.name} {figure.value:g} is more than {most}, which it cannot be"
            yield Hit(message, figure.span, "evaluation", _range_fact(name, most))


def _range_fact(name: str, most: int) -> tuple[Fact, ...]:
    source = "Wang et al. 2004, doi:10.1109/TIP.2003.819861" if name == "ssim" else "a share, in percent"
    return (Fact(Origin.KNOWLEDGE, source, f"the largest {name}", str(most)),)


@rule("XR214", "average-precisions-contradict", Severity.ERROR)
def average_precisions_contradict(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds an average precision at an overlap of 75 percent that is not below the one at 50 percent.

    What counts as found at 75 percent counts at 50 percent too; on real data some more always does.

    Example: `AP50acc59.8 | AP75acc59.8`.

    There is no fix: which of the two is wrong, only who measured them knows.
    """
    figures = {figure.name.lower().removesuffix("acc"): figure for figure in _figures(document.scalar("evaluation"))}
    low, high = figures.get("ap50"), figures.get("ap75")
    if low and high and high.value >= low.value:
        message = f"AP75 {high.value:g} is not below AP50 {low.value:g}, which includes all that it counts"
        facts = (Fact(Origin.CARD, "evaluation", "AP50", f"{low.value:g}"),)
        yield Hit(message, high.span, "evaluation", facts)


@rule("XR215", "accuracy-of-detector", Severity.WARNING, Applicability.UNSAFE)
def accuracy_of_detector(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds detectors whose only figure is called an accuracy.

    Detectors are measured by mean average precision; an accuracy says nothing of them, and cannot be compared.

    Example: `evaluation: acc36.39` on a card of Faster R-CNN.

    The fix writes `mAP`. It is unsafe: it may be the precision at one overlap, or of one class.
    """
    own, figures = evidence.subject.architecture, list(_figures(document.scalar("evaluation")))
    if own and own.task == "object detection" and len(figures) == 1 and figures[0].name.lower() == "acc":
        span = figures[0].name_span
        facts = (*evidence.subject.facts, Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task))
        fix = Fix(Applicability.UNSAFE, "write mAP", (Edit(span, "mAP"),))
        message = f"{own.name} detects objects, which is measured by mean average precision, not by accuracy"
        yield Hit(message, span, "evaluation", facts, fix)


RULES = (metric_name_misspelled, metric_out_of_range, average_precisions_contradict, accuracy_of_detector)
