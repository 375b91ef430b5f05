"""Releases as JSON, in ASCII: what a terminal could take for a command is escaped."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from xreg.schema.release import Release, ReleasedAsset


def release_record(release: Release) -> dict[str, Any]:
    """A release as an object that `json.dumps` takes."""
    digests = {name: getattr(release, name) for name in ("raw", "card", "evidence", "verification", "attestation")}
    return {
        "uid": str(release.uid),
        "revision": release.revision,
        "state": release.state.value,
        "time": release.time,
        "publisher": release.publisher,
        "yanked": release.yanked or None,
        "claims": dict(release.claims),
        "assets": [_asset(asset) for asset in release.assets],
        "digests": {name: str(digest) if digest else None for name, digest in digests.items()},
    }


def _asset(asset: ReleasedAsset) -> dict[str, Any]:
    digest = str(asset.digest) if asset.digest else None
    size = asset.size if asset.size >= 0 else None
    return {"name": asset.name, "link": asset.link, "digest": digest, "size": size, "state": asset.state.value}


def as_json(value: object) -> str:
    """A value as JSON, in lines."""
    return _plain(json.dumps(value, indent=2)) + "\n"


def json_array(values: Iterable[object]) -> Iterator[str]:
    """An array, a value a line, as the values come."""
    before = "["
    for value in values:
        yield f"{before}\n{_plain(json.dumps(value))}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _plain(text: str) -> str:
    return text.replace("\x7f", "\\u007f")  # `json` leaves DEL as it is
