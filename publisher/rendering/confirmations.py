"""Which claims of a card the evidence bears out, and by what: the other half of what findings say."""

from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.citations import citation_section, written
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Fact, Origin
from xreg.schema.metrics import bare_metric
from xreg.schema.network_facts import beyond_optimisers, how_built, where
from xreg.schema.network_shapes import tried
from xreg.schema.shape import card_shape

# What was read or run bears a claim out; that names agree with each other, or with what is known, is less.
MEASURED = (Origin.ASSET, Origin.NETWORK)


class Confirmation(NamedTuple):
    """A fact that bears out what the card says in `field`."""

    field: str
    fact: Fact


def confirmations(document: Document, evidence: Evidence) -> list[Confirmation]:
    """All that bears out the card's claims."""
    return [item for find in _KINDS for item in find(document, evidence)]


def _names(_: Document, evidence: Evidence) -> Iterator[Confirmation]:
    """Each name is borne out by the others that agree with it."""
    for facts in (evidence.subject.facts, evidence.subject.dataset_facts):
        for one in facts:
            yield from (Confirmation(one.source, other) for other in facts if other.source != one.source)


def _summary(_: Document, evidence: Evidence) -> Iterator[Confirmation]:
    own = evidence.subject.architecture
    if own and any(mention.name.id == own.id for mention in evidence.named.summary_models):
        yield from (Confirmation("summary", fact) for fact in evidence.subject.facts)


def _module_type(document: Document, evidence: Evidence) -> Iterator[Confirmation]:
    own = evidence.subject.architecture
    if own and document.value("module-type") in own.module_types:
        fact = Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task)
        yield Confirmation("module-type", fact)


def _figures(document: Document, evidence: Evidence) -> Iterator[Confirmation]:
    """Figures that the asset's file name states too."""
    names = evidence.knowledge.metric_names
    named = list(names.figures_of_file(document.assets[0].file_name)) if len(document.assets) == 1 else []
    for key in ("accuracy", "evaluation"):
        scalar = document.scalar(key)
        bare = bare_metric(scalar.value) if scalar else None
        stated = [bare] if bare else list(names.figures(scalar.value)) if scalar else []
        if named and any(one.agrees(other) for one in stated for other in named):
            asset = document.assets[0]
            yield Confirmation(
                key, Fact(Origin.CARD, asset.field("asset-link"), "the asset's file name", asset.file_name)
            )


def _version(document: Document, _: Evidence) -> Iterator[Confirmation]:
    folder = document.place.version.lstrip("v")
    if folder and document.value("mindspore-version") == folder:
        yield Confirmation(
            "mindspore-version", Fact(Origin.CARD, document.path, "the version of the card's folder", folder)
        )


def _citation(document: Document, evidence: Evidence) -> Iterator[Confirmation]:
    part, own = citation_section(document), evidence.subject.architecture
    paper = evidence.knowledge.paper_of(own) if own else None
    if part and own and paper and any(item.paper == paper for item in evidence.citations):
        fact = Fact(Origin.KNOWLEDGE, paper.source, f"the paper of {own.name}", written(paper, ""))
        yield Confirmation(part.field, fact)


def _digests(document: Document, evidence: Evidence) -> Iterator[Confirmation]:
    for asset in document.assets:
        scalar = asset.scalar("asset-sha256")
        for file in evidence.files:
            if scalar and file.number == asset.number and file.sha256 == scalar.value.strip():
                claim = f"sha256 of {file.size:,} bytes, read {file.seen}"
                yield Confirmation(asset.field("asset-sha256"), Fact(Origin.ASSET, file.path, claim, file.sha256))


def _input_shape(document: Document, evidence: Evidence) -> Iterator[Confirmation]:
    network, shape = evidence.network, card_shape(document)
    attempts = tried(network, shape) if network else []
    ran = next((each for each in attempts if each.output is not None), None)
    if network and ran:
        claim = f"{network.network} given {ran.shape}"
        yield Confirmation("input-shape", Fact(Origin.NETWORK, where(network), claim, f"output {ran.output}"))
        yield from (Confirmation("input-shape", fact) for fact in how_built(network))


def _checkpoint(document: Document, evidence: Evidence) -> Iterator[Confirmation]:
    network = evidence.network
    check = network.checkpoint if network else None
    if not network or not check or not check.loaded or check.finite is False:
        return
    if check.missing or beyond_optimisers(network) or check.mismatched:
        return
    for file in evidence.files[:1]:
        value = f"all {len(network.parameters)} parameters fit by name and shape"
        value += f"; output {check.output}" if check.output else ""
        fact = Fact(Origin.NETWORK, where(network), f"{network.network} with the file {file.path}", value)
        yield Confirmation(document.asset(file.number).field("asset-link"), fact)


_KINDS = (
    _names,
    _summary,
    _module_type,
    _figures,
    _version,
    _citation,
    _digests,
    _input_shape,
    _checkpoint,
)
