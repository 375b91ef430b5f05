"""XR42x: digests and links that other cards list too. One digest is one file, whatever the cards say of it."""

from collections.abc import Iterator

from xreg.schema.document import Asset, Document
from xreg.schema.entities import Architecture, Dataset
from xreg.schema.evidence import Evidence
from xreg.schema.figures import Figure
from xreg.schema.findings import Fact, Origin, Severity
from xreg.schema.knowledge import Knowledge
from xreg.schema.rule import Hit, rule
from xreg.schema.siblings import DIGEST, Sibling, digest_of, model_key, version_numbers


def _same_digest(evidence: Evidence, asset: Asset) -> tuple[Sibling, ...]:
    """The other cards that list an asset's digest."""
    return evidence.siblings.by_digest.get(digest_of(asset), ()) if evidence.siblings else ()


# In points: how far two averages over random draws may lie apart.
_NOISE = 0.1


@rule("XR421", "digest-of-other-model", Severity.WARNING)
def digest_of_other_model(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds digests that a card of another model or dataset lists as well.

    They are one file, so at least one of the cards is wrong about it: a digest was copied with the rest of the card, or
    one file was published under two names. Versions, languages and kin of the same model are no others.

    Example: the card of a network for ImageNet with the digest of the one for Oxford-IIIT Pet.

    There is no fix: download the file, and see with `--asset FILE` what it is.
    """
    for asset in document.assets:
        scalar = asset.scalar("asset-sha256")
        others = (
            (each, _other(evidence, each)) for each in _same_digest(evidence, asset) if _is_foreign(document, each)
        )
        found = next(((each, said) for each, said in others if said), None)
        if scalar and found:
            sibling, (own, other) = found
            fact = Fact(Origin.SIBLING, sibling.path, f"the card of the same digest is for {other}", digest_of(asset))
            message = f"{sibling.path}, a card for {other}, lists the same file; this card is for {own}"
            yield Hit(message, scalar.span, asset.field("asset-sha256"), (fact,))


def _is_foreign(document: Document, sibling: Sibling) -> bool:
    return model_key(sibling.place.name) != model_key(document.place.name)


def _other(evidence: Evidence, sibling: Sibling) -> tuple[str, str] | None:
    """What this card and the other one are for, by name, where that is not the same."""
    own, dataset = evidence.subject.architecture, evidence.subject.dataset
    other, other_dataset = _architecture(sibling, evidence.knowledge), _dataset(sibling, evidence.knowledge)
    if own and other and not evidence.knowledge.akin(own, other):
        return own.name, other.name
    return (dataset.name, other_dataset.name) if dataset and other_dataset and dataset != other_dataset else None


def _architecture(sibling: Sibling, knowledge: Knowledge) -> Architecture | None:
    """The architecture that both the model's name and the file name of a card say."""
    name, file = sibling.value("model-name"), sibling.place.name
    found, other = knowledge.architecture_names.resolve(name), knowledge.architecture_names.resolve_start(file)
    return knowledge.architectures[found.id] if found and other and found.id == other.id else None


def _dataset(sibling: Sibling, knowledge: Knowledge) -> Dataset | None:
    """The dataset that a card names, where it is the name of one alone."""
    found = knowledge.dataset_names.resolve(sibling.value("train-dataset"))
    return knowledge.datasets[found.id] if found and not found.ambiguous else None


@rule("XR422", "link-with-two-digests", Severity.WARNING)
def link_with_two_digests(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds assets whose link stands on another card with another digest.

    One address serves one file; whoever goes by the other card finds the file broken.

    Example: two cards that link `…/resnet50.ckpt`, one with the digest of the file before it was replaced.

    There is no fix: download the file, and see with `--asset FILE` which digest it has.
    """
    siblings = evidence.siblings
    for asset in document.assets if siblings else ():
        scalar, digest = asset.scalar("asset-sha256"), digest_of(asset)
        linking = siblings.by_link.get(asset.link, ()) if siblings and digest else ()
        # A card that has the digest too is not read; the twin has a rule of its own.
        strangers = (each for each in linking if digest.encode() not in each.data and not _is_twin(document, each))
        others = ((each, _digest_at(each, asset.link)) for each in strangers)
        found = next(((each, other) for each, other in others if other), None)
        if scalar and found:
            sibling, other = found
            fact = Fact(Origin.SIBLING, sibling.path, f"the sha256 of {asset.link}", other)
            message = f"the card {sibling.path} gives the same link the sha256 {other[:12]}…, this one {digest[:12]}…"
            yield Hit(message, scalar.span, asset.field("asset-sha256"), (fact,))


def _is_twin(document: Document, sibling: Sibling) -> bool:
    return bool(document.place.uid) and sibling.place.uid == document.place.uid


def _digest_at(sibling: Sibling, link: str) -> str:
    """The well-formed digest that a card gives for a link."""
    digest = sibling.digests.get(link, "")
    return digest if DIGEST.fullmatch(digest) else ""


@rule("XR423", "figure-contradicts-same-digest", Severity.WARNING)
def figure_contradicts_same_digest(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds figures that another card of the very same file states otherwise.

    The same bytes give the same figure; one of the two was copied, or measured on another file. The card is held
    against the newest other version that lists the file. Rounding is no contradiction, nor is a tenth of a point: some
    figures are averages over random draws.

    Example: `AP75acc59.8` in 1.3 where the card of 1.10, with the same digest, says `AP75acc44.5`.

    There is no fix: the newer one is not always the right one.
    """
    asset, scalar = next(iter(document.assets), None), document.scalar("evaluation")
    shared = _same_digest(evidence, asset) if asset and scalar and len(document.assets) == 1 else ()
    versions = (each for each in shared if not _is_foreign(document, each))
    newest = max(versions, key=lambda each: (version_numbers(each.place.version), each.path), default=None)
    if not scalar or not newest or f": {scalar.value}\n".encode("utf-8", "replace") in newest.data:
        return  # nearly all say the same
    names = evidence.knowledge.metric_names
    other = {_metric(figure): figure for figure in names.figures(newest.value("evaluation"))}
    for figure in names.figures(scalar.value, scalar.start) if scalar.plain else ():
        rival = other.get(_metric(figure))
        if rival and not figure.agrees(rival) and abs(figure.value - rival.value) > _NOISE * _scale(rival):
            said = f"{rival.shown} {rival.digits} of the same file"
            fact = Fact(Origin.SIBLING, newest.path, "evaluation of the same file", newest.value("evaluation"))
            where = newest.place.version or newest.path
            message = f"{figure.shown} {figure.digits} contradicts the card of {where}, which says {said}"
            yield Hit(message, figure.whole, "evaluation", (fact,))


def _scale(figure: Figure) -> float:
    """What a point is: 1 of 100, or 0.01 where figures are written as shares."""
    return 1.0 if abs(figure.value) > 1 else 0.01


def _metric(figure: Figure) -> tuple[str, str]:
    """The metric, and what it was taken on; an `acc` behind that says nothing more."""
    name = "" if figure.of and figure.name == "acc" else figure.name
    return (figure.of, name) if figure.of or figure.name else (figure.label.casefold(), "")


RULES = (digest_of_other_model, link_with_two_digests, figure_contradicts_same_digest)
