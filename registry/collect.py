"""Collecting the evidence for a card: what is known, what it is about, its asset's bytes, what its network and
its repository show, and what its siblings say.
"""

from pathlib import Path
from typing import NamedTuple

from xreg.registry.asset_files import AssetSource
from xreg.registry.knowledge.load import load
from xreg.registry.networks.modes import Isolation, Mode
from xreg.registry.repositories.evidence import card_links
from xreg.registry.repositories.views import Clones
from xreg.registry.siblings.evidence import SiblingSource, sibling_evidence
from xreg.schema.citations import citations
from xreg.schema.document import Document
from xreg.schema.evidence import AssetFile, Evidence
from xreg.schema.named import named_in
from xreg.schema.network import NetworkEvidence
from xreg.schema.repository import RepositoryEvidence
from xreg.schema.shape import card_shape
from xreg.schema.subject import Subject, subject_of


class Sources(NamedTuple):
    """Where evidence may come from: how networks are asked, where runs are kept, files at hand, siblings, clones.

    `isolation` says whether a network is run where it cannot be kept from everything.
    """

    network: Mode = "auto"
    cache: Path | None = None
    assets: AssetSource = AssetSource()
    siblings: SiblingSource = SiblingSource()
    repositories: Clones = ()
    isolation: Isolation = "auto"


def collect(document: Document, sources: Sources) -> Evidence:
    """All evidence for one card."""
    knowledge = load()
    subject = subject_of(document, knowledge)
    files = tuple(sources.assets.files(document))
    cited = tuple(citations(document, knowledge))
    linked = card_links(document, sources.repositories)
    return Evidence(
        knowledge,
        subject,
        named_in(document, knowledge, subject.architecture),
        cited,
        files,
        _network(document, subject, files, linked.own, sources),
        linked.own,
        sibling_evidence(document, sources.siblings, sources.cache),
        linked.others,
    )


def _network(
    document: Document,
    subject: Subject,
    files: tuple[AssetFile, ...],
    repository: RepositoryEvidence | None,
    sources: Sources,
) -> NetworkEvidence | None:
    if sources.network == "off" or not document.value("model-name"):
        return None
    from xreg.registry.networks.cards import card_evidence
    from xreg.registry.networks.providers.protocol import CardNetwork

    card = CardNetwork(document, subject, card_shape(document), repository, sources.repositories, files)
    return card_evidence(card, sources.network, sources.cache, sources.isolation)
