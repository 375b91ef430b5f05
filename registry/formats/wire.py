"""Protobuf's wire format over a file, field by field: what is not asked for is skipped and never read into memory.

Nothing that the file states is believed: every length is held against what is left of the message that it stands in.
"""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from xreg.registry.formats.values import FormatError

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_FIXED = {FIXED64: 8, FIXED32: 4}
_LONGEST_VARINT = 10
# Small enough that a table of thousands of tensors is read without their contents, large enough for one call a field.
_AHEAD = 512


class Field(NamedTuple):
    """A field of a message: its number, its wire type, and where its payload lies; `value` is that of a varint."""

    number: int
    kind: int
    start: int
    end: int
    value: int


class Wire:
    """Reads fields between two offsets of a file, which must not be buffered and is not closed here."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._window = b""
        self._at = 0
        self.size = size

    def fields(self, start: int, end: int) -> Iterator[Field]:
        """The fields of a message. Raises FormatError where its bytes are none."""
        while start < end:
            key, after = self._varint(start, end)
            number, kind = key >> 3, key & 7
            if not 0 < number < 1 << 29:
                raise FormatError(f"no protobuf: field number {number} at byte {start:,}")
            field = self._payload(number, kind, start, after, end)
            yield field
            start = field.end

    def _payload(self, number: int, kind: int, start: int, after: int, end: int) -> Field:
        if kind == VARINT:
            value, stop = self._varint(after, end)
            return Field(number, kind, after, stop, value)
        if kind == BYTES:
            length, after = self._varint(after, end)
        elif kind in _FIXED:
            length = _FIXED[kind]
        else:
            raise FormatError(f"no protobuf: wire type {kind} at byte {start:,}")
        if length > end - after:
            told = f"a field at byte {start:,} says it is {length:,} bytes long; {end - after:,} are left"
            raise FormatError(f"truncated or damaged: {told}")
        return Field(number, kind, after, after + length, 0)

    def _varint(self, start: int, end: int) -> tuple[int, int]:
        value = shift = 0
        place = self._in_window(start, min(start + _LONGEST_VARINT, end))
        for byte in self._window[place : place + min(_LONGEST_VARINT, end - start)]:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value & (1 << 64) - 1, start + shift // 7
        raise FormatError(f"truncated or damaged: a number at byte {start:,} does not end")

    def _in_window(self, start: int, end: int) -> int:
        """Where an offset lies in what was read last; reads on where that does not hold the bytes up to `end`."""
        if not self._at <= start <= end <= self._at + len(self._window):
            self._window, self._at = self._read(start, _AHEAD), start
        return start - self._at

    def _read(self, at: int, length: int) -> bytes:
        self._file.seek(at)
        return self._file.read(length)

    def ahead(self, start: int) -> bytes:
        """What follows an offset, as far as it is read at once; it may go on beyond a message's end."""
        if not self._at <= start <= self._at + len(self._window) - _AHEAD // 2:
            self._window, self._at = self._read(start, _AHEAD), start
        return self._window[start - self._at :]

    def text(self, field: Field, longest: int, what: str) -> str:
        """A field's text. Raises FormatError for one that is too long, or none."""
        if field.kind != BYTES or field.end - field.start > longest:
            raise FormatError(f"{what} at byte {field.start:,} is no text of at most {longest:,} bytes")
        try:
            return self.bytes(field.start, field.end).decode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError(f"{what} at byte {field.start:,} is not UTF-8") from error

    def bytes(self, start: int, end: int) -> bytes:
        """The bytes between two offsets: the caller bounds how many."""
        if self._at <= start and end <= self._at + len(self._window):
            return self._window[start - self._at : end - self._at]
        return self._read(start, end - start)

    def packed(self, field: Field) -> Iterator[int]:
        """The numbers of a repeated field, whether written one by one or packed."""
        if field.kind == VARINT:
            yield field.value
            return
        start = field.start
        while start < field.end:
            value, start = self._varint(start, field.end)
            yield value
