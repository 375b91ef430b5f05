"""The networks of cards, to record them as the cards call them and at the cards' own input shapes."""

from collections.abc import Iterable, Iterator

from xreg.registry.knowledge.load import load
from xreg.registry.networks.cards import BUILT_IN
from xreg.registry.networks.providers.choose import choose
from xreg.registry.networks.providers.protocol import CardNetwork
from xreg.registry.networks.recording.files import PACKAGES
from xreg.registry.networks.recording.population import Network
from xreg.registry.repositories.evidence import card_links
from xreg.registry.repositories.views import Clones
from xreg.schema.document import Document
from xreg.schema.repository import RepositoryEvidence
from xreg.schema.shape import card_shape
from xreg.schema.subject import subject_of


def networks_of_cards(documents: Iterable[Document], clones: Clones) -> list[Network]:
    """What the cards ask of networks that are not xreg's own, once where several cards ask the same."""
    found = {_asked(network): network for network in _networks(documents, clones)}
    return list(found.values())


def _networks(documents: Iterable[Document], clones: Clones) -> Iterator[Network]:
    knowledge = load()
    for document in documents:
        linked = card_links(document, clones).own
        card = CardNetwork(document, subject_of(document, knowledge), card_shape(document), linked, clones)
        target = choose(card, others=False).target if linked and card.name else None
        if linked and target and target.provider != BUILT_IN:
            folder = PACKAGES.get(linked.repository, linked.path)
            heads, branch = _heads(linked) if target.stage else ({}, "")
            yield Network(linked.repository, folder, target.network, target.digest, branch, heads, target)


def _heads(linked: RepositoryEvidence) -> tuple[dict[str, str], str]:
    return {linked.branch: linked.commit}, linked.branch


def _asked(network: Network) -> object:
    """What tells one question from another: the state, the name, the card's own call, and the inputs."""
    target = network.target
    asked = (target.calls, target.inputs) if target else ()
    return network.repository, network.folder, network.digest, network.network, asked
