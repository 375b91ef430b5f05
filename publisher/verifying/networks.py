"""The network of a card's model with the file in it: run, taken from a record, or not to be had, with the reason."""

from pathlib import Path
from typing import NamedTuple

from xreg.publisher.verifying.measured import Measured
from xreg.registry.collect import Mode
from xreg.registry.formats.values import Contents
from xreg.registry.knowledge.load import load
from xreg.schema.document import Document
from xreg.schema.network import NetworkEvidence
from xreg.schema.shape import card_shape
from xreg.schema.subject import subject_of


class NotAsked(NamedTuple):
    """Why there is no evidence of a network: one sentence."""

    reason: str


Network = NetworkEvidence | NotAsked


def ask_network(document: Document, file: Measured, contents: Contents, mode: Mode, cache: Path | None) -> Network:
    """Builds and runs the network of the card's architecture with the file, or says why not.

    Raises NetworkError where a run was demanded that cannot be had here.
    """
    own = subject_of(document, load()).architecture
    if mode == "off":
        return NotAsked("Networks are not run, as was asked.")
    if not own:
        return NotAsked("The card's names agree on no architecture that is known.")
    from xreg.registry.networks.provider import collect_network
    from xreg.registry.networks.table import known_networks

    if own.id not in known_networks():
        return NotAsked(f"{own.name} cannot be built here: the networks are {', '.join(known_networks())}.")
    if not contents.parameters:
        return NotAsked(f"Files of the format {contents.format} are not loaded into a network.")
    shape = card_shape(document)
    found = collect_network(own.id, shape, own.input, mode, cache, file.path, str(file.digest))
    return found or NotAsked(f"Nothing is known of the network {own.id}.")


def classes_of(document: Document) -> tuple[str, int] | None:
    """The dataset of the card and how many classes it has, where its names agree on one and that is known."""
    found = subject_of(document, load()).dataset
    return (found.name, found.classes) if found and found.classes else None
