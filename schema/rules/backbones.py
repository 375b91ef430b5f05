"""XR226: what a card calls the backbone of its network."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Fact, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.variants import full_name

_SHORTEST = 3
# Networks for these tasks are built on a backbone, which reads the picture, and are none themselves.
_BUILT_ON_ONE = (
    "face detection",
    "instance segmentation",
    "multi-person pose estimation",
    "object detection",
    "object detection and instance segmentation",
    "object detection and keypoint detection",
    "scene text detection",
    "text detection",
)


@rule("XR226", "backbone-is-detector", Severity.WARNING)
def backbone_is_detector(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `backbone-name` that name the whole detector.

    A detector is built on a backbone, by which it is chosen: Mask R-CNN on ResNet-50 and on MobileNet are two models.

    Example: `backbone-name: maskrcnn`.

    There is no fix: the repository says which backbone the checkpoint has.
    """
    scalar, knowledge = document.scalar("backbone-name"), evidence.knowledge
    name = knowledge.architecture_names.resolve(scalar.value) if scalar else None
    own = knowledge.architectures.get(name.id) if name and name.exact else None
    if scalar and own and own.task in _BUILT_ON_ONE and not _told(document, scalar.value, evidence):
        fact = Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task)
        message = f"{own.name} is no backbone: it is made for {own.task}, and built on one"
        yield Hit(message, scalar.span, "backbone-name", (fact,))


def _told(document: Document, value: str, evidence: Evidence) -> bool:
    """Whether the backbone is part of the name (`retinanet_resnet101`), or of both file names, as XR223 says."""
    key, full, names = normalise(value), full_name(document), evidence.knowledge.architecture_names
    rest = full.letters.removeprefix(key) if full else key
    found = (names.resolve(key[at:]) for at in range(_SHORTEST, len(key) - _SHORTEST + 1))
    tasks = (evidence.knowledge.architectures[name.id].task for name in found if name)
    return "image classification" in tasks or bool(full and rest != full.letters and names.resolve(rest))


RULES = (backbone_is_detector,)
