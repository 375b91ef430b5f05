"""What a release is: an immutable record of a card, its assets, and what was verified about them."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from xreg.schema.digests import Digest
from xreg.schema.errors import XregError
from xreg.schema.verification import State

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")


class UidError(XregError):
    """A text that is no UID."""


class _UidFields(NamedTuple):
    publisher: str
    backend: str
    version: str
    name: str


class Uid(_UidFields):
    """The name of a model: `publisher/version/name`, or the hub's older `publisher/backend/version/name`."""

    __slots__ = ()

    def __new__(cls, publisher: str, backend: str, version: str, name: str) -> "Uid":
        """Holds the parts, `backend` empty in the form of three; refuses a part that could be no folder's name."""
        for part in (publisher, *([backend] if backend else []), version, name):
            if not _PART.fullmatch(part):
                raise UidError(
                    f"{part[:80]!r} cannot be part of a UID: use letters, digits and . _ + -, a letter or digit first,"
                    " at most 128 characters."
                )
        return super().__new__(cls, publisher, backend, version, name)

    @classmethod
    def parse(cls, text: str) -> "Uid":
        """Reads a UID of three or four parts."""
        parts = text.split("/")
        if len(parts) == 3:
            parts.insert(1, "")
        elif len(parts) != 4 or not parts[1]:
            raise UidError(f"{text[:200]!r} is no UID: write publisher/version/name or publisher/backend/version/name.")
        return cls(*parts)

    def __str__(self) -> str:
        """Writes the UID with slashes, as it was read."""
        return "/".join(part for part in self if part)


class ReleasedAsset(NamedTuple):
    """One asset of a release: file name, link, digest (none where no bytes were seen), size (-1 unknown), state."""

    name: str
    link: str
    digest: Digest | None
    size: int
    state: State


class Release(NamedTuple):
    """One release. `time` is UTC, ISO 8601 with Z; `yanked` is the reason, "" where it was not yanked.

    `raw` are the card's bytes as given, `card` the corrected card's; `evidence` and `verification` are canonical JSON;
    `claims` are what search filters by and shows: title, model-name, train-dataset, mindspore-version, backend, ….
    """

    uid: Uid
    revision: int
    raw: Digest
    card: Digest
    assets: tuple[ReleasedAsset, ...]
    evidence: Digest
    verification: Digest
    state: State
    time: str
    publisher: str
    attestation: Digest | None
    yanked: str
    claims: Mapping[str, str]

    @property
    def name(self) -> str:
        """The release's own name, `UID@revision`."""
        return f"{self.uid}@{self.revision}"

    @property
    def blobs(self) -> tuple[Digest, ...]:
        """The digests of all that the release names, its attestation included, each once."""
        assets = (asset.digest for asset in self.assets)
        own = (self.raw, self.card, self.evidence, self.verification, self.attestation)
        return tuple(dict.fromkeys(digest for digest in (*own, *assets) if digest is not None))
