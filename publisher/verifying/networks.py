"""The network of a card's model with the file in it: run, taken from a record, or not to be had, with the reason."""

from pathlib import Path
from typing import NamedTuple

from xreg.publisher.verifying.measured import Measured
from xreg.registry.collect import Mode
from xreg.registry.formats.values import Contents
from xreg.registry.knowledge.load import load
from xreg.registry.repositories.evidence import card_links
from xreg.registry.repositories.views import Clones
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


def ask_network(
    document: Document, file: Measured, contents: Contents, mode: Mode, cache: Path | None, clones: Clones = ()
) -> Network:
    """Builds and runs the card's network with the file, or says why not: a provider's, of `clones` too.

    Raises NetworkError where a run was demanded that cannot be had here.
    """
    if mode == "off":
        return NotAsked("Networks are not run, as was asked.")
    from xreg.registry.networks.cards import card_evidence
    from xreg.registry.networks.providers.protocol import CardNetwork
    from xreg.registry.networks.table import known_networks

    subject = subject_of(document, load())
    own, linked = subject.architecture, card_links(document, clones).own
    graph = contents.format in GRAPHS and file.path.suffix == f".{contents.format}" and mode != "recorded"
    if not own and not linked and not graph:
        return NotAsked("The card's names agree on no architecture that is known.")
    if not contents.parameters and not graph:
        return NotAsked(f"Files of the format {contents.format} are not loaded into a network.")
    asset = AssetFile(0, str(file.path), file.digest.hex, file.size, "")
    card = CardNetwork(document, subject, card_shape(document), linked, clones, (asset,))
    found = card_evidence(card, mode, cache)
    if found is None and own and own.id not in known_networks():
        return NotAsked(f"{own.name} cannot be built here: the networks are {', '.join(known_networks())}.")
    return found or NotAsked(f"Nothing is known of the network {own.id if own else card.name}.")


def classes_of(document: Document) -> tuple[str, int] | None:
    """The dataset of the card and how many classes it has, where its names agree on one and that is known."""
    found = subject_of(document, load()).dataset
    return (found.name, found.classes) if found and found.classes else None
