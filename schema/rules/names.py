"""XR22x: the names of the model against each other and against the file names."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.entities import Architecture
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.knowledge import Knowledge
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span
from xreg.schema.variants import FullName, full_name, more_precise

# Names that begin with the same letters are forms of one: `predrnn++`, `openposenet`.
_KIN = 3
_DEPTH = re.compile(r"[\d_]+")
# Between the version and the depth of `resnetv150`.
_BEFORE_DEPTH = re.compile(r"(?<=v\d)(?=\d{2,3}\Z)")
_BLANK = re.compile(r"(?<=\w)(?:[_-] {1,9}| {1,9}_)(?=\w)")


def _facts(full: FullName) -> tuple[Fact, ...]:
    return (
        Fact(Origin.CARD, "the card's file name", "the model", full.card),
        Fact(Origin.CARD, "asset[0].asset-link", "the model", full.asset),
    )


def _hit(document: Document, evidence: Evidence, name: str, span: Span, field: str) -> Iterator[Hit]:
    full = full_name(document)
    precise = more_precise(name, full.letters, evidence.knowledge) if full else None
    if full and precise:
        fix = Fix(Applicability.UNSAFE, f"write {precise}", (Edit(span, precise),))
        message = f"`{name}` leaves out the variant: the card's file name and its asset's say {precise}"
        yield Hit(message, span, field, _facts(full), fix)


@rule("XR221", "title-lacks-variant", Severity.WARNING, Applicability.UNSAFE)
def title_lacks_variant(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds titles that name only the family where the card's file name and its asset's name the variant.

    All cards of a family then have one title, and nobody can tell them apart in a list.

    Example: `# resnet` on `resnet152_imagenet2012.md`, whose asset is `resnet152_ascend_….ckpt`.

    The fix writes what the file names have more, with an underscore between two words or two numbers. It is unsafe: the
    repository may know the variant under another name.
    """
    name = document.title_text
    if document.title and name and name.isascii() and " " not in name:
        at = document.title.start + document.text[document.title].index(name)
        yield from _hit(document, evidence, name, Span(at, at + len(name)), "title")


@rule("XR222", "model-name-lacks-variant", Severity.WARNING, Applicability.UNSAFE)
def model_name_lacks_variant(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `model-name` that name only the family where both file names name the variant.

    `mindspore_hub.load` hands the model's name to the repository, which builds its default variant for a family's name:
    the checkpoint then does not fit.

    Example: `model-name: resnet` on `resnet152_imagenet2012.md`, whose asset is `resnet152_ascend_….ckpt`. A name that
    the linked folder's own code accepts is right, unless the code accepts the longer one as well.

    The fix writes what the file names have more. It is unsafe: the repository may know the variant under another name.
    """
    scalar = document.scalar("model-name")
    if scalar and scalar.value.isascii() and " " not in scalar.value and not _only_accepted(document, evidence):
        yield from _hit(document, evidence, scalar.value, scalar.span, "model-name")


def _only_accepted(document: Document, evidence: Evidence) -> bool:
    """Whether the repository's own code accepts the model's name as it stands, and not the longer one."""
    name, full, repository = document.value("model-name"), full_name(document), evidence.repository
    if not full or not repository or not repository.accepts(name):
        return False
    precise = more_precise(name, full.letters, evidence.knowledge)
    return not precise or not repository.accepts(precise)


@rule("XR223", "backbone-repeats-model", Severity.WARNING, Applicability.UNSAFE)
def backbone_repeats_model(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `backbone-name` that repeat the model where both file names name its backbone.

    Example: `backbone-name: faster_rcnn` on `fasterrcnnresnet101_coco2017.md`, whose asset is
    `fasterrcnnresnet101_ascend_….ckpt`.

    The fix writes what the file names have behind the model's name. It is unsafe: the repository may spell it in
    another way.
    """
    scalar, full = document.scalar("backbone-name"), full_name(document)
    if not scalar or not full or normalise(scalar.value) != normalise(document.value("model-name")):
        return
    rest = full.letters.removeprefix(normalise(scalar.value))
    known = evidence.knowledge.architecture_names.resolve(rest) if rest != full.letters else None
    if known and evidence.knowledge.architecture_names.resolve(scalar.value) != known:
        name = _BEFORE_DEPTH.sub("_", rest)
        fix = Fix(Applicability.UNSAFE, f"write {name}", (Edit(scalar.span, name),))
        message = f"backbone-name repeats the model `{scalar.value}`; both file names say that it builds on {name}"
        yield Hit(message, scalar.span, "backbone-name", _facts(full), fix)


@rule("XR224", "blank-in-name", Severity.ERROR, Applicability.SAFE)
def blank_in_name(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds names with a blank beside an underscore or a hyphen.

    Nobody writes a name so on purpose, and nothing finds it.

    Example: `backbone-name: se_ resnet50`.

    The fix removes the blank. It is safe: the letters stay.
    """
    for key in ("model-name", "backbone-name", "train-dataset"):
        scalar = document.scalar(key)
        if scalar and scalar.plain and (match := _BLANK.search(scalar.value)):
            span = Span(*match.span()).shift(scalar.start)
            fix = Fix(Applicability.SAFE, f'write "{match[0].strip()}"', (Edit(span, match[0].strip()),))
            yield Hit(f"`{scalar.value}` has a blank beside `{match[0].strip()}`", span, key, fix=fix)


@rule("XR225", "name-of-whole-for-part", Severity.WARNING, Applicability.UNSAFE)
def name_of_whole_for_part(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds titles and model names that say one name of the model where both file names say another one.

    A method may consist of several networks, and its name does not tell which of them the file holds.

    Example: `# PAMTRI` on `multitasknet_veri.md`, whose asset is `multitasknet_ascend_….ckpt`.

    The fix writes the name that both file names have, as its paper spells it. It is unsafe: the repository may build
    the network under the other name.
    """
    full, names = full_name(document), evidence.knowledge.architecture_names
    own = evidence.knowledge.architectures.get(found.id) if full and (found := names.resolve(full.letters)) else None
    if not full or not own:
        return
    spelt = next((name for name in (own.name, *own.aliases) if normalise(name) == full.letters), "")
    for field, name, start in _names(document):
        if spelt and _other_name(name, full.letters, own, evidence.knowledge):
            span = Span(start, start + len(name))
            fix = Fix(Applicability.UNSAFE, f"write {spelt}", (Edit(span, spelt),))
            message = f"the card's file name and its asset's say {spelt} where the {field} says `{name}`"
            yield Hit(message, span, field, _facts(full), fix)


def _names(document: Document) -> Iterator[tuple[str, str, int]]:
    """Title and model name: the field, the name, and where it begins."""
    title = document.title_text
    if document.title and title:
        yield "title", title, document.title.start + document.text[document.title].index(title)
    scalar = document.scalar("model-name")
    if scalar and scalar.verbatim:
        yield "model-name", scalar.value, scalar.start


def _other_name(name: str, letters: str, own: Architecture, knowledge: Knowledge) -> bool:
    """Whether a name is the architecture's own, and has nothing of the one in the file names."""
    said = normalise(name)
    known = any(normalise(each) == said for each in (own.id, own.name, *own.aliases))
    apart = said not in letters and letters not in said and said[:_KIN] != letters[:_KIN]
    return known and apart and not more_precise(name, letters, knowledge)


@rule("XR227", "backbone-lacks-variant", Severity.WARNING, Applicability.UNSAFE)
def backbone_lacks_variant(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `backbone-name` that repeat a model's name which leaves out the depth.

    Where the model's name says the variant, the family's name may well stand for the backbone, as on many cards. Where
    it does not, neither of the two tells what the file holds.

    Example: `backbone-name: resnet` beside `model-name: resnet` on `resnet152_imagenet2012.md`.

    The fix writes what the file names have more. It is unsafe: the repository may know the variant under another name.
    """
    scalar, name = document.scalar("backbone-name"), document.value("model-name")
    if not scalar or scalar.value != name or not name.isascii() or _only_accepted(document, evidence):
        return
    for hit in _hit(document, evidence, name, scalar.span, "backbone-name"):
        if hit.fix and _DEPTH.sub("", hit.fix.edits[0].content) == _DEPTH.sub("", name):
            yield hit


RULES = (
    title_lacks_variant,
    model_name_lacks_variant,
    backbone_repeats_model,
    blank_in_name,
    name_of_whole_for_part,
    backbone_lacks_variant,
)
