"""XR21x: the figures that a card states against those in its asset's file name."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.figures import Figure
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.metrics import MetricNames, bare_metric
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule


def _stated(scalar: Scalar, names: MetricNames) -> list[Figure]:
    bare = bare_metric(scalar.value, scalar.start)
    return [bare] if bare else [figure for figure in names.figures(scalar.value, scalar.start) if figure.metric]


def _rivals(stated: Figure, named: list[Figure]) -> list[Figure]:
    """The figures of the file name that speak of the same metric; a figure without a name may be any of them."""
    if not stated.name:
        return named
    same = [figure for figure in named if (figure.name, figure.of) == (stated.name, stated.of)]
    return same or [
        figure for figure in named if figure.of == stated.of and {figure.name, stated.name} == {"top1", "acc"}
    ]


@rule("XR211", "accuracy-contradicts-asset-name", Severity.ERROR, Applicability.UNSAFE)
def accuracy_contradicts_asset_name(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds accuracies that are not the one in the asset's own file name.

    The hub's file names state what the checkpoint reached; `accuracy` and `evaluation` are copied from card to card.
    Rounding is no contradiction: 79 and 79.31 agree, and so do 0.79 and 79.

    Example: `accuracy: 0.881` where the asset is `xception_…_1top79.ckpt`.

    The fix writes the file name's figure, in percent, as it stands there. It is unsafe: the link may be the wrong one.
    """
    names = evidence.knowledge.metric_names
    named = list(names.figures_of_file(document.assets[0].file_name)) if len(document.assets) == 1 else []
    named = [figure for figure in named if figure.metric]
    for key in ("accuracy", "evaluation"):
        scalar = document.scalar(key)
        for stated in _stated(scalar, names) if scalar and named else ():
            rivals = _rivals(stated, named)
            if scalar and rivals and not any(stated.agrees(rival) for rival in rivals):
                yield _hit(document, key, scalar, stated, rivals)


def _hit(document: Document, key: str, scalar: Scalar, stated: Figure, rivals: list[Figure]) -> Hit:
    asset, rival = document.assets[0], rivals[0]
    fix = None
    if len(rivals) == 1 and scalar.verbatim:
        fix = Fix(Applicability.UNSAFE, f"write {rival.digits}", (Edit(stated.span, rival.digits),))
    said = " and ".join(f"{rival.of}{rival.name} {rival.digits}" for rival in rivals)
    facts = (Fact(Origin.CARD, asset.field("asset-link"), "the asset's file name", asset.file_name),)
    message = f"{key} {stated.digits} contradicts the asset's own file name, which says {said}"
    return Hit(message, stated.span if scalar.verbatim else scalar.span, key, facts, fix)


RULES = (accuracy_contradicts_asset_name,)
