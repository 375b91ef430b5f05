"""The numbers of parameters that a card's tables state: a column `params(M)`, and a row for each model."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.names import normalise
from xreg.schema.network import NetworkEvidence
from xreg.schema.text import Span

_HEAD = re.compile(r"\W{0,4}(?:params?|parameters)\s{0,2}\(m\)\W{0,4}", re.IGNORECASE)
_MODEL = frozenset({"model", "modelname", "network", "name"})
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?")
_MOST_ROWS = 200
# Two versions of one network differ by as much: MindCV states 11.80 for the 11.79 million of its SE-ResNet-18.
_SLACK = 0.01
# MindSpore keeps these as parameters; most people do not count them.
_STATISTICS = ("moving_mean", "moving_variance")


class Stated(NamedTuple):
    """A number of parameters in millions, as written, where it stands, and the model of its row."""

    model: str
    digits: str
    span: Span

    def within(self, least: int, most: int) -> bool:
        """Whether one of the numbers from `least` to `most` can be written so, rounded or cut off, or nearly so."""
        unit = 10.0 ** -len(self.digits.partition(".")[2])
        slack = max(unit, _SLACK * most / 1e6)
        return least / 1e6 - slack <= float(self.digits) <= most / 1e6 + slack


def count(network: NetworkEvidence) -> tuple[int, int]:
    """How many numbers the network's parameters hold, without the statistics of normalisations and with them."""
    sizes = [(each.name.endswith(_STATISTICS), _size(each.shape)) for each in network.parameters]
    return sum(size for statistic, size in sizes if not statistic), sum(size for _, size in sizes)


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for side in shape:
        size *= side
    return size


def stated(document: Document) -> Iterator[Stated]:
    """What the card's tables state, outside of code."""
    for part in document.sections:
        for span in part.prose():
            yield from _in_prose(document.text.readable, span)


def _in_prose(text: str, span: Span) -> Iterator[Stated]:
    columns: tuple[int, int] | None = None
    rows, start = 0, span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        cells = _cells(line, start) if "|" in line else []
        start += len(line)
        if not cells:
            columns = None
        elif columns is None:
            columns, rows = _columns(text, cells), 0
        elif rows < _MOST_ROWS:
            rows += 1
            yield from _row(text, cells, columns)


def _cells(line: str, start: int) -> list[Span]:
    """The cells between the lines of a table's row, without blanks and emphasis."""
    cells, at = [], start
    for cell in line.strip("\r\n").split("|"):
        inner = cell.strip(" \t*`")
        lead = cell.find(inner) if inner else 0
        cells.append(Span(at + lead, at + lead + len(inner)))
        at += len(cell) + 1
    return cells


def _columns(text: str, cells: list[Span]) -> tuple[int, int] | None:
    """Which columns of a table's head are for the model and for the number of its parameters."""
    names = [text[cell.start : cell.end] for cell in cells]
    models = [at for at, name in enumerate(names) if normalise(name) in _MODEL]
    counts = [at for at, name in enumerate(names) if _HEAD.fullmatch(name)]
    return (models[0], counts[0]) if len(models) == 1 and len(counts) == 1 else None


def _row(text: str, cells: list[Span], columns: tuple[int, int]) -> Iterator[Stated]:
    if len(cells) > max(columns):
        model, number = (cells[at] for at in columns)
        digits = text[number.start : number.end]
        if _NUMBER.fullmatch(digits):
            yield Stated(text[model.start : model.end], digits, number)
