"""Taking a file out of a server's answer, by its status: all of it, the rest of it, or nothing."""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

import requests

from xreg.publisher.fetching.asking import Answer, Passing, reading, truncated
from xreg.publisher.fetching.errors import BadAnswerError, TooLargeError, UnreachableError, shown
from xreg.publisher.fetching.files import check_space, guarded, size
from xreg.publisher.fetching.part import Origin, Part
from xreg.publisher.fetching.policy import Link
from xreg.publisher.fetching.ranges import ContentRange, Validator, content_range, validator
from xreg.publisher.fetching.settings import Settings
from xreg.publisher.progress import Progress
from xreg.schema.digests import Digest

_CHUNK = 1 << 20
# A server that sends, but less than so many bytes a second over the whole time-out, has stalled.
_SLOWEST = 64


class Download(NamedTuple):
    """A file that is whole: what its bytes are, and what the server said with them. `resumed`: not in one answer."""

    digest: Digest
    size: int
    content_type: str
    final_link: str
    validator: Validator
    resumed: bool
    earlier: bool
    proxied: bool


class Job(NamedTuple):
    """What all attempts share. `conditions` ask for the file only if it is not the one that is known."""

    session: requests.Session
    link: Link
    part: Part
    settings: Settings
    conditions: Mapping[str, str]
    watch: Progress


def _take_whole(job: Job, answer: Answer) -> Download:
    """The file from its first byte: asked for, or since the server does not resume, or since the file has changed."""
    _check_plain(answer)
    total = answer.response.raw.length_remaining
    _check_size(job, answer, total or 0)
    _restart(job, Origin(job.link.url, validator(answer.response.headers), total))
    _check_room(job, total or 0)
    job.watch.total = total
    return _take(job, answer, total, resumed=False)


def _take_rest(job: Job, answer: Answer) -> Download:
    """The file from where the part ends."""
    _check_plain(answer)
    found = content_range(answer.response.headers.get("Content-Range", ""))
    origin = job.part.origin
    if not found or not origin or not _fits(job.part, origin, found, answer):
        drop(job)
        raise Passing(BadAnswerError(f"{shown(answer.link.url)}: the server sends another part than it was asked for."))
    _check_size(job, answer, found.total or found.last + 1)
    _check_room(job, found.last + 1 - job.part.size)
    job.part.origin = origin._replace(total=origin.total if found.total is None else found.total)
    job.watch.total = job.part.origin.total
    return _take(job, answer, found.last + 1 - found.first, resumed=True)


def _fits(part: Part, origin: Origin, found: ContentRange, answer: Answer) -> bool:
    """Whether a part of a file follows on ours, in the same version."""
    length = answer.response.raw.length_remaining
    return (
        found.first == part.size
        and length in (None, found.last + 1 - found.first)
        and (origin.total is None or found.total in (None, origin.total))
        and not origin.validator.differs(validator(answer.response.headers))
    )


def _take_nothing(job: Job, answer: Answer) -> None:
    """Nothing has changed, says the server (304)."""
    if not job.conditions or job.part.size:
        drop(job)
        raise Passing(BadAnswerError(f"{shown(answer.link.url)}: the server answers what it was not asked (304)."))


def _take_anew(job: Job, answer: Answer) -> None:
    """There are no such bytes, says the server (416): the file was changed; the next attempt asks for all of it."""
    drop(job)
    raise Passing(BadAnswerError(f"{shown(answer.link.url)}: the server has no such part (416): try later."))


# By the answer's status.
TAKES: Mapping[int, Callable[[Job, Answer], Download | None]] = {
    200: _take_whole,
    206: _take_rest,
    304: _take_nothing,
    416: _take_anew,
}


def _take(job: Job, answer: Answer, expected: int | None, resumed: bool) -> Download:
    """Writes the body into the part, which must be whole then."""
    earlier = job.part.earlier
    _receive(job, answer, expected)
    origin = job.part.origin
    if origin and origin.total is not None and job.part.size != origin.total:
        raise Passing(truncated(answer.link))
    content_type = answer.response.headers.get("Content-Type", "")
    stated = origin.validator if origin else Validator()
    taken = job.part.size
    digest = job.part.finish()
    return Download(digest, taken, content_type, answer.link.url, stated, resumed, earlier, answer.proxied)


def _receive(job: Job, answer: Answer, expected: int | None) -> None:
    end = None if expected is None else job.part.size + expected
    since, before = time.monotonic(), job.part.size
    while end is None or job.part.size < end:
        with reading(answer.link):
            chunk = answer.response.raw.read1(_CHUNK if end is None else min(_CHUNK, end - job.part.size))
        if not chunk:
            _check_end(answer, end)
            break
        job.part.append(chunk)
        job.watch.advance(len(chunk))
        if end is None:
            _check_size(job, answer, job.part.size)
        if (elapsed := time.monotonic() - since) > job.settings.read_timeout:
            _check_speed(answer, (job.part.size - before) / elapsed)
            since, before = time.monotonic(), job.part.size


def _check_end(answer: Answer, end: int | None) -> None:
    """The server has ended: rightly, if it never said where it would."""
    if end is not None:
        raise Passing(truncated(answer.link))


def _check_plain(answer: Answer) -> None:
    """Refuses compressed bytes, which nobody asked for: a small answer could become a large file."""
    encoding = answer.response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", ""):
        raise BadAnswerError(
            f"{shown(answer.link.url)}: the server sends the file compressed ({shown(encoding)}), though it was asked "
            "not to: link to the plain file."
        )


def _check_size(job: Job, answer: Answer, count: int) -> None:
    if count > job.settings.limit:
        drop(job)
        raise TooLargeError(
            f"{shown(answer.link.url)}: the file is larger than {size(job.settings.limit)}: raise size-limit in "
            "[tool.xreg.fetch] if it really is so large."
        )


def _check_room(job: Job, count: int) -> None:
    with guarded(job.part.path.parent):
        check_space(job.part.path.parent, count)


def _check_speed(answer: Answer, speed: float) -> None:
    if speed < _SLOWEST:
        raise Passing(UnreachableError(f"{shown(answer.link.url)}: the server sends almost nothing: try later."))


def _restart(job: Job, origin: Origin) -> None:
    job.watch.advance(-job.part.size)
    job.part.restart(origin)


def drop(job: Job) -> None:
    """Throws away what is there."""
    job.watch.advance(-job.part.size)
    job.part.drop()
