"""What is known of the folders that a card links to: read from a clone where one is given, else as it was recorded."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from xreg.registry.repositories.elsewhere import elsewhere, release
from xreg.registry.repositories.nearest import nearest
from xreg.registry.repositories.places import place_of, places
from xreg.registry.repositories.views import Clones, View, source_of, view_of
from xreg.schema.document import Document
from xreg.schema.markdown import links
from xreg.schema.repository import Code, Elsewhere, Folder, RepositoryEvidence, repository_link

OWN = "repo-link"
_KEY = f"-{OWN}"


class CardLinks(NamedTuple):
    """What is known of a card's links: of `repo-link`, and of other keys whose names end in it."""

    own: RepositoryEvidence | None = None
    others: tuple[tuple[str, RepositoryEvidence], ...] = ()


def card_links(document: Document, clones: Clones = ()) -> CardLinks:
    """What is known of the folders that a card's front matter links to, and of those of its introduction."""
    version = document.value("mindspore-version").strip("'\" ")
    own = repository_evidence(document.value(OWN), version, clones)
    others = tuple(_others(document, version, clones))
    part = document.section("Introduction")
    if not own or not part:
        return CardLinks(own, others)
    found = (repository_evidence(link.target, version, clones) for link in links(document.text.readable, part.span))
    return CardLinks(own._replace(linked=tuple(each for each in found if each)), others)


def _others(document: Document, version: str, clones: Clones) -> Iterator[tuple[str, RepositoryEvidence]]:
    for entry in document.front.entries:
        key = entry.key.value
        if key.endswith(_KEY) and (found := repository_evidence(document.value(key), version, clones)):
            yield key, found


@lru_cache(maxsize=4096)
def repository_evidence(link_text: str, version: str = "", clones: Clones = ()) -> RepositoryEvidence | None:
    """What is known of the folder that a link goes to.

    `None` for a repository of which nothing is known, for a branch that neither a clone has nor the record, for
    folders in which no models lie, and where a clone lacks what it would take to tell.
    """
    link = repository_link(link_text)
    if not link or not link.path or not _known(link.repository, clones):
        return None
    place = place_of(link.repository)
    view = view_of(place, link.branch, clones)
    if not view or (place.roots and link.path.partition("/")[0] not in place.roots):
        return None
    try:
        exists = view.exists(link.path)
        found = RepositoryEvidence(
            place.name,
            link.branch,
            view.commit,
            view.date,
            view.how,
            link.path,
            exists,
            view.folder(link.path) if exists else None,
            () if exists else nearest(view, link.path),
            link.file,
            revision=view.revision,
        )
        other = None if exists else elsewhere(place, link, version, clones)
        released = release(place, link, version, clones)
        return found._replace(elsewhere=other, release=released, code=_code(found, other, clones))
    except LookupError:
        return None


def _code(found: RepositoryEvidence, other: Elsewhere | None, clones: Clones) -> Code | None:
    """The folder's code where the link goes, or where the folder is found; else on the next branch with a hub file."""
    there = other or found
    repository, branch, path = there.repository, there.branch, there.path
    view = view_of(place_of(repository), branch, clones)
    at: tuple[str, View] | None = (branch, view) if view else None
    if view and not _tells(view.folder(path)):
        at = view.later(path)
    folder = at[1].folder(path) if at else None
    return Code(folder, source_of(repository, *at), at[1].revision) if at and folder and _tells(folder) else None


def _tells(folder: Folder | None) -> bool:
    return bool(folder and folder.signatures)


def _known(repository: str, clones: Clones) -> bool:
    return repository in places() or any(repository == given.name for given in clones)
