"""Releases as rows of the index, and back."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from xreg.registry.store.tables import assets, releases, uids, yanks
from xreg.schema.digests import Digest
from xreg.schema.release import Release, ReleasedAsset, Uid
from xreg.schema.verification import State

_FIELDS = (
    releases.c.id,
    uids.c.uid,
    releases.c.revision,
    releases.c.raw,
    releases.c.card,
    releases.c.evidence,
    releases.c.verification,
    releases.c.attestation,
    releases.c.state,
    releases.c.time,
    releases.c.publisher,
    releases.c.claims,
    yanks.c.reason,
)
# How many values one statement names at most; SQLite's own limit is higher.
MOST = 500


def selection() -> sa.Select[Any]:
    """Begins a query for releases, which the caller narrows and orders."""
    joined = releases.join(uids, releases.c.uid == uids.c.id).outerjoin(yanks, yanks.c.release == releases.c.id)
    return sa.select(*_FIELDS).select_from(joined)


def read_releases(connection: sa.Connection, query: sa.Select[Any]) -> dict[int, Release]:
    """Reads releases with their assets, by their number in the index, in the order of the query."""
    rows = connection.execute(query).all()
    found = _assets(connection, [row.id for row in rows])
    return {row.id: _release(row, found.get(row.id, ())) for row in rows}


def _assets(connection: sa.Connection, numbers: list[int]) -> dict[int, tuple[ReleasedAsset, ...]]:
    found: dict[int, tuple[ReleasedAsset, ...]] = {}
    for part in parts(numbers):
        query = sa.select(assets).where(assets.c.release.in_(part)).order_by(assets.c.release, assets.c.position)
        for row in connection.execute(query):
            asset = ReleasedAsset(row.name, row.link, _digest(row.digest), row.size, State(row.state))
            found[row.release] = (*found.get(row.release, ()), asset)
    return found


def _release(row: sa.Row[Any], found: tuple[ReleasedAsset, ...]) -> Release:
    return Release(
        uid=Uid.parse(row.uid),
        revision=row.revision,
        raw=Digest(row.raw),
        card=Digest(row.card),
        assets=found,
        evidence=Digest(row.evidence),
        verification=Digest(row.verification),
        state=State(row.state),
        time=row.time,
        publisher=row.publisher,
        attestation=_digest(row.attestation),
        yanked=row.reason or "",
        claims=json.loads(row.claims),
    )


def _digest(text: str | None) -> Digest | None:
    return Digest(text) if text else None


def release_row(number: int, uid: int, release: Release) -> dict[str, Any]:
    """Writes the row of a release."""
    return {
        "id": number,
        "uid": uid,
        "revision": release.revision,
        "raw": release.raw.hex,
        "card": release.card.hex,
        "evidence": release.evidence.hex,
        "verification": release.verification.hex,
        "attestation": release.attestation.hex if release.attestation else None,
        "state": release.state.value,
        "time": release.time,
        "publisher": release.publisher,
        "claims": canonical(dict(release.claims)),
        "seal": seal(release).hex,
    }


def asset_rows(number: int, release: Release, held: Iterable[Digest]) -> list[dict[str, Any]]:
    """Writes the rows of a release's assets; `held` are the digests whose bytes the registry holds."""
    kept = set(held)
    return [
        {
            "release": number,
            "position": position,
            "name": asset.name,
            "link": asset.link,
            "digest": asset.digest.hex if asset.digest else None,
            "size": asset.size,
            "state": asset.state.value,
            "blob": asset.digest.hex if asset.digest in kept and asset.digest else None,
        }
        for position, asset in enumerate(release.assets)
    ]


def seal(release: Release) -> Digest:
    """Measures the digest of all that a release says for ever; whether it was yanked is not part of it."""
    record = {
        "uid": str(release.uid),
        "revision": release.revision,
        "raw": release.raw.hex,
        "card": release.card.hex,
        "assets": [
            [asset.name, asset.link, asset.digest and asset.digest.hex, asset.size, asset.state.value]
            for asset in release.assets
        ],
        "evidence": release.evidence.hex,
        "verification": release.verification.hex,
        "attestation": release.attestation and release.attestation.hex,
        "state": release.state.value,
        "time": release.time,
        "publisher": release.publisher,
        "claims": dict(release.claims),
    }
    return Digest.of(canonical(record).encode())


def canonical(value: object) -> str:
    """Writes JSON in one way only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def parts(values: list[Any]) -> Iterable[list[Any]]:
    """Cuts a list into pieces that one statement can name."""
    return (values[start : start + MOST] for start in range(0, len(values), MOST))
