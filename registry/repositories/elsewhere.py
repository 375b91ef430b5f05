"""Where a folder is found that does not exist where a link goes, and which branch is for the card's version."""

from collections.abc import Iterator

from xreg.registry.repositories.nearest import of_same_name
from xreg.registry.repositories.places import Place, places
from xreg.registry.repositories.views import Clones, View, source_of, view_of
from xreg.schema.repository import Elsewhere, Release, RepositoryLink


def elsewhere(place: Place, link: RepositoryLink, version: str, clones: Clones) -> Elsewhere | None:
    """The same path on the branch for the card's version; else where the folder moved to."""
    return next(_candidates(place, link, version, clones), None)


def _candidates(place: Place, link: RepositoryLink, version: str, clones: Clones) -> Iterator[Elsewhere]:
    branch = place.branch_for(version)
    view = view_of(place, branch, clones) if branch and branch != link.branch else None
    if view and view.exists(link.path):
        yield _at(place, branch, link.path, view, f"it exists on {branch}, the branch for the card's version")
    moved = place.moved
    if not moved or not link.path.startswith(f"{moved.path}/"):
        return
    to = places()[moved.to]
    view, path = view_of(to, moved.branch, clones), link.path.removeprefix(f"{moved.path}/")
    found = (path if view.exists(path) else of_same_name(view, path)) if view else ""
    if view and found:
        yield _at(to, moved.branch, found, view, f"{moved.path} moved to {moved.to}")._replace(source=moved.source)


def _at(place: Place, branch: str, path: str, view: View, why: str) -> Elsewhere:
    folder = view.folder(path)
    readmes = folder.readmes if folder else ()
    return Elsewhere(place.name, branch, path, readmes, why, source_of(place.name, branch, view))


def release(place: Place, link: RepositoryLink, version: str, clones: Clones) -> Release | None:
    """The repository's branch for the card's version, where the linked one is for another."""
    linked_for, right = place.version_of(link.branch), place.branch_for(version)
    if not version or not linked_for or not right or place.version_of(right) == linked_for:
        return None
    view = view_of(place, right, clones)
    return Release(right, version, linked_for, view.exists(link.path) if view else None, place.releases_source)
