"""What differs between two releases: claims, assets by their digests, states. Not lines."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xreg.publisher.releases.evidence import Released
from xreg.schema.release import Release, ReleasedAsset


class Change(NamedTuple):
    """A thing that was one thing and is another now; empty where it was not there, or is no more."""

    what: str
    before: str
    after: str


class Changes(NamedTuple):
    """What changed between two releases."""

    claims: tuple[Change, ...]
    assets: tuple[Change, ...]
    states: tuple[Change, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing did."""
        return not any(self)


class Side(NamedTuple):
    """A release with its evidence, which is None where it could not be read."""

    release: Release
    evidence: Released | None

    @property
    def claims(self) -> dict[str, str]:
        """The claims by field: all that the card says, or those that the index holds where that is all there is."""
        if self.evidence is None:
            return dict(self.release.claims)
        return {claim["field"]: claim["value"] for claim in self.evidence.claims}


def changes(old: Side, new: Side) -> Changes:
    """Compares two releases; where one's evidence cannot be read, both are held by what the index says."""
    if old.evidence is None or new.evidence is None:
        old, new = old._replace(evidence=None), new._replace(evidence=None)
    before, after = _assets(old.release), _assets(new.release)
    return Changes(
        tuple(_between(old.claims, new.claims)),
        tuple(_between({key: _bytes(item) for key, item in before.items()}, {k: _bytes(v) for k, v in after.items()})),
        tuple(_between(_states(old.release), _states(new.release))),
    )


def _between(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key, "") != after.get(key, ""):
            yield Change(key, before.get(key, ""), after.get(key, ""))


def _assets(release: Release) -> dict[str, ReleasedAsset]:
    """The assets by name; the second of a name gets its number."""
    found: dict[str, ReleasedAsset] = {}
    for number, asset in enumerate(release.assets):
        found[f"{asset.name} ({number})" if asset.name in found else asset.name] = asset
    return found


def _bytes(asset: ReleasedAsset) -> str:
    return str(asset.digest) if asset.digest else "no bytes were seen"


def _states(release: Release) -> dict[str, str]:
    """What is said of the release as a whole, and of each asset."""
    own = {"release": release.state.value, "attestation": "there" if release.attestation else ""}
    return {**own, "yanked": release.yanked, **{key: item.state.value for key, item in _assets(release).items()}}
