"""Drafts, measured: the release that each would be, and the bytes that it needs."""

from collections.abc import Iterator
from typing import NamedTuple

from xreg.registry.store.blobs import Source, measured
from xreg.registry.store.errors import StoreError
from xreg.registry.store.values import Draft
from xreg.schema.release import Release, ReleasedAsset


class Prepared(NamedTuple):
    """A draft with its blobs: raw card, card, evidence, report, then the assets whose bytes are at hand."""

    draft: Draft
    sources: tuple[Source, ...]

    @property
    def assets(self) -> tuple[ReleasedAsset, ...]:
        """The assets as they will be released."""
        return tuple(asset for asset, _ in self.draft.assets)

    @property
    def files(self) -> tuple[Source, ...]:
        """The assets' bytes, those that are at hand."""
        return self.sources[4:]

    def repeats(self, release: Release) -> bool:
        """Whether a release says the same already. An unsigned one does not, where the draft is to be signed."""
        draft = self.draft
        return (
            (release.raw, release.card) == (self.sources[0].digest, self.sources[1].digest)
            and (release.assets, release.state) == (self.assets, draft.state)
            and (release.attestation is not None or draft.attest is None)
        )

    def release(self, revision: int, time: str) -> Release:
        """Makes the release, as yet without attestation."""
        raw, card, evidence, report = (source.digest for source in self.sources[:4])
        draft = self.draft
        return Release(
            uid=draft.uid,
            revision=revision,
            raw=raw,
            card=card,
            assets=self.assets,
            evidence=evidence,
            verification=report,
            state=draft.state,
            time=time,
            publisher=draft.publisher,
            attestation=None,
            yanked="",
            claims=dict(draft.claims),
        )


def plain(text: str) -> str:
    """Gives a text back that every database can hold. Raises StoreError for any other."""
    if not text.isprintable():
        raise StoreError(f"{text[:80]!r} has characters that cannot be printed: take them out.")
    return text


def prepare(draft: Draft) -> Prepared:
    """Measures a draft's bytes. Raises StoreError where it cannot be released."""
    if not draft.publisher:
        raise StoreError(f"{draft.uid} names no publisher: say who publishes it.")
    for text in (draft.publisher, *(part for asset, _ in draft.assets for part in (asset.name, asset.link))):
        plain(text)
    own = (measured(content) for content in (draft.raw, draft.card, draft.evidence, draft.report))
    return Prepared(draft, (*own, *_assets(draft)))


def _assets(draft: Draft) -> Iterator[Source]:
    """Names the assets' bytes; they are read, and held against their digests, when they are written."""
    for asset, path in draft.assets:
        if path is None:
            continue
        if asset.digest is None:
            raise StoreError(f"The asset {asset.name} of {draft.uid} has bytes and no digest: verify it first.")
        yield Source(asset.digest, asset.size, path)
