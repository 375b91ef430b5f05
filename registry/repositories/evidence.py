"""What is recorded of the folders that a card links to."""

from functools import lru_cache
from pathlib import Path

from xreg.registry.repositories.record import RECORD, read_record
from xreg.schema.document import Document
from xreg.schema.markdown import links
from xreg.schema.repository import Branch, RepositoryEvidence, last_part, repository_link

REPOSITORY = "gitee.com/mindspore/models"
# The same repository's other address.
ADDRESSES = frozenset({REPOSITORY, "github.com/mindspore-ai/models"})
# As deep as every folder of a branch was recorded.
_DEPTH = 4
# Where models lie; elsewhere (`benchmark/`) are copies of them.
_ROOTS = ("official/", "research/", "community/")
_SHORTEST = 4


def card_repository(document: Document, record: Path = RECORD) -> RepositoryEvidence | None:
    """What is recorded of the folder that `repo-link` goes to, and of those that the introduction links to."""
    own = repository_evidence(document.value("repo-link"), record)
    part = document.section("Introduction")
    if not own or not part:
        return own
    found = [repository_evidence(link.target, record) for link in links(document.text.readable, part.span)]
    return own._replace(linked=tuple(each for each in found if each))


@lru_cache(maxsize=4096)
def repository_evidence(repo_link: str, record: Path = RECORD) -> RepositoryEvidence | None:
    """What is recorded of the folder that a link goes to.

    `None` for another repository (mindspore's own `model_zoo` is one), and for a branch that was not recorded.
    """
    link = repository_link(repo_link)
    if not link or link.repository not in ADDRESSES or not link.path:
        return None
    facts = read_record(record)
    branch = facts.branch(link.branch) if facts else None
    if not branch:
        return None
    exists = link.path in branch.paths or _too_deep(branch, link.path)
    return RepositoryEvidence(
        repository=REPOSITORY,
        branch=branch.name,
        commit=branch.commit,
        date=branch.date,
        how="recorded",
        path=link.path,
        exists=exists,
        folder=branch.folders.get(link.path),
        nearest=() if exists else _nearest(branch, link.path),
        file=link.file,
    )


def _too_deep(branch: Branch, path: str) -> bool:
    """Whether a folder lies deeper than was recorded, within one that exists: of it nothing can be said."""
    parts = path.split("/")
    return len(parts) > _DEPTH and "/".join(parts[:_DEPTH]) in branch.paths


def _is_model(folder: str) -> bool:
    return folder.startswith(_ROOTS) and folder.count("/") > 1


def _nearest(branch: Branch, path: str) -> tuple[str, ...]:
    """The models' folders of the same name; else those whose name holds this one, or is held by it.

    A folder within a model's folder (a backbone, say) is meant only where no model has the name.
    """
    key = last_part(path)
    names = {folder: last_part(folder) for folder in branch.folders if _is_model(folder)}
    same = [folder for folder, name in names.items() if name == key]
    least = min((folder.count("/") for folder in same), default=0)
    found = [folder for folder in same if folder.count("/") == least]
    if not found and len(key) >= _SHORTEST:
        found = [folder for folder, name in names.items() if key in name or (len(name) >= _SHORTEST and name in key)]
    return tuple(sorted(found)[:5])
