"""Collecting the evidence for a card: what is known, what it is about, its asset's bytes, what its network and
its repository show, and what its siblings say.
"""

from pathlib import Path
from typing import Literal, NamedTuple, get_args

from xreg.registry.asset_files import AssetSource
from xreg.registry.knowledge.load import load
from xreg.registry.repositories.evidence import card_links
from xreg.registry.repositories.views import Clones
from xreg.registry.siblings.evidence import SiblingSource, sibling_evidence
from xreg.schema.citations import citations
from xreg.schema.document import Document
from xreg.schema.evidence import AssetFile, Evidence
from xreg.schema.named import named_in
from xreg.schema.network import NetworkEvidence
from xreg.schema.shape import card_shape
from xreg.schema.subject import Subject, subject_of

Mode = Literal["auto", "run", "recorded", "off"]
MODES: tuple[Mode, ...] = get_args(Mode)


class Sources(NamedTuple):
    """Where evidence may come from: how networks are asked, where runs are kept, files at hand, siblings, clones."""

    network: Mode = "auto"
    cache: Path | None = None
    assets: AssetSource = AssetSource()
    siblings: SiblingSource = SiblingSource()
    repositories: Clones = ()


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
        _network(document, subject, files, sources),
        linked.own,
        sibling_evidence(document, sources.siblings, sources.cache),
        linked.others,
    )


def _network(
    document: Document, subject: Subject, files: tuple[AssetFile, ...], sources: Sources
) -> NetworkEvidence | None:
    own = subject.architecture
    if not own or sources.network == "off" or not (files or card_shape(document)):
        return None
    from xreg.registry.networks.provider import collect_network
    from xreg.registry.networks.table import known_networks

    if own.id not in known_networks():
        return None
    file = next(iter(files), None)
    return collect_network(
        own.id,
        card_shape(document),
        own.input,
        sources.network,
        sources.cache,
        Path(file.path) if file else None,
        f"sha256:{file.sha256}" if file else None,
    )
