"""What a finding is about, and what its fix changes, as pieces of text that a page can colour."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xreg.schema.findings import Edit, Fix
from xreg.schema.text import Span, Text

KEPT, GONE, NEW, MARKED, BREAK, MORE = range(6)
_PLACES = 3
_LEAD = 60
_TAIL = 40
_MIDDLE = 120
_LENGTH = 400
_BLANKS = str.maketrans({" ": "·", "\t": "→", "\n": "↵", "\r": ""})


class Piece(NamedTuple):
    """A piece of the card: as it is, taken away, put in, or marked; or a break between two places."""

    kind: int
    text: str


def marked(text: Text, span: Span) -> Iterator[Piece]:
    """The lines that a finding is about, with the span marked."""
    first, last = _lines(text, span)
    yield from _filled(
        Piece(KEPT, _lead(text[Span(first, span.start)])),
        Piece(MARKED, _long(text[span])),
        Piece(KEPT, _tail(text[Span(min(span.end, last), last)])),
    )


def changed(text: Text, fix: Fix) -> Iterator[Piece]:
    """The lines that a fix changes, at the first places of many."""
    places = list(_places(text, sorted(fix.edits)))
    for number, edits in enumerate(places[:_PLACES]):
        if number:
            yield Piece(BREAK, "")
        yield from _changed(text, edits)
    if len(places) > _PLACES:
        yield Piece(MORE, str(len(places) - _PLACES))


def _places(text: Text, edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The edits, of which there is one at least, in groups that touch the same lines."""
    held = [edits[0]]
    for edit in edits[1:]:
        if _lines(text, edit.span)[0] > _lines(text, held[-1].span)[1]:
            yield held
            held = []
        held.append(edit)
    yield held


def _changed(text: Text, edits: Sequence[Edit]) -> Iterator[Piece]:
    at, _ = _lines(text, edits[0].span)
    for number, (span, content) in enumerate(edits):
        kept = text[Span(at, span.start)]
        yield from _filled(
            Piece(KEPT, _middle(kept) if number else _lead(kept)),
            Piece(GONE, _long(text[span])),
            Piece(NEW, _long(content)),
        )
        at = span.end
    _, last = _lines(text, edits[-1].span)
    yield from _filled(Piece(KEPT, _tail(text[Span(min(at, last), last)])))


def _lines(text: Text, span: Span) -> tuple[int, int]:
    """Where the line begins in which a span begins, and where the one ends in which it ends."""
    end = span.end
    if end > span.start and text.value[end - 1 : end] in ("\n", "\r"):  # the span's own line end is not the next line
        end -= 1
    return text.line(text.location(span.start).row).start, text.line(text.location(end).row).end


def _filled(*pieces: Piece) -> Iterator[Piece]:
    return (piece for piece in pieces if piece.text)


def _lead(text: str) -> str:
    return text if len(text) <= _LEAD else f"…{text[-_LEAD:]}"


def _tail(text: str) -> str:
    return text if len(text) <= _TAIL else f"{text[:_TAIL]}…"


def _middle(text: str) -> str:
    return text if len(text) <= _MIDDLE else f"{text[:_TAIL]} … {text[-_TAIL:]}"


def _long(text: str) -> str:
    """A text of any length; blanks alone are shown as marks, as nobody would see them."""
    if not text.strip(" \t\r\n"):
        return text[:_TAIL].translate(_BLANKS)
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH // 2]} … {text[-_LENGTH // 4 :]}"
