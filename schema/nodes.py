"""The front matter as YAML nodes with spans. Scalars stay text: `1.10` must not become 1.1."""

from typing import NamedTuple, TypeAlias

from xreg.schema.text import Span


class Scalar(NamedTuple):
    """A single value as YAML reads it.

    `plain` tells that it is unquoted, so that YAML readers guess its type; `verbatim` that it stands on the card letter
    for letter, so that `start` plus a place in it is that place on the card (escapes and block texts are not so).
    """

    value: str
    span: Span
    plain: bool = True
    verbatim: bool = True

    @property
    def start(self) -> int:
        """The offset of the value's first character, behind an opening quote."""
        return self.span.start if self.plain else self.span.start + 1


class Sequence(NamedTuple):
    """A list of values."""

    items: tuple["Node", ...]
    span: Span


class Entry(NamedTuple):
    """A key with its value."""

    key: Scalar
    value: "Node"

    @property
    def span(self) -> Span:
        """From the key's first character to the value's last."""
        return Span(self.key.span.start, max(self.value.span.end, self.key.span.end))


class Mapping(NamedTuple):
    """Keys with values, in their order, repeated keys included."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> "Node | None":
        """The value under `key`: the last one where a key is repeated, as YAML readers do."""
        entry = self.entry(key)
        return entry.value if entry else None

    def entry(self, key: str) -> Entry | None:
        """The last entry whose key is `key`."""
        for entry in reversed(self.entries):  # asked for a hundred times a card: a generator takes twice as long
            if entry.key.value == key:
                return entry
        return None


Node: TypeAlias = Scalar | Sequence | Mapping

EMPTY = Mapping((), Span(0, 0))


def plain_data(node: Node) -> object:
    """The node as lists, dictionaries and texts: what the pydantic schema validates."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain_data(item) for item in node.items]
    return {entry.key.value: plain_data(entry.value) for entry in node.entries}
