"""The UIDs that are nearest to one that nobody released."""

import difflib
from typing import TYPE_CHECKING

from xreg.schema.release import Uid

if TYPE_CHECKING:
    from xreg.registry.store.registry import Registry

_MOST = 3
# So many UIDs are compared at most, from each of the places where a near one may be.
_LOOKED_AT = 300
_BEGINNING = 4


def nearest(registry: "Registry", uid: Uid) -> list[str]:
    """At most three UIDs that are written nearly so, the nearest first: a huge registry is not read whole for it."""
    beside = str(uid).removesuffix(uid.name)
    places = (
        registry.search(uid.name[:_BEGINNING], limit=_LOOKED_AT),
        registry.list(after=beside, limit=_LOOKED_AT),
        registry.list(limit=_LOOKED_AT),
    )
    found = dict.fromkeys(str(release.uid) for place in places for release in place)
    return difflib.get_close_matches(str(uid), found, n=_MOST, cutoff=0.75)
