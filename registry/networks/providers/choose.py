"""Which provider's network is a card's: the first that has one, in a fixed order.

A graph file at hand says most, the built-in network is the hub's own, then comes the linked repository. Those of others
are asked last, and only where networks may be run at all.
"""

from collections.abc import Callable
from pathlib import PurePath
from typing import NamedTuple

from xreg.registry.networks import table
from xreg.registry.networks.providers.protocol import CardNetwork, Provider, Target
from xreg.schema.repository import RepositoryError

GROUP = "xreg.networks"  # of the entry points of other packages
CHECKPOINTS = (".ckpt", ".safetensors", "")  # files that were fetched have no name of their own


class Choice(NamedTuple):
    """The card's network, if a provider has one, and what went wrong on the way, for people."""

    target: Target | None
    notes: tuple[str, ...] = ()


def choose(card: CardNetwork, others: bool = True) -> Choice:
    """The card's network. `others` tells whether providers of others are asked too."""
    notes: list[str] = []
    for make in _OURS:
        provider = make(card)
        try:
            found = provider.target(card) if provider else None
        except RepositoryError as error:
            notes.append(f"{error}.")
            continue
        if found is not None:
            return Choice(_with_checkpoint(found, card), tuple(notes))
    return _others(card, notes) if others else Choice(None, tuple(notes))


def _with_checkpoint(target: Target, card: CardNetwork) -> Target:
    """The target with the card's file at hand, where that is one that is loaded into a network."""
    file = next(iter(card.files), None)
    loads = file and target.stage and PurePath(file.path).suffix.lower() in CHECKPOINTS
    return target._replace(checkpoint=file) if loads else target


def _others(card: CardNetwork, notes: list[str]) -> Choice:
    if not table.has_entry_points(GROUP):
        return Choice(None, tuple(notes))
    from xreg.registry.networks.providers.plugins import ask, plugins

    loaded = plugins()
    notes += loaded.notes
    for provider in loaded.providers:
        found, note = ask(provider, str(getattr(provider, "name", type(provider).__name__)), card)
        if note:
            notes.append(note)
        if found is not None:
            return Choice(found, tuple(notes))
    return Choice(None, tuple(notes))


# Each is imported only for a card that may be its own: most cards are nobody's, and lint in a blink.
def _graphs(card: CardNetwork) -> Provider | None:
    if not any(each.path.lower().endswith((".mindir", ".onnx")) for each in card.files):
        return None
    from xreg.registry.networks.providers.graphs import Graphs

    return Graphs()


def _built_in(card: CardNetwork) -> Provider | None:
    own = card.subject.architecture
    if not own or own.id not in table.known_networks():
        return None
    from xreg.registry.networks.providers.built_in import BuiltIn

    return BuiltIn()


def _repository(card: CardNetwork) -> Provider | None:
    if not card.clones or not card.repository or card.repository.how != "read":
        return None
    from xreg.registry.networks.providers.repository import Repository

    return Repository()


def _mindcv(card: CardNetwork) -> Provider | None:
    if not card.repository or not card.repository.repository.endswith("/mindcv"):
        return None
    from xreg.registry.networks.providers.mindcv import MindCV

    return MindCV()


_OURS: tuple[Callable[[CardNetwork], Provider | None], ...] = (_graphs, _built_in, _repository, _mindcv)
