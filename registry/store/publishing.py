"""Publishing: blobs first, each whole and durable, then one transaction of the index."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from xreg.registry.store.blobs import PACKED, Place, Source, is_there, measured, write_apart, write_pack
from xreg.registry.store.database import Database
from xreg.registry.store.drafts import Prepared
from xreg.registry.store.errors import StoreError
from xreg.registry.store.inserting import Entry, insert_releases
from xreg.registry.store.objects import Objects
from xreg.registry.store.rows import parts, read_releases, selection
from xreg.registry.store.tables import blobs, releases, uids
from xreg.registry.store.values import Published
from xreg.schema.digests import Digest
from xreg.schema.release import Release, Uid

# Each time that a publisher has to begin again, another one was faster: it is no waiting, but has an end.
_TRIES = 1000


class Planned(NamedTuple):
    """A draft with the release that it becomes, or the one that says the same already."""

    prepared: Prepared
    release: Release
    new: bool
    attestation: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """All bytes that the release needs."""
        return (*self.prepared.sources, *([self.attestation] if self.attestation else []))


class Staged(NamedTuple):
    """Where the bytes of new releases lie: places that the index does not know, and places that it knows otherwise."""

    new: tuple[Place, ...]
    moved: tuple[Place, ...]


def publish(database: Database, objects: Objects, drafts: list[Prepared], clock: Callable[[], str]) -> list[Published]:
    """Releases drafts, all in one transaction: they are there together, or none of them."""
    for _ in range(_TRIES):
        latest, known = _state(database, drafts)
        planned = _plan(drafts, latest, known, clock())
        fresh = [plan for plan in planned if plan.new]
        if not fresh or _commit(database, objects, fresh, latest):
            return [Published(plan.release, plan.new) for plan in planned]
    raise StoreError("Other publishers were faster each time: publish again when fewer are at it.")


def _state(database: Database, drafts: list[Prepared]) -> tuple[dict[Uid, Release], set[Digest]]:
    """Reads the last revision of each draft's UID, and which of the assets' bytes the registry holds."""
    with database.reading() as connection:
        held = places_of(connection, [source.digest for prepared in drafts for source in prepared.files])
        return newest(connection, {prepared.draft.uid for prepared in drafts}), set(held)


def newest(connection: sa.Connection, wanted: Iterable[Uid]) -> dict[Uid, Release]:
    """Reads the last revision of each UID, yanked or not."""
    found: dict[Uid, Release] = {}
    for part in parts(sorted(str(uid) for uid in wanted)):
        last = (
            sa.select(sa.func.max(releases.c.revision)).where(releases.c.uid == uids.c.id).correlate(uids)
        ).scalar_subquery()
        query = selection().where(uids.c.uid.in_(part), releases.c.revision == last)
        found.update((release.uid, release) for release in read_releases(connection, query).values())
    return found


def _plan(drafts: list[Prepared], latest: dict[Uid, Release], known: set[Digest], time: str) -> list[Planned]:
    """Gives each draft its revision, two of one UID one after the other."""
    last = dict(latest)
    planned = []
    for prepared in drafts:
        before = last.get(prepared.draft.uid)
        # Bytes that the registry did not hold are worth a release, though it says the same otherwise.
        if before and prepared.repeats(before) and known.issuperset(source.digest for source in prepared.files):
            planned.append(Planned(prepared, before, new=False))
            continue
        planned.append(_attested(prepared, prepared.release(before.revision + 1 if before else 1, time)))
        last[prepared.draft.uid] = planned[-1].release
        known.update(source.digest for source in prepared.files)
    return planned


def _attested(prepared: Prepared, release: Release) -> Planned:
    if prepared.draft.attest is None:
        return Planned(prepared, release, new=True)
    attestation = measured(prepared.draft.attest(release))
    return Planned(prepared, release._replace(attestation=attestation.digest), new=True, attestation=attestation)


def _commit(database: Database, objects: Objects, fresh: list[Planned], latest: dict[Uid, Release]) -> bool:
    """Writes the bytes, then the index. False where another publisher came between: nothing of it is then indexed."""
    sources = {source.digest: source for plan in fresh for source in plan.sources}
    staged = _stage(database, objects, list(sources.values()), packed=len(fresh) > 1)
    with database.writing() as connection:
        touched = {plan.release.uid for plan in fresh}
        if newest(connection, touched) != {uid: latest[uid] for uid in touched if uid in latest}:
            return False
        places = _unknown(connection, staged.new)
        # Whoever repairs the registry removes orphans under this same lock: what is there now stays.
        if not all(is_there(objects, place) for place in _objects(places)):
            return False
        _insert_places(connection, places, staged.moved)
        insert_releases(connection, [_entry(plan) for plan in fresh])
    return True


def _entry(plan: Planned) -> Entry:
    return Entry(plan.release, plan.prepared.draft.card, tuple(source.digest for source in plan.sources))


def _stage(database: Database, objects: Objects, sources: list[Source], *, packed: bool) -> Staged:
    """Writes the bytes that are not there, small ones of many releases as one pack."""
    with database.reading() as connection:
        known = places_of(connection, [source.digest for source in sources])
    missing = [source for source in sources if source.digest not in known]
    small = {each.digest: each.content for each in missing if packed and isinstance(each.content, bytes)}
    small = {digest: content for digest, content in small.items() if len(content) <= PACKED}
    new = [write_apart(objects, source) for source in missing if source.digest not in small]
    if small:
        new += write_pack(objects, small)
    return Staged(tuple(new), _restored(objects, [source for source in sources if source.digest in known], known))


def _restored(objects: Objects, sources: list[Source], known: Mapping[Digest, Place]) -> tuple[Place, ...]:
    """Writes anew what the index knows and nobody finds any more."""
    lost = [source for source in sources if not is_there(objects, known[source.digest])]
    return tuple(write_apart(objects, source) for source in lost)


def restore(database: Database, objects: Objects, prepared: Prepared) -> None:
    """Writes the bytes of a release that is there already, where the registry has lost them."""
    with database.reading() as connection:
        known = places_of(connection, [source.digest for source in prepared.sources])
    moved = _restored(objects, [source for source in prepared.sources if source.digest in known], known)
    if moved:
        with database.writing() as connection:
            _insert_places(connection, [], moved)


def places_of(connection: sa.Connection, digests: list[Digest]) -> dict[Digest, Place]:
    """Reads where blobs lie, of those that the index knows."""
    found = {}
    for part in parts([digest.hex for digest in digests]):
        for row in connection.execute(sa.select(blobs).where(blobs.c.digest.in_(part))):
            found[Digest(row.digest)] = place_of(row)
    return found


def place_of(row: Any) -> Place:
    """Reads a row of the table of blobs."""
    return Place(Digest(row.digest), row.size, Digest(row.pack) if row.pack else None, row.start)


def _unknown(connection: sa.Connection, places: Iterable[Place]) -> list[Place]:
    """Leaves out what another publisher has indexed meanwhile."""
    listed = list(places)
    known = places_of(connection, [place.digest for place in listed])
    return [place for place in listed if place.digest not in known]


def _objects(places: list[Place]) -> Iterable[Place]:
    """Gives one place for each object, the one that ends last."""
    return {place.key: place for place in sorted(places, key=lambda place: place.start + place.size)}.values()


def _insert_places(connection: sa.Connection, places: list[Place], moved: Iterable[Place]) -> None:
    rows = [
        {"digest": place.digest.hex, "size": place.size, "pack": place.pack and place.pack.hex, "start": place.start}
        for place in places
    ]
    if rows:
        connection.execute(sa.insert(blobs), rows)
    for place in moved:
        move(connection, place)


def move(connection: sa.Connection, place: Place) -> None:
    """Says that a blob lies in a file of its own now."""
    connection.execute(sa.update(blobs).where(blobs.c.digest == place.digest.hex).values(pack=None, start=0))
