"""The siblings of one card, and the trees that a run has read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from xreg.registry.siblings.listing import relative_to, root_of
from xreg.registry.siblings.tree import Tree
from xreg.schema.document import Document
from xreg.schema.siblings import (
    Sibling,
    SiblingEvidence,
    digest_of,
    is_chinese,
    model_key,
    related,
    version_numbers,
    version_of,
)

# One template was copied 400 times; that so many cards share an asset, a few of them show as well.
_MOST = 64
# The trees of the run that is under way, and where in them its cards lie: processes that it forks know them too.
_trees: dict[str, Tree] = {}
_places: dict[str, tuple[Tree, str]] = {}


class SiblingSource(NamedTuple):
    """Where siblings are looked for: in a folder that was given, else in the tree of assets that a card lies in."""

    folder: str = ""

    def root(self, path: str) -> str:
        """The folder in which the siblings of a card are, or an empty text."""
        return self.folder or root_of(path)


class Trees(NamedTuple):
    """The trees of a run and where in them its cards lie, to be sent to another machine."""

    trees: dict[str, Tree]
    places: dict[str, tuple[Tree, str]]


@contextmanager
def trees_read_once(cards: Iterable[tuple[str, bytes]], source: SiblingSource, cache: Path | None) -> Iterator[None]:
    """Keeps the trees of these cards until the end; within another such run nothing is read again."""
    if _trees:
        yield
        return
    data: dict[str, dict[str, bytes]] = {}
    places: dict[str, tuple[str, str]] = {}
    for path, content in cards:
        if root := source.root(path):
            places[path] = root, relative_to(root, path)
            data.setdefault(root, {})[places[path][1]] = content
    try:
        _trees.update((root, Tree(root, of_root, cache)) for root, of_root in data.items())
        _places.update((path, (_trees[root], relative)) for path, (root, relative) in places.items())
        yield
    finally:
        _trees.clear()
        _places.clear()


def trees_to_send() -> Trees:
    """The trees of the run that is under way, with all that they may be asked for."""
    whole = {root: tree.whole() for root, tree in _trees.items()}
    return Trees(whole, {path: (whole[tree.root], relative) for path, (tree, relative) in _places.items()})


def take_trees(sent: Trees) -> None:
    """Takes the trees of a run on another machine in the place of those that this process knows."""
    _trees.clear()
    _places.clear()
    _trees.update(sent.trees)
    _places.update(sent.places)


def sibling_state(path: str) -> str:
    """Tells apart all that siblings can say of a card of the run, for its cache."""
    tree, relative = _places.get(path, (None, ""))
    return tree.state(relative) if tree else ""


def sibling_evidence(document: Document, source: SiblingSource, cache: Path | None) -> SiblingEvidence | None:
    """What the other cards of the tree say, or `None` for a card that lies in none."""
    root = source.root(document.path)
    if not root:
        return None
    tree, own = _places.get(document.path) or (Tree(root, {}, cache), relative_to(root, document.path))
    same = [path for path in tree.named(model_key(document.place.name)) if path != own]
    named = [sibling for path in same if related(document, (sibling := tree.sibling(path)).place)]
    digests = _sharing((digest_of(asset) for asset in document.assets), tree, own)
    links = _sharing((asset.link for asset in document.assets), tree, own)
    return SiblingEvidence(_twin(document, named), _versions(document, named), digests, links)


def _twin(document: Document, named: list[Sibling]) -> Sibling | None:
    own, chinese = document.place, is_chinese(document.place.name)
    others = (each for each in named if is_chinese(each.place.name) != chinese)
    return next((each for each in others if own.uid and each.place.uid == own.uid), None)


def _versions(document: Document, named: list[Sibling]) -> tuple[Sibling, ...]:
    own, chinese = version_of(document), is_chinese(document.place.name)
    others = (each for each in named if is_chinese(each.place.name) == chinese)
    dated = [(version_numbers(each.place.version), each.path, each) for each in others]
    return tuple(each for version, _, each in sorted(dated, reverse=True) if version and version != own)[:_MOST]


def _sharing(listed: Iterable[str], tree: Tree, own: str) -> dict[str, tuple[Sibling, ...]]:
    """The other cards that list each digest or link, where there are any."""
    found = {text: [path for path in tree.listing_asset(text) if path != own] for text in listed if text}
    return {text: tuple(map(tree.sibling, paths[:_MOST])) for text, paths in found.items() if paths}
