"""What a function that builds a network may be given, read from its code: written as text, as in a call's help."""

from functools import lru_cache
from typing import NamedTuple

# What becomes of arguments beyond those that are named: refused, accepted and never read, or not known.
REFUSED, IGNORED, OPEN = "", "ignored", "open"
UNKNOWN = "…"


class Parameter(NamedTuple):
    """One parameter: `default` is a literal as Python writes it, `…` for any other one, and `None` for no default."""

    name: str
    default: str | None = None

    def __str__(self) -> str:
        return self.name if self.default is None else f"{self.name}={self.default}"


class Signature(NamedTuple):
    """The parameters that may be given by place or by name, those by name alone, and what becomes of others."""

    places: tuple[Parameter, ...] = ()
    names: tuple[Parameter, ...] = ()
    more_places: str = REFUSED
    more_names: str = REFUSED

    def __str__(self) -> str:
        """As text, from which `read_signature` makes the same again."""
        star = [f"*{self.more_places}"] if self.more_places or self.names else []
        last = [f"**{self.more_names}"] if self.more_names else []
        return ", ".join([*map(str, self.places), *star, *map(str, self.names), *last])

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters that have a name."""
        return (*self.places, *self.names)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of a name."""
        return next((each for each in self.parameters if each.name == name), None)


ANYTHING = Signature(more_places=OPEN, more_names=OPEN)


@lru_cache(maxsize=1024)
def read_signature(text: str) -> Signature:
    """Reads what `str` made of a signature."""
    places: list[Parameter] = []
    names: list[Parameter] = []
    more_places = more_names = REFUSED
    into = places
    for part in filter(None, text.split(", ")):
        if part.startswith("**"):
            more_names = part[2:]
        elif part.startswith("*"):
            more_places, into = part[1:], names
        else:
            name, sign, default = part.partition("=")
            into.append(Parameter(name, default if sign else None))
    return Signature(tuple(places), tuple(names), more_places, more_names)
