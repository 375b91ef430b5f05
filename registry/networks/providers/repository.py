"""Networks of a repository that a clone was given for: the linked folder, under the contract of `mindspore_hub.load`.

`load` imports the folder's `mindspore_hub_conf.py` and calls `create_network` with the model's name as it stands on the
card, letter case and all, and with whatever it is given behind that.
"""

from typing import NamedTuple

from xreg.registry.networks.providers.arguments import Dataset, calls_for, scripts
from xreg.registry.networks.providers.entry import HUB_CONF, entry_of
from xreg.registry.networks.providers.inputs import inputs_for
from xreg.registry.networks.providers.protocol import CardNetwork, CardShape, Stage, Target
from xreg.registry.networks.providers.protocol import Given as Attempted
from xreg.registry.networks.providers.scripts import Folder
from xreg.registry.networks.providers.settings import Settings
from xreg.registry.networks.providers.source import source_of
from xreg.registry.networks.providers.usage import used_call
from xreg.registry.repositories.clone import Clone, open_clone
from xreg.registry.repositories.views import Clones, Given
from xreg.schema.network import Supplied


class Place(NamedTuple):
    """A folder of a commit in a clone."""

    clone: Given
    repository: str
    branch: str
    commit: str
    path: str
    tree: str

    @property
    def says(self) -> str:
        """The place for people."""
        return f"{self.repository} {self.branch} at {self.commit[:8]}, {self.path}"


class Asked(NamedTuple):
    """What is asked of a network: its name, and what a card says of it, if it is a card's."""

    name: str
    own: tuple[Supplied, ...] = ()
    shape: CardShape | None = None
    canonical: CardShape | None = None
    dataset: Dataset = Dataset()
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Read(NamedTuple):
    """What the folder's own files say of the network: fields of a Target."""

    calls: tuple[tuple[Supplied, ...], ...]
    inputs: tuple[Attempted, ...]
    reached: tuple[str, ...]
    notes: tuple[str, ...]


class Repository:
    """Cards whose repo-link goes to a folder of a clone at hand with a hub file."""

    name = "repository"

    def target(self, card: CardNetwork) -> Target | None:
        place = place_of_card(card)
        if not place or not card.name:
            return None
        used, dataset, own = used_call(card.document), card.subject.dataset, card.subject.architecture
        asked = Asked(
            card.name,
            used.arguments,
            card.shape,
            own.input if own else None,
            Dataset(dataset.classes, f"the classes of {dataset.name}") if dataset else Dataset(),
            (dataset.id,) if dataset else (),
            (used.note,) if used.note else (),
        )
        return target_at(place, asked)


def place_of_card(card: CardNetwork) -> Place | None:
    """The folder that the card links to, where a clone of the repository has it."""
    found = card.repository
    if not found or found.how != "read" or not found.exists:
        return None
    return place_in(card.clones, found.repository, found.branch, found.path)


def place_in(clones: Clones, repository: str, branch: str, path: str) -> Place | None:
    """A folder on a branch of one of the clones; `None` where there is none, or the clone does not tell."""
    given = next((each for each in clones if each.name == repository), None)
    if given is None:
        return None
    clone = open_clone(given.path, given.state)
    head = clone.head(branch)
    tree = tree_of(clone, head.commit, path) if head else None
    return Place(given, repository, branch, head.commit, path, tree) if head and tree else None


def tree_of(clone: Clone, commit: str, path: str) -> str | None:
    """The name of a folder's object; `None` where there is no such folder, or the clone does not tell."""
    trees = clone.trees
    root = trees.root(commit)
    try:
        entry = trees.at(root, path) if root else None
    except LookupError:
        return None
    return entry.object if entry and entry.folder else None


def target_at(place: Place, asked: Asked) -> Target | None:
    """A network of a folder by its name; `None` where the folder has no hub file."""
    source = source_of(place.clone.path, place.tree)
    if HUB_CONF not in source.files(""):
        return None
    try:
        read = _read(Folder(source, Settings(source, (asked.name, *asked.hints))), asked)
    except RecursionError:  # a script that is nested without end tells nothing
        read = _Read((asked.own,), (), (), asked.notes)
    return Target(
        provider=Repository.name,
        network=asked.name,
        origin=place.says,
        digest=f"git-tree:{place.tree}",
        builder={"kind": "create_network", "name": asked.name},
        stage=Stage(place.clone.path, place.tree),
        **read._asdict(),
    )


def _read(folder: Folder, asked: Asked) -> _Read:
    entry = entry_of(folder, asked.name)
    return _Read(
        calls_for(folder, entry, asked.own, asked.dataset),
        inputs_for(asked.shape, asked.canonical, folder, tuple(scripts(folder))),
        tuple(link.found.node.name for link in entry.links),
        asked.notes,
    )
