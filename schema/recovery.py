"""Reading a front matter that is not YAML as a whole: each `key: value` by itself, so that one slip hides no other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.nodes import Entry, Mapping
from xreg.schema.text import Span
from xreg.schema.yaml_nodes import NotReadableError, read_mapping

_KEY = re.compile(r"(?m)^(?P<key>[A-Za-z][A-Za-z0-9_.() \t-]{0,80}?):(?!//)[ \t]*(?P<value>[^\r\n]*)")


class Unreadable(NamedTuple):
    """An entry that YAML cannot read: why, its value's span if it stands on one line, else the place of the error."""

    reason: str
    span: Span


def recover(text: str, start: int) -> tuple[Mapping, tuple[Unreadable, ...]]:
    """The entries of `text` that can be read one by one, and those that cannot; spans are shifted by `start`."""
    entries: list[Entry] = []
    broken: list[Unreadable] = []
    for chunk in _chunks(text):
        try:
            entries += read_mapping(text[chunk.start : chunk.end], start + chunk.start).entries
        except NotReadableError as error:
            broken.append(_unreadable(text, chunk, start, error))
    return Mapping(tuple(entries), Span(start, start + len(text))), tuple(broken)


def _chunks(text: str) -> Iterator[Span]:
    starts = [match.start() for match in _KEY.finditer(text)]
    if starts and not text[: starts[0]].strip():
        starts[0] = 0
    elif text.strip():
        starts.insert(0, 0)
    return map(Span, starts, [*starts[1:], len(text)])


def _unreadable(text: str, chunk: Span, start: int, error: NotReadableError) -> Unreadable:
    match = _KEY.search(text, chunk.start, chunk.end)
    if match and match["value"].strip() and not text[match.end() : chunk.end].strip():
        value = Span(match.start("value"), match.start("value") + len(match["value"].rstrip()))
        return Unreadable(str(error), value.shift(start))
    at = min(chunk.start + error.offset, max(chunk.end - 1, chunk.start))
    at += len(text[at : chunk.end]) - len(text[at : chunk.end].lstrip())
    return Unreadable(str(error), Span(at, min(at + 1, chunk.end)).shift(start))
