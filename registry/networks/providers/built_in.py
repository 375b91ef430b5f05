"""The networks that xreg itself holds."""

from xreg.registry.networks.built_in.wanted import wanted
from xreg.registry.networks.providers.protocol import CardNetwork, Feed, Given, Target
from xreg.registry.networks.table import known_networks, module_of, source_digest

MINDCV = "mindspore-lab/mindcv"


class BuiltIn:
    """Cards about an architecture of ours, but those of MindCV's: the same layers under other names."""

    name = "built-in"

    def target(self, card: CardNetwork) -> Target | None:
        own = card.subject.architecture
        if not own or own.id not in known_networks() or not (card.shape or card.files) or _other(card):
            return None
        asked = wanted(own.id, (card.shape, own.input), None, None)
        return built_in(own.id, tuple(Given((Feed(shape),), "the card") for shape in asked.shapes), asked.notes)


def built_in(network: str, inputs: tuple[Given, ...], notes: tuple[str, ...] = ()) -> Target:
    """The target of a built-in network."""
    return Target(
        provider=BuiltIn.name,
        network=network,
        origin="xreg",
        digest=source_digest(network),
        builder={"kind": "module", "module": module_of(network), "name": network},
        inputs=inputs,
        search=False,
        probe=False,
        notes=notes,
    )


def _other(card: CardNetwork) -> bool:
    return MINDCV in card.document.value("repo-link")
