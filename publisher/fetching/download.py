"""Downloading one file: attempt after attempt, each goes on where the last one ended, if the server allows it."""

import random
from collections.abc import Mapping

from xreg.publisher.fetching.asking import Passing, ask
from xreg.publisher.fetching.taking import TAKES, Download, Job, drop

# An attempt that brought so much is none of those that count: a bad line still ends.
_GAIN = 1 << 20
_FIRST_WAIT, _LONGEST_WAIT, _LONGEST_ASKED = 0.5, 30.0, 120.0


def download(job: Job) -> Download | None:
    """The whole file, in the part; None where the server says that it is the known one. Raises FetchError."""
    reached, failed = job.part.size, 0
    job.watch.advance(job.part.size)
    while True:
        try:
            return _attempt(job)
        except Passing as passing:
            gained = job.part.size - reached >= _GAIN
            reached = max(reached, job.part.size)
            failed = 0 if gained else failed + 1
            if not job.part.validator:
                drop(job)
            wait = _wait(passing, failed)
            if failed >= job.settings.attempts or wait > _LONGEST_ASKED:
                raise passing.error from passing
            job.settings.sleep(wait)


def _wait(passing: Passing, failed: int) -> float:
    """The seconds before the next attempt: longer each time, not the same for two clients; or what the server asks."""
    longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2**failed)
    return max(passing.after or 0.0, random.uniform(longest / 2, longest))


def _attempt(job: Job) -> Download | None:
    answer = ask(job.session, job.link, _headers(job), job.settings)
    with answer.response as response:
        return TAKES[response.status_code](job, answer)


def _headers(job: Job) -> Mapping[str, str]:
    if job.part.size:
        return {"Range": f"bytes={job.part.size}-", "If-Range": job.part.validator}
    return job.conditions
