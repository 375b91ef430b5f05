"""XR511: the model's name against what the code of the linked folder accepts."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.spelling import near
from xreg.schema.variants import full_name

_SIZE = re.compile(r"\d{2,}")


@rule("XR511", "name-not-accepted", Severity.ERROR, Applicability.UNSAFE)
def name_not_accepted(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `model-name` that `create_network` of the linked folder refuses.

    `mindspore_hub.load` hands the model's name, letter case and all, to `create_network` in the `mindspore_hub_conf.py`
    of the folder that repo-link goes to. Any other name than those that the code compares with ends in an error. The
    code was read and not run; where it does not tell which names it accepts, nothing is said.

    Example: `model-name: FasterRCNN` where the code accepts `faster_rcnn` alone.

    The fix writes the accepted name that is the same but for letter case, punctuation and the order of its parts, or
    else the one that both file names say, or else the only one, but never one of another size (`resnext50` for
    `resnext101`) or of another architecture (`unet2d` for `unet_nested`), or one that is a letter away (`renext50`), a
    slip in the code. It is unsafe: the branch may have changed since it was read.
    """
    scalar, repository = document.scalar("model-name"), evidence.repository
    names = repository.folder.names if repository and repository.folder else None
    if not scalar or not repository or not names or scalar.value.strip() in names:
        return
    full = full_name(document)
    right = _right_name(scalar.value, full.letters if full else "", names)
    if names_other_architecture(right, evidence) or _is_slip(right, scalar.value):
        right = ""
    fix = Fix(Applicability.UNSAFE, f"write {right}", (Edit(scalar.span, right),)) if right else None
    accepted = ", ".join(names)
    claim = f"names that create_network in {repository.path} accepts"
    facts = (Fact(Origin.REPOSITORY, repository.source, claim, accepted),)
    message = f"create_network in {repository.path} does not accept `{scalar.value}`: it accepts {accepted}"
    yield Hit(message, scalar.span, "model-name", facts, fix)


def _is_slip(accepted: str, name: str) -> bool:
    """Whether the code's own name is a letter away from the card's, and so misspelt."""
    return near(normalise(accepted), normalise(name)) and normalise(name) not in _turned(accepted)


def names_other_architecture(name: str, evidence: Evidence) -> bool:
    """Whether a name is known to be that of another architecture than the card's."""
    own, found = evidence.subject.architecture, evidence.knowledge.architecture_names.resolve(name)
    return bool(own and found and found.id != own.id and found.exact)


def _right_name(name: str, full: str, names: tuple[str, ...]) -> str:
    """The accepted name that a card's name must mean, or nothing; `full` is what both file names say."""
    sizes = _sizes(name) or _sizes(full)
    for wanted in (normalise(name), full):
        same = [each for each in names if normalise(each) == wanted and _sizes(each) == sizes]
        turned = [each for each in names if wanted in _turned(each)]
        if same or turned:
            return (same or turned)[0] if len(same or turned) == 1 else ""
    return names[0] if len(names) == 1 and _sizes(names[0]) in ([], sizes) else ""


def _turned(name: str) -> set[str]:
    """The name with its last parts first: `se_resnet50` is also `resnet50se`."""
    parts = [normalise(part) for part in re.split(r"[_-]", name)]
    return {"".join(parts[at:] + parts[:at]) for at in range(1, len(parts))}


def _sizes(name: str) -> list[str]:
    """The numbers of two digits and more: depths and widths, whose difference is a difference of networks."""
    return _SIZE.findall(name)


RULES = (name_not_accepted,)
