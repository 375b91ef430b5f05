"""Checking a registry: every byte against its digest, every file against the index, every row against its seal."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from xreg.registry.store.blobs import BLOBS, PACKS, Place, Source, is_there, key_of, read_chunks, write_apart
from xreg.registry.store.database import Database
from xreg.registry.store.errors import DamagedError, StoreError
from xreg.registry.store.identity import KEY
from xreg.registry.store.indexing import index_problems
from xreg.registry.store.objects import Objects, Stored
from xreg.registry.store.publishing import move, place_of
from xreg.registry.store.rows import parts
from xreg.registry.store.tables import assets, blobs, releases, uids
from xreg.registry.store.values import Kind, Problem, Report
from xreg.schema.digests import Digest, DigestError

# A file of no release is an orphan when it is that old, in seconds: before, somebody may be about to release it.
GRACE = 24 * 3600.0
_AT_ONCE = 2000
# Where else the bytes of a digest may lie, such as a cache of downloads.
Copies = Callable[[Digest], Path | None]


class Checker(NamedTuple):
    """A check of one registry. Nothing is changed but by `repaired`."""

    database: Database
    objects: Objects
    grace: float
    copies: Copies

    def report(self, *, repair: bool) -> Report:
        """Reads all that the registry holds, and mends what can be mended where that is asked for."""
        with self.database.reading() as connection:
            total, size = connection.execute(sa.select(sa.func.count(), sa.func.sum(blobs.c.size))).one()
            number = connection.execute(sa.select(sa.func.count()).select_from(releases)).scalar_one()
        problems = [self._mended(damage) if repair else damage.problem for damage in self._damaged()]
        strays, waiting = self._strays()
        problems += [self._removed(stray) if repair else _stray_problem(stray) for stray in strays]
        problems += index_problems(self.database, self.objects, repair=repair)
        return Report(number, total, int(size or 0), tuple(problems), tuple(waiting))

    def _damaged(self) -> "Iterator[Damage]":
        """Finds every blob whose bytes are not what was released."""
        for place in self._places():
            try:
                for _ in read_chunks(self.objects, place):
                    pass
            except DamagedError as error:
                kind = Kind.CHANGED if self.objects.size(place.key) is not None else Kind.LOST
                problem = Problem(kind, str(place.digest), str(error), self.releases_of(place.digest))
                yield Damage(place, problem)

    def _places(self) -> Iterator[Place]:
        """Reads where all blobs lie, by digest and piece by piece: no reader holds up a writer for long."""
        last = ""
        while True:
            with self.database.reading() as connection:
                query = sa.select(blobs).where(blobs.c.digest > last).order_by(blobs.c.digest).limit(_AT_ONCE)
                found = [place_of(row) for row in connection.execute(query)]
            yield from sorted(found, key=lambda place: (place.key, place.start))
            if not found:
                return
            last = found[-1].digest.hex

    def releases_of(self, digest: Digest) -> tuple[str, ...]:
        """Names the releases that have a digest, whether or not the registry holds its bytes."""
        own = ("raw", "card", "evidence", "verification", "attestation")
        needs = sa.or_(
            *(releases.c[name] == digest.hex for name in own),
            releases.c.id.in_(sa.select(assets.c.release).where(assets.c.digest == digest.hex)),
        )
        query = sa.select(uids.c.uid, releases.c.revision).join(uids, uids.c.id == releases.c.uid).where(needs)
        with self.database.reading() as connection:
            rows = connection.execute(query.select_from(releases).order_by(releases.c.id)).all()
        return tuple(f"{row.uid}@{row.revision}" for row in rows)

    def _mended(self, damage: "Damage") -> Problem:
        """Writes a good copy in place of a damaged blob, where there is one."""
        place, problem = damage
        for source in self._good(place):
            with contextlib.suppress(DamagedError, StoreError):
                write_apart(self.objects, source)
                with self.database.writing() as connection:
                    move(connection, Place(place.digest, place.size))
                return problem._replace(repaired=True)
        return problem

    def _good(self, place: Place) -> Iterator[Source]:
        """Finds good copies: a file of its own beside the pack, and whatever the caller knows of."""
        apart = Place(place.digest, place.size)
        if place.pack and is_there(self.objects, apart):
            with contextlib.suppress(DamagedError):
                yield Source(place.digest, place.size, b"".join(read_chunks(self.objects, apart)))
        if path := self.copies(place.digest):
            yield Source(place.digest, place.size, path)

    def _strays(self) -> tuple[list[Stored], list[str]]:
        """Finds files that no release needs, and names those that are too young to be called orphans."""
        strays: list[Stored] = []
        waiting: list[str] = []
        pending: list[Stored] = []
        for stored in self.objects.walk():
            pending.append(stored)
            if len(pending) == _AT_ONCE:
                self._sort_out(pending, strays, waiting)
                pending = []
        self._sort_out(pending, strays, waiting)
        return strays, waiting

    def _sort_out(self, found: list[Stored], strays: list[Stored], waiting: list[str]) -> None:
        with self.database.reading() as connection:
            needed = _needed(connection, [stored.key for stored in found])
        for stored in found:
            if stored.key in needed:
                continue
            if stored.age >= self.grace:
                strays.append(stored)
            else:
                waiting.append(stored.key)

    def _removed(self, stray: Stored) -> Problem:
        """Removes an orphan, while no publisher can index it."""
        problem = _stray_problem(stray)
        with self.database.writing() as connection:
            if _needed(connection, [stray.key]):
                return problem._replace(repaired=True, message=f"{stray.key} was released meanwhile, and stays.")
            self.objects.remove(stray.key)
        return problem._replace(repaired=True)


class Damage(NamedTuple):
    """A blob whose bytes are lost or changed."""

    place: Place
    problem: Problem


def _stray_problem(stray: Stored) -> Problem:
    what = "was left by a writer that broke off" if stray.temporary else "belongs to no release"
    return Problem(
        Kind.ORPHANED, stray.key, f"{stray.key} ({stray.size} bytes) {what}: xreg check --repair removes it."
    )


def _needed(connection: sa.Connection, keys: list[str]) -> set[str]:
    """Tells which of these files the index needs."""
    named = {key: digest for key in keys if (digest := _digest_of(key))}
    needed: set[str] = set()
    for kind, column in ((BLOBS, blobs.c.digest), (PACKS, blobs.c.pack)):
        own = blobs.c.pack.is_(None) if kind == BLOBS else sa.true()
        for part in parts([digest.hex for digest in named.values()]):
            rows = connection.execute(sa.select(column).distinct().where(column.in_(part), own))
            needed |= {key_of(kind, Digest(hexadecimal)) for hexadecimal in rows.scalars()}
    return needed & set(named) | {KEY} & set(keys)


def _digest_of(key: str) -> Digest | None:
    try:
        return Digest(key.rpartition("/")[2])
    except DigestError:
        return None
