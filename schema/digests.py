"""Digests as typed values that print themselves."""

import hashlib
import re
from typing import NamedTuple

from xreg.schema.errors import XregError

_PREFIX = "sha256:"
_HEX = re.compile(r"[0-9a-f]{64}")


class DigestError(XregError):
    """A text that is no digest."""


class _DigestFields(NamedTuple):
    hex: str


class Digest(_DigestFields):
    """The SHA-256 of some bytes. Equal, ordered and hashed by value; no other text than 64 lower-case hex gets in."""

    __slots__ = ()

    def __new__(cls, hex: str) -> "Digest":  # noqa: A002 (the field's name)
        """Holds 64 lower-case hexadecimal digits, and refuses anything else."""
        if not _HEX.fullmatch(hex):
            raise DigestError(f"{hex[:80]!r} is no SHA-256: give 64 lower-case hexadecimal digits.")
        return super().__new__(cls, hex)

    @classmethod
    def of(cls, content: bytes) -> "Digest":
        """Measures the digest of some bytes."""
        return cls(hashlib.sha256(content).hexdigest())

    @classmethod
    def parse(cls, text: str) -> "Digest":
        """Reads `sha256:…` as a digest prints itself."""
        if not text.startswith(_PREFIX):
            raise DigestError(f"{text[:80]!r} is no digest: write sha256: and 64 lower-case hexadecimal digits.")
        return cls(text[len(_PREFIX) :])

    def __str__(self) -> str:
        """Writes the digest as `sha256:…`."""
        return _PREFIX + self.hex
