"""The network of a card's model with the file in it: run, taken from a record, or not to be had, with the reason."""

from typing import NamedTuple

from xreg.publisher.verifying.measured import Measured
from xreg.registry.collect import Sources
from xreg.registry.formats.values import Contents
from xreg.registry.knowledge.load import load
from xreg.registry.repositories.evidence import card_links
from xreg.schema.document import Document
from xreg.schema.evidence import AssetFile
from xreg.schema.network import NetworkEvidence
from xreg.schema.shape import card_shape
from xreg.schema.subject import subject_of

GRAPHS = ("mindir", "onnx")  # they are networks themselves


class NotAsked(NamedTuple):
    """Why there is no evidence of a network: one sentence."""

    reason: str


Network = NetworkEvidence | NotAsked


def ask_network(document: Document, file: Measured, contents: Contents, sources: Sources) -> Network:
    """Builds and runs the card's network with the file, or says why not.

    Raises NetworkError where a run, or isolation, was demanded that cannot be had here.
    """
    mode, clones = sources.network, sources.repositories
    if mode == "off":
        return NotAsked("Networks are not run, as was asked.")
    from xreg.registry.networks.cards import card_evidence
    from xreg.registry.networks.providers.protocol import CardNetwork

    subject = subject_of(document, load())
    own, linked = subject.architecture, card_links(document, clones).own
    graph = contents.format in GRAPHS and file.path.suffix == f".{contents.format}" and mode != "recorded"
    if not own and not linked and not graph:
        return NotAsked("The card's names agree on no architecture that is known.")
    if not contents.parameters and not graph:
        return NotAsked(f"Files of the format {contents.format} are not loaded into a network.")
    asset = AssetFile(0, str(file.path), file.digest.hex, file.size, "")
    card = CardNetwork(document, subject, card_shape(document), linked, clones, (asset,))
    found = card_evidence(card, mode, sources.cache, sources.isolation)
    if found is None and own:
        return NotAsked(f"No run of {own.name} is recorded: give a clone that has its code, --repository NAME=PATH.")
    return found or NotAsked(f"Nothing is known of the network {card.name}.")


def classes_of(document: Document) -> tuple[str, int] | None:
    """The dataset of the card and how many classes it has, where its names agree on one and that is known."""
    found = subject_of(document, load()).dataset
    return (found.name, found.classes) if found and found.classes else None
