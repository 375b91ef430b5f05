"""Writes protobuf's wire format, right and wrong."""


def varint(value: int) -> bytes:
    """A number, seven bits a byte."""
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def number(field: int, value: int) -> bytes:
    """A field that holds a number."""
    return varint(field << 3) + varint(value)


def content(field: int, value: bytes, length: int | None = None) -> bytes:
    """A field that holds bytes, with a length that may lie."""
    return varint(field << 3 | 2) + varint(len(value) if length is None else length) + value


def entry(name: str, shape: tuple[int, ...] = (2, 3), dtype: str = "Float32", stored: bytes | None = None) -> bytes:
    """An entry of a checkpoint."""
    count = 1
    for side in shape:
        count *= side
    tensor = b"".join(number(1, side) for side in shape) + content(2, dtype.encode())
    tensor += content(3, bytes(4 * count) if stored is None else stored)
    return content(1, content(1, name.encode()) + content(2, tensor))
