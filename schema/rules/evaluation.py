"""XR212 to XR218: the figures of `evaluation`: what they are called, what they can be, and whether they fit."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.figure_checks import contradicting, fitting, of_other_task, out_of_range, without_metric
from xreg.schema.figures import Figure
from xreg.schema.findings import Applicability, Edit, Fix, Severity
from xreg.schema.metrics import bare_metric, metric_key
from xreg.schema.rule import Hit, rule
from xreg.schema.spelling import near, respelled
from xreg.schema.text import Span

# Shorter names are too like each other.
_SHORTEST = 4


def _figures(document: Document, evidence: Evidence) -> list[Figure]:
    scalar = document.scalar("evaluation")
    return list(evidence.knowledge.metric_names.figures(scalar.value, scalar.start)) if scalar and scalar.plain else []


def _figures_of_asset(document: Document, evidence: Evidence) -> list[Figure]:
    """The figures in the file name of the only asset."""
    names = [asset.file_name for asset in document.assets]
    return list(evidence.knowledge.metric_names.figures_of_file(names[0])) if len(names) == 1 else []


@rule("XR212", "metric-name-misspelled", Severity.ERROR, Applicability.SAFE)
def metric_name_misspelled(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds names of metrics with letters swapped, or one too many or too few; and those of datasets among them.

    Example: `evaluation: top1caa79.38`.

    The fix writes the right name. It is safe: no other metric or dataset has so like a name.
    """
    for figure in _figures(document, evidence):
        right = _respelled(figure, evidence) if not figure.metric else None
        if right:
            fix = Fix(Applicability.SAFE, f"write {right}", (Edit(figure.label_span, right),))
            yield Hit(f"`{figure.label}` is `{right}`, misspelt", figure.label_span, "evaluation", fix=fix)


def _respelled(figure: Figure, evidence: Evidence) -> str | None:
    """The one known name that the label is nearly."""
    key, knowledge = metric_key(figure.label), evidence.knowledge
    if len(key) < _SHORTEST or knowledge.dataset_names.resolve(key):
        return None
    names = {name: metric.id for name, metric in knowledge.metric_names.spelled(key).items()}
    found = {name for name in names if len(name) >= _SHORTEST and near(key, name)}
    found = found or {name for name in knowledge.datasets if len(name) > _SHORTEST and near(key, name)}
    if len({names.get(name, name) for name in found}) != 1:
        return None
    nearest = max(sorted(found), key=lambda name: sum(one == other for one, other in zip(name, key, strict=False)))
    return respelled(figure.label, nearest)


@rule("XR213", "metric-out-of-range", Severity.ERROR, Applicability.UNSAFE)
def metric_out_of_range(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds figures that the metric cannot have: a structural similarity over 1, a share over 100 percent, a loss.

    Example: `SSIM88.31`: the structural similarity lies between -1 and 1.

    The fix writes an index that stands there in percent as what it is, `SSIM0.8831`. It is unsafe: it may be another
    figure. For the others there is none: only who measured them knows.
    """
    for wrong in out_of_range(_figures(document, evidence), evidence.knowledge, evidence.subject):
        figure, fix = wrong.figure, None
        if figure.metric and figure.metric.most == 1 and 1 < figure.value <= 100:
            right = f"{float(figure.digits) / 100:.12g}"
            fix = Fix(Applicability.UNSAFE, f"write {right}", (Edit(figure.span, right),))
        yield Hit(wrong.message, figure.whole, "evaluation", wrong.evidence, fix)


@rule("XR214", "figures-contradict", Severity.ERROR)
def figures_contradict(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds figures that cannot stand beside each other.

    What counts as found at an overlap of 75 percent counts at 50 percent too, and on real data some more always does;
    the first five guesses hold the first one; an F-measure lies between precision and recall.

    Example: `AP50acc59.8 | AP75acc59.8`.

    There is no fix: which of the two is wrong, only who measured them knows.
    """
    for wrong in contradicting(_figures(document, evidence), evidence.knowledge, evidence.subject):
        yield Hit(wrong.message, wrong.figure.whole, "evaluation", wrong.evidence)


@rule("XR215", "metric-of-other-task", Severity.WARNING, Applicability.UNSAFE)
def metric_of_other_task(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds evaluations whose every figure is of a metric that says nothing of the model's task.

    Detectors are measured by mean average precision, translators by BLEU; an accuracy says nothing of them, and cannot
    be compared.

    Example: `evaluation: acc36.39` on a card of Faster R-CNN.

    The fix writes the task's metric where it has only one, in place of the only figure's. It is unsafe: it may be the
    precision at one overlap, or of one class.
    """
    figures = _figures(document, evidence)
    for wrong in of_other_task(figures, evidence.knowledge, evidence.subject):
        right, fix = fitting(evidence.subject, evidence.knowledge), None
        if len(right) == 1 and len(figures) == 1 and not wrong.figure.of:
            edit = Edit(wrong.figure.label_span, right[0].id)
            fix = Fix(Applicability.UNSAFE, f"write {right[0].id}", (edit,))
        facts = (*evidence.subject.facts, *wrong.evidence)
        yield Hit(wrong.message, wrong.figure.label_span, "evaluation", facts, fix)


@rule("XR216", "figure-without-metric", Severity.WARNING, Applicability.UNSAFE)
def figure_without_metric(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds figures without a metric: bare numbers, and names of datasets beside figures that name their metric.

    Example: `totaltext81 | ctw1500acc81`: 81 of what on Total-Text?

    The fix of a bare number writes the metric under which the asset's file name has it. It is unsafe: the link may be
    the wrong one. For the others there is none: it need not be the metric that stands beside it.
    """
    scalar = document.scalar("evaluation")
    bare = bare_metric(scalar.value, scalar.start) if scalar and scalar.plain else None
    if bare:
        labels = [figure.label for figure in _figures_of_asset(document, evidence) if figure.agrees(bare)]
        edits = tuple(Edit(Span(bare.span.start, bare.span.start), label) for label in labels)
        fix = Fix(Applicability.UNSAFE, f"write {labels[0]}{bare.digits}", edits) if len(edits) == 1 else None
        yield Hit(f"{bare.digits} of what? evaluation names no metric", bare.span, "evaluation", fix=fix)
    for wrong in without_metric(_figures(document, evidence), evidence.knowledge, evidence.subject):
        if not _respelled(wrong.figure, evidence):
            yield Hit(wrong.message, wrong.figure.label_span, "evaluation", wrong.evidence)


@rule("XR217", "evaluation-without-figure", Severity.WARNING)
def evaluation_without_figure(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds values of `evaluation` and `accuracy` without a single digit.

    Example: `evaluation: no`.

    There is no fix: state what was measured, or leave the key out.
    """
    for key in ("evaluation", "accuracy"):
        scalar = document.scalar(key)
        if scalar and not any(char.isdigit() for char in scalar.value):
            yield Hit(
                f"`{scalar.value.strip()}` is no figure: state what was measured, or leave {key} out", scalar.span, key
            )


RULES = (
    metric_name_misspelled,
    metric_out_of_range,
    figures_contradict,
    metric_of_other_task,
    figure_without_metric,
    evaluation_without_figure,
)
