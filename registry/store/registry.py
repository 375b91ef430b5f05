"""The registry, as the rest of xreg sees it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import sqlalchemy as sa

from xreg.registry.store.blobs import Place, read_blob, read_chunks
from xreg.registry.store.checking import GRACE, Checker, Copies
from xreg.registry.store.database import Database
from xreg.registry.store.drafts import prepare
from xreg.registry.store.errors import NotReleasedError
from xreg.registry.store.folder import FolderObjects
from xreg.registry.store.objects import Objects
from xreg.registry.store.publishing import newest, places_of, publish, restore
from xreg.registry.store.rows import read_releases, selection
from xreg.registry.store.searching import listed, search
from xreg.registry.store.tables import releases, uids
from xreg.registry.store.trees import MakeDraft, export_cards, find_cards, import_cards
from xreg.registry.store.values import Draft, Imported, Published, Report
from xreg.registry.store.yanking import yank
from xreg.schema.digests import Digest
from xreg.schema.release import Release, Uid

_PAGE = 500


def utc_now() -> str:
    """Tells the time as releases write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Registry:
    """Releases that are there whole or not at all, and stay. Close it, or use it as a context."""

    def __init__(self, database: Database, objects: Objects, clock: Callable[[], str] = utc_now) -> None:
        self._database = database
        self._objects = objects
        self._clock = clock

    def __enter__(self) -> "Registry":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._database.close()

    def publish(self, draft: Draft) -> Published:
        """Releases a draft as the next revision of its UID; the same as the last one is released once.

        What the registry has lost of it since is then written again.
        """
        prepared = prepare(draft)
        (published,) = publish(self._database, self._objects, [prepared], self._clock)
        if not published.new:
            restore(self._database, self._objects, prepared)
        return published

    def publish_all(self, drafts: list[Draft]) -> list[Published]:
        """Releases drafts in one transaction, together or not at all; hundreds at once cost little more than one."""
        return publish(self._database, self._objects, [prepare(draft) for draft in drafts], self._clock)

    def latest(self, uid: Uid) -> Release:
        """Reads the newest release of a UID that was not yanked. Raises NotReleasedError."""
        standing = [release for release in self.history(uid) if not release.yanked]
        if not standing:
            raise NotReleasedError(f"All releases of {uid} are yanked: name a revision, as in {uid}@1.")
        return standing[-1]

    def release(self, uid: Uid, revision: int) -> Release:
        """Reads one release, also a yanked one. Raises NotReleasedError."""
        found = self._read(selection().where(uids.c.uid == str(uid), releases.c.revision == revision))
        if not found:
            raise NotReleasedError(f"{uid}@{revision} was never released: see xreg history {uid}.")
        return found[0]

    def history(self, uid: Uid) -> tuple[Release, ...]:
        """Reads all releases of a UID, the first one first. Raises NotReleasedError."""
        found = self._read(selection().where(uids.c.uid == str(uid)).order_by(releases.c.revision))
        if not found:
            raise NotReleasedError(f"{uid} was never released here: look for it with xreg search.")
        return found

    def last(self, uid: Uid) -> Release | None:
        """Reads the last revision of a UID, yanked or not; None where there is none."""
        with self._database.reading() as connection:
            return newest(connection, [uid]).get(uid)

    def list(self, after: str = "", limit: int = _PAGE) -> tuple[Release, ...]:
        """Lists the newest release of each UID that was not yanked, by UID, those behind `after`."""
        with self._database.reading() as connection:
            return listed(connection, after, limit)

    def all(self) -> Iterator[Release]:
        """Lists the newest release of every UID, page by page."""
        after = ""
        while page := self.list(after):
            yield from page
            after = str(page[-1].uid)

    def every(self) -> Iterator[Release]:
        """Lists all releases that there ever were, yanked ones among them, in the order of their making."""
        last = 0
        while True:
            query = selection().where(releases.c.id > last).order_by(releases.c.id).limit(_PAGE)
            with self._database.reading() as connection:
                page = read_releases(connection, query)
            if not page:
                return
            yield from page.values()
            last = max(page)

    def search(self, words: str, limit: int = 20, **facets: str) -> tuple[Release, ...]:
        """Finds releases by all words, filtered by task, dataset, version, backend and state; yanked ones never."""
        with self._database.reading() as connection:
            return search(connection, words, {key: value for key, value in facets.items() if value}, limit)

    def holds(self, digest: Digest) -> bool:
        """Whether the registry holds the bytes of a digest."""
        with self._database.reading() as connection:
            return digest in places_of(connection, [digest])

    def users_of(self, digest: Digest) -> tuple[str, ...]:
        """Names the releases, as UID@revision, that have an asset or a card of that digest."""
        return Checker(self._database, self._objects, GRACE, _no_copy).releases_of(digest)

    def read(self, digest: Digest) -> bytes:
        """Reads a blob whole, held against its digest. Raises NotReleasedError, DamagedError."""
        return read_blob(self._objects, self._place(digest))

    def chunks(self, digest: Digest) -> Iterator[bytes]:
        """Reads a blob piece by piece; raises DamagedError at the end at the latest, so keep nothing before it."""
        return read_chunks(self._objects, self._place(digest))

    def copy(self, digest: Digest, path: Path) -> None:
        """Writes a blob to a file, which is there when all of its bytes held, and not at all otherwise."""
        FolderObjects(path.absolute().parent).put(path.name, self.chunks(digest))

    def yank(self, uid: Uid, revision: int, reason: str) -> Release:
        """Takes a release out of search, for ever and with a reason; it stays readable."""
        self.release(uid, revision)
        yank(self._database, uid, revision, reason, self._clock())
        return self.release(uid, revision)

    def check(self, *, repair: bool = False, grace: float = GRACE, copies: Copies | None = None) -> Report:
        """Reads every byte, and names all that is lost, changed or orphaned; `repair` mends what can be mended.

        Orphans younger than `grace` seconds are left alone: another publisher may be in mid-write.
        """
        return Checker(self._database, self._objects, grace, copies or _no_copy).report(repair=repair)

    def export(self, folder: Path) -> tuple[Path, ...]:
        """Writes the newest cards as the hub's own tree."""
        return export_cards(self.all(), lambda release: self.read(release.card), folder)

    def import_tree(self, folder: Path, make_draft: MakeDraft) -> Imported:
        """Releases all cards of a tree that is laid out like the hub's; `make_draft` gets the UID and the path."""
        cards, failed = find_cards(folder)
        done = import_cards(cards, make_draft, self.publish_all)
        return done._replace(failed=(*failed, *done.failed))

    def _read(self, query: sa.Select[tuple[object, ...]]) -> tuple[Release, ...]:
        with self._database.reading() as connection:
            return tuple(read_releases(connection, query).values())

    def _place(self, digest: Digest) -> Place:
        with self._database.reading() as connection:
            found = places_of(connection, [digest])
        if digest not in found:
            raise NotReleasedError(f"{digest} is in no release of this registry: look for it with xreg search.")
        return found[digest]


def _no_copy(_digest: Digest) -> None:
    return None
