"""Providers that others add: entry points of the group `xreg.networks`, each a class or function that makes a provider.

One that does not load, or that raises, is named in a note, and the others go on.
"""

from functools import cache
from typing import NamedTuple

from xreg.registry.networks.providers.choose import GROUP
from xreg.registry.networks.providers.protocol import CardNetwork, Provider, Target
from xreg.registry.networks.text import first_paragraph


class Plugins(NamedTuple):
    """Those that loaded, and for each that did not why, for people."""

    providers: tuple[Provider, ...]
    notes: tuple[str, ...]


@cache
def plugins() -> Plugins:
    """The installed ones, in the order of their names. Importing what looks for them takes 50 ms."""
    from importlib.metadata import entry_points

    providers: list[Provider] = []
    notes: list[str] = []
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        try:
            made = point.load()()
            if not callable(getattr(made, "target", None)):
                raise TypeError("it makes nothing that has a method `target`")
            providers.append(made)
        except (Exception, SystemExit) as error:
            notes.append(f"The provider {point.name} of networks does not load ({first_paragraph(error)}).")
    return Plugins(tuple(providers), tuple(notes))


def ask(provider: Provider, name: str, card: CardNetwork) -> tuple[Target | None, str]:
    """A plugin's target, or a note where it raises or gives something else."""
    try:
        found = provider.target(card)
        if found is not None and not isinstance(found, Target):
            raise TypeError(f"it gives {type(found).__name__}, and no Target")
    except (Exception, SystemExit) as error:
        return None, f"The provider {name} of networks failed ({first_paragraph(error)})."
    return found, ""
