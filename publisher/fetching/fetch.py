"""Fetching an asset: from the cache where the server says that it still holds, else from the link."""

import time
from pathlib import Path
from typing import NamedTuple

from xreg.publisher.fetching.cache import Cache, Entry
from xreg.publisher.fetching.connections import SESSIONS
from xreg.publisher.fetching.download import download
from xreg.publisher.fetching.errors import OfflineError, shown
from xreg.publisher.fetching.part import Part
from xreg.publisher.fetching.policy import Link, checked
from xreg.publisher.fetching.settings import Settings
from xreg.publisher.fetching.taking import Download, Job, drop
from xreg.publisher.progress import Progress
from xreg.registry.user_cache import user_cache
from xreg.schema.digests import Digest


class Fetched(NamedTuple):
    """A file that was fetched: where it is, its digest as measured, its size, and how it came.

    `proxied` tells that a proxy connected to the host, whose address was checked as far as it is known here.
    """

    path: Path
    digest: Digest
    size: int
    content_type: str
    final_link: str
    resumed: bool
    from_cache: bool
    proxied: bool = False


def cache_of(settings: Settings) -> Cache:
    """The cache that fetching uses."""
    return Cache(settings.folder or user_cache() / "assets")


def fetch(
    link: str, settings: Settings | None = None, watch: Progress | None = None, expected: Digest | None = None
) -> Fetched:
    """The file that a link gives. Raises FetchError, whose class names the state and whose text says what to do.

    `expected` is what the card says. It is never taken for the file's digest: only where a file differs from it that an
    earlier run has begun (whose part a power cut may have damaged), all of it is fetched once more.
    """
    settings = settings or Settings()
    wanted, cache = checked(link, settings), cache_of(settings)
    cache.prepare()
    before = cache.entry(wanted.url)
    with cache.lock(wanted.url):
        entry = cache.entry(wanted.url)
        if settings.offline:
            return _offline(cache, wanted, entry)
        known = entry if entry and cache.sound(entry) else None
        if known and known != before:  # another process has fetched it while this one waited
            return _known(cache, known)
        return _online(cache, wanted, settings, known, watch or Progress(), expected)


def _offline(cache: Cache, wanted: Link, entry: Entry | None) -> Fetched:
    if not entry or not cache.sound(entry):
        raise OfflineError(f"{shown(wanted.url)} is not in the cache: fetch it once without --offline.")
    return _known(cache, entry)


def _known(cache: Cache, entry: Entry) -> Fetched:
    path = cache.path(entry.digest)
    return Fetched(path, entry.digest, entry.size, entry.content_type, entry.final_link, resumed=False, from_cache=True)


def _online(
    cache: Cache, wanted: Link, settings: Settings, known: Entry | None, watch: Progress, expected: Digest | None
) -> Fetched:
    part = cache.part(wanted.url)
    with SESSIONS[wanted.local]() as made:
        try:
            part.resume()
            job = Job(made, wanted, part, settings, known.validator.conditions if known else {}, watch)
            found = download(job)
            if found and found.earlier and expected not in (None, found.digest):
                drop(job)
                found = download(job._replace(conditions={}))
            if not found:
                assert known
                return _known(cache, known)
            return _keep(cache, wanted, part, found)
        finally:
            part.close()


def _keep(cache: Cache, wanted: Link, part: Part, found: Download) -> Fetched:
    entry = Entry(
        wanted.url, found.digest, found.size, found.content_type, found.final_link, found.validator, time.time_ns()
    )
    path = cache.keep(part, entry)
    return Fetched(
        path, found.digest, found.size, found.content_type, found.final_link, found.resumed, False, found.proxied
    )
