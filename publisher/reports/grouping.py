"""Evidence without repetition: the facts of one origin that make one claim are said together."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xreg.publisher.reports.plain import cropped, one_line
from xreg.schema.findings import Fact

_MAX_VALUE = 320


class Group(NamedTuple):
    """A claim of one origin: each value that it has, and the sources that say so."""

    origin: str
    claim: str
    values: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """The group on one line: `card: the dataset: imagenet (train-dataset, the card's file name)`."""
        said = "; ".join(f"{value} ({', '.join(sources)})" if sources else value for value, sources in self.values)
        return f"{self.origin}: {self.claim}: {said}"

    @property
    def short(self) -> str:
        """The group where it was said before."""
        return f"{self.origin}: {self.claim}: {'; '.join(value for value, _ in self.values[:1])} (as above)"


def groups(facts: Iterable[Fact]) -> Iterator[Group]:
    """The facts by origin and claim, in the order in which they come; letter case does not make another value."""
    claims: dict[tuple[str, str], dict[str, tuple[str, list[str]]]] = {}
    for origin, source, claim, value in facts:
        values = claims.setdefault((origin.value, claim), {})
        shown = cropped(one_line(value), _MAX_VALUE)
        _, sources = values.setdefault(shown.casefold(), (shown, []))
        if source and (said := one_line(source)) not in sources:
            sources.append(said)
    for (name, claim), values in claims.items():
        yield Group(name, one_line(claim), tuple([(value, tuple(sources)) for value, sources in values.values()]))
