"""An entry of a checkpoint in the one form that MindSpore writes, read with three patterns in the place of a parser.

That is three times as fast. What is in any other form, right or wrong, is left to the parser, so nothing is decided
here but how long a good table takes.
"""

import re
from typing import NamedTuple

# A number of at most 35 bits; larger ones are left to the parser.
_NUMBER = rb"[\x80-\xff]{0,4}[\x00-\x7f]"
_HEAD = re.compile(rb"\x0a(" + _NUMBER + rb")\x0a([\x01-\x7f])")
_TENSOR = re.compile(rb"\x12(" + _NUMBER + rb")((?:\x08" + _NUMBER + rb"){0,16})\x12([\x01-\x1f])")
_CONTENT = re.compile(rb"\x1a(" + _NUMBER + rb")")
_DIMENSION = re.compile(rb"\x08(" + _NUMBER + rb")")


class Slice(NamedTuple):
    """A tensor, or a part of one: its name, type and shape, how many bytes are stored, and where it stands."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    size: int
    at: int


def quick_entry(ahead: bytes, start: int, end: int) -> tuple[Slice, int] | None:
    """The entry at `start`, of which `ahead` are the first bytes, and where it ends; None where it has another form."""
    if not (head := _HEAD.match(ahead)):
        return None
    stop = start + head.end(1) + _value(head[1])
    named = head.end() + head[2][0]
    if stop > end or not (tensor := _TENSOR.match(ahead, named)):
        return None
    typed = tensor.end() + tensor[3][0]
    if not (content := _CONTENT.match(ahead, typed)):
        return None
    size, at = _value(content[1]), start + tensor.end(1)
    if at + _value(tensor[1]) != stop or start + content.end() + size != stop:
        return None
    try:
        name, dtype = ahead[head.end() : named].decode(), ahead[tensor.end() : typed].decode()
    except UnicodeDecodeError:
        return None
    return Slice(name, dtype, _shape(tensor[2]), size, at), stop


def _shape(dimensions: bytes) -> tuple[int, ...]:
    """A scalar is written with no dimension, or with one of zero."""
    shape = tuple(map(_value, _DIMENSION.findall(dimensions)))
    return () if shape == (0,) else shape


def _value(number: bytes) -> int:
    value = 0
    for byte in reversed(number):
        value = value << 7 | byte & 0x7F
    return value
