"""What the rules are given besides the card: knowledge, subject, asset files, network runs, repository, siblings."""

from typing import NamedTuple

from xreg.schema.citations import Citation
from xreg.schema.knowledge import Knowledge
from xreg.schema.named import Named
from xreg.schema.network import NetworkEvidence
from xreg.schema.repository import RepositoryEvidence
from xreg.schema.siblings import SiblingEvidence
from xreg.schema.subject import Subject


class AssetFile(NamedTuple):
    """The bytes of one asset, read in one pass: which asset, the file's path, `sha256` in hex, size in bytes."""

    number: int
    path: str
    sha256: str
    size: int
    seen: str


class Evidence(NamedTuple):
    """All that was collected for one card. A rule reads from it and never collects on its own."""

    knowledge: Knowledge
    subject: Subject = Subject()
    named: Named = Named()
    citations: tuple[Citation, ...] = ()
    files: tuple[AssetFile, ...] = ()
    network: NetworkEvidence | None = None
    repository: RepositoryEvidence | None = None
    siblings: SiblingEvidence | None = None
    repository_keys: tuple[tuple[str, RepositoryEvidence], ...] = ()
