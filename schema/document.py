"""A card, parsed: title, front matter, body sections, and what could not be parsed. Parsing never fails."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from xreg.schema.conforms import conforms
from xreg.schema.markdown import Section, sections
from xreg.schema.nodes import EMPTY, Entry, Mapping, Node, Scalar, Sequence, plain_data
from xreg.schema.place import Place, place_of
from xreg.schema.recovery import Unreadable, recover
from xreg.schema.text import Span, Text
from xreg.schema.yaml_nodes import NotReadableError, read_mapping

# The hub's largest card has a front matter of 6 kB with 22 keys.
MAX_FRONT_MATTER = 64 * 1024
MAX_KEYS = 500
_MARK = re.compile(r"(?:\A|(?<=[\r\n]))---[^\r\n]*")
_FIRST_LINE = re.compile(r"[^\s\ufeff][^\r\n]*")


class Problem(NamedTuple):
    """A part of the card that could not be read: the code of the rule that reports it, why, and where."""

    code: str
    message: str
    span: Span


class _Parts(NamedTuple):
    path: str
    text: Text
    title: Span | None
    front: Mapping
    front_span: Span | None
    body_start: int
    problems: tuple[Problem, ...] = ()


class Document(_Parts):
    """A card's text in its parts. Spans are offsets into `text`; `front` is empty where the front matter is broken."""

    @cached_property
    def place(self) -> Place:
        """What the card's path says of it."""
        return place_of(self.path)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the body, in their order."""
        return tuple(sections(self.text.readable, self.body_start))

    @cached_property
    def title_text(self) -> str:
        """The title without its `#`, or an empty text."""
        return self.text[self.title].strip("# \t") if self.title else ""

    def section(self, *names: str) -> Section | None:
        """The first section that has one of `names`, letter case aside."""
        wanted = {name.casefold() for name in names}
        return next((part for part in self.sections if part.name.casefold() in wanted), None)

    def section_at(self, offset: int) -> Section | None:
        """The section in which an offset lies, its heading included."""
        at = bisect_right(self.sections, offset, key=lambda part: part.heading.start) - 1
        return self.sections[at] if at >= 0 and offset >= self.body_start else None

    def field_at(self, span: Span) -> str:
        """The field of the card in which a span begins, as findings name it."""
        if self.title and span.overlaps(self.title):
            return "title"
        if part := self.section_at(span.start):
            return part.field
        for asset in self.assets:
            for entry in asset.mapping.entries:
                if entry.span.start <= span.start <= entry.span.end:
                    return asset.field(entry.key.value)
        inside = (entry for entry in self.front.entries if entry.span.start <= span.start <= entry.span.end)
        return next((entry.key.value for entry in inside), "")

    def scalar(self, key: str) -> Scalar | None:
        """The value of a front-matter key, if it is a single value that is not empty."""
        return _filled(self._values.get(key))

    @cached_property
    def _values(self) -> "dict[str, Node]":
        """The front matter's values by key, the last of a repeated one: rules ask for them a hundred times."""
        return {entry.key.value: entry.value for entry in self.front.entries}

    def value(self, key: str) -> str:
        """The text of a front-matter key's value, or an empty text."""
        scalar = self.scalar(key)
        return scalar.value.strip() if scalar else ""

    @cached_property
    def data(self) -> object:
        """The front matter as lists, dictionaries and texts."""
        return plain_data(self.front)

    @cached_property
    def conforms(self) -> bool:
        """Whether the front matter conforms to its schema."""
        return conforms(self.data)

    @cached_property
    def assets(self) -> tuple["Asset", ...]:
        """The assets that the card lists."""
        node = self.front.get("asset")
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple(Asset(index, item) for index, item in enumerate(items) if isinstance(item, Mapping))

    def asset(self, number: int) -> "Asset":
        """The asset of this number: an entry of the list that is no asset has a number too."""
        return next(asset for asset in self.assets if asset.number == number)


class Asset(NamedTuple):
    """One entry of the card's `asset` list."""

    number: int
    mapping: Mapping

    def field(self, key: str) -> str:
        """The name under which findings speak of one of the asset's keys."""
        return f"asset[{self.number}].{key}"

    def scalar(self, key: str) -> Scalar | None:
        return _filled(self.mapping.get(key))

    def entry(self, key: str) -> Entry | None:
        return self.mapping.entry(key)

    @property
    def link(self) -> str:
        """The asset's address, without the angle brackets that the hub writes around it."""
        scalar = self.scalar("asset-link")
        return scalar.value.strip().strip("<>") if scalar else ""

    @property
    def file_name(self) -> str:
        """The last part of the asset's address."""
        return self.link.split("?")[0].rstrip("/").rpartition("/")[2]


def parse(text: Text, path: str) -> Document:
    """Reads a card. What cannot be read is among the document's `problems`."""
    marks = _marks(text)
    problems = _encoding_problems(text)
    if len(marks) < 2:
        message = "the card has no front matter: it needs two lines of `---` with `key: value` lines between them"
        missing = Problem("XR002", message, text.line(1))
        return Document(path, text, _title(text, len(text.value)), EMPTY, None, 0, (*problems, missing))
    front_span = Span(min(marks[0].end + _line_end(text, marks[0].end), marks[1].start), marks[1].start)
    front, unreadable = _front(text, front_span)
    return Document(path, text, _title(text, marks[0].start), front, front_span, marks[1].end, (*problems, *unreadable))


def _marks(text: Text) -> list[Span]:
    """The first two lines that begin with `---`, as the hub's own reader finds them."""
    return [Span(*match.span()) for match in islice(_MARK.finditer(text.value), 2)]


def _line_end(text: Text, offset: int) -> int:
    return 2 if text.value.startswith("\r\n", offset) else 1


def _title(text: Text, end: int) -> Span | None:
    """The first line that is not blank, if it stands before the front matter."""
    match = _FIRST_LINE.search(text.value, 0, end)
    return Span(*match.span()) if match else None


def _front(text: Text, span: Span) -> tuple[Mapping, tuple[Problem, ...]]:
    if span.end - span.start > MAX_FRONT_MATTER:
        message = f"the front matter is longer than {MAX_FRONT_MATTER // 1024} KiB: is the closing `---` missing?"
        return EMPTY, (Problem("XR005", message, text.line(text.location(span.start).row)),)
    front = text.readable[span.start : span.end]
    broken: tuple[Unreadable, ...] = ()
    try:
        mapping = read_mapping(front, span.start)
    except NotReadableError:
        mapping, broken = recover(front, span.start)
    if len(mapping.entries) + len(broken) > MAX_KEYS:
        message = f"the front matter has more than {MAX_KEYS} keys: is this a card?"
        return EMPTY, (Problem("XR005", message, text.line(text.location(span.start).row)),)
    return mapping, tuple(Problem("XR003", part.reason, part.span) for part in broken)


def _encoding_problems(text: Text) -> tuple[Problem, ...]:
    if text.readable == text.value:
        return ()
    at = next(i for i, (a, b) in enumerate(zip(text.value, text.readable, strict=True)) if a != b)
    byte = ord(text.value[at]) - 0xDC00
    return (Problem("XR001", f"the byte 0x{byte:02x} is not UTF-8: save the file as UTF-8", Span(at, at + 1)),)


def _filled(node: Node | None) -> Scalar | None:
    return node if isinstance(node, Scalar) and node.value.strip() else None
