"""Downloads that are cut: what is resumed, what is fetched again, and that two versions are never mixed."""

import random
import threading
from email.utils import formatdate

import pytest
from support.asset_cache import left
from support.asset_server import (
    CONTENT,
    chunked,
    honest,
    plain,
    redirect,
    reset,
    stalled,
    status,
)

from xreg.publisher.fetching.errors import (
    BadAnswerError,
    NotFoundError,
    TruncatedError,
)
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.progress import Progress
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
SIZE = len(CONTENT)
OTHER = bytes(reversed(CONTENT))


@pytest.mark.parametrize("place", [0, 1, 255, 65_536, 1 << 20, (1 << 20) + 1, SIZE - 1])
def test_a_cut_is_resumed_where_it_was(server, settings, waits, place):
    server.script = [honest(stop=place), honest()]
    watch = Progress()
    found = fetch(server.link, settings, watch)
    assert (found.digest, found.size, found.resumed) == (DIGEST, SIZE, place > 0)
    assert server.ranges == ["", f"bytes={place}-" if place else ""]
    assert server.asked[1][1].get("If-Range") == ('"one"' if place else None)
    assert len(waits) == 1 and watch.done == SIZE


def test_many_cuts_are_resumed_as_long_as_they_bring_something(server, settings):
    server.script = [honest(stop=1 << 19) for _ in range(4)] + [honest()]
    assert fetch(server.link, settings._replace(attempts=5)).digest == DIGEST
    assert len(server.asked) == 5


def test_attempts_that_bring_much_do_not_count(server, settings):
    content = CONTENT * 2
    server.script = [honest(content, stop=1_100_000) for _ in range(5)] + [honest(content)]
    assert fetch(server.link, settings._replace(attempts=1)).digest == Digest.of(content)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_server_does_one_version_comes_and_no_mixture(server, settings, seed):
    chance = random.Random(seed)
    versions = {'"one"': CONTENT[:200_000], '"two"': OTHER[:200_000], 'W/"three"': CONTENT[7:150_007]}

    def turn():
        etag = chance.choice(list(versions))
        content, stop = versions[etag], chance.randrange(200_000)
        return chance.choice(
            [
                honest(content, etag, stop),
                plain(content[:stop], Content_Length=len(content), ETag=etag),
                chunked([content[:stop]], whole=False, ETag=etag),
                plain(content[stop:], 206, Content_Range=f"bytes {stop}-{len(content) - 1}/{len(content)}", ETag=etag),
                plain(content[stop:], 206, Content_Length=len(content) - stop),
                status(chance.choice([304, 408, 416, 429, 500, 503])),
                redirect("/models/model.ckpt?again"),
                reset,
            ]
        )

    server.script = [*(turn() for _ in range(chance.randrange(1, 12))), honest(CONTENT[:200_000])]
    found = fetch(server.link, settings._replace(attempts=50))
    assert found.path.read_bytes() in versions.values()
    assert found.digest == Digest.of(found.path.read_bytes())
    assert found.size == found.path.stat().st_size and left(settings) == []


def test_a_server_that_resumes_nothing_is_asked_for_all_again(server, settings):
    headers = {"Content_Length": SIZE, "ETag": '"one"'}
    server.script = [plain(CONTENT[:1000], **headers), plain(CONTENT, **headers)]
    watch = Progress()
    found = fetch(server.link, settings, watch)
    assert (found.digest, found.resumed, watch.done) == (DIGEST, False, SIZE)
    assert server.ranges == ["", "bytes=1000-"]


def test_one_that_resumes_nothing_and_always_cuts_comes_to_an_end(server, settings):
    server.script = [plain(CONTENT[: 2 << 20], Content_Length=SIZE, ETag='"one"')]
    with pytest.raises(TruncatedError, match="ended before the file was whole"):
        fetch(server.link, settings)
    # The first one brought more than there was before; the others nothing new.
    assert len(server.asked) == 1 + settings.attempts
    assert left(settings) == [".json", ".part"]


@pytest.mark.parametrize("etag", ["", 'W/"weak"', "not quoted"])
def test_without_a_strong_validator_all_is_fetched_again(server, settings, etag):
    server.script = [honest(etag=etag, stop=1000), honest(etag=etag)]
    assert fetch(server.link, settings).digest == DIGEST
    assert server.ranges == ["", ""]


def test_a_part_that_cannot_be_resumed_is_not_kept(server, settings):
    server.script = [honest(etag="", stop=1000), status(404)]
    with pytest.raises(NotFoundError):
        fetch(server.link, settings)
    assert left(settings) == []


def test_the_time_of_the_last_change_resumes_too(server, settings):
    modified = formatdate(1_600_000_000, usegmt=True)
    rest = {"Content_Range": f"bytes 1000-{SIZE - 1}/{SIZE}", "Content_Length": SIZE - 1000, "Last_Modified": modified}
    server.script = [
        plain(CONTENT[:1000], Content_Length=SIZE, Last_Modified=modified),
        plain(CONTENT[1000:], 206, **rest),
    ]
    assert fetch(server.link, settings).resumed
    assert server.asked[1][1]["If-Range"] == modified


def test_a_file_that_changes_between_two_parts_is_fetched_anew(server, settings):
    server.script = [honest(stop=1000), honest(OTHER, '"two"')]
    found = fetch(server.link, settings)
    assert (found.digest, found.resumed) == (Digest.of(OTHER), False)


@pytest.mark.parametrize(
    "lie",
    [
        {"Content_Range": f"bytes 0-{SIZE - 1}/{SIZE}"},
        {"Content_Range": f"bytes 1001-{SIZE - 1}/{SIZE}"},
        {"Content_Range": f"bytes 1000-{SIZE - 1}/{SIZE + 1}"},
        {"Content_Range": f"bytes 1000-{SIZE}/{SIZE}"},
        {"Content_Range": f"bytes 1000-{SIZE - 1}/{SIZE}", "Content_Length": SIZE},
        {"Content_Range": f"bytes 1000-{SIZE - 1}/{SIZE}", "ETag": '"two"'},
        {"Content_Range": "bytes */5"},
        {"Content_Range": "lines 1-2/3"},
        {"Content_Type": "multipart/byteranges; boundary=x"},
    ],
    ids=str,
)
def test_another_part_than_was_asked_for_is_refused(server, settings, lie):
    headers = {"Content_Length": SIZE - 1000, "ETag": '"one"', **lie}
    server.script = [honest(stop=1000), plain(OTHER[1000:], 206, **headers), honest()]
    found = fetch(server.link, settings)
    assert (found.digest, found.resumed) == (DIGEST, False)
    assert server.ranges == ["", "bytes=1000-", ""]


def test_a_part_nobody_asked_for_is_refused(server, settings):
    server.script = [plain(CONTENT, 206, Content_Range=f"bytes 0-{SIZE - 1}/{SIZE}", Content_Length=SIZE)]
    with pytest.raises(BadAnswerError, match="another part"):
        fetch(server.link, settings)


def test_a_server_may_give_a_part_in_several(server, settings):
    middle = {"Content_Range": f"bytes 1000-1999/{SIZE}", "Content_Length": 1000, "ETag": '"one"'}
    server.script = [honest(stop=1000), plain(CONTENT[1000:2000], 206, **middle), honest()]
    assert fetch(server.link, settings).digest == DIGEST
    assert server.ranges == ["", "bytes=1000-", "bytes=2000-"]


def test_a_part_without_a_stated_total_is_whole_at_its_end(server, settings):
    pieces = [CONTENT[:1000]]
    rest = {"Content_Range": f"bytes 1000-{SIZE - 1}/*", "Content_Length": SIZE - 1000, "ETag": '"one"'}
    server.script = [chunked(pieces, whole=False, ETag='"one"'), plain(CONTENT[1000:], 206, **rest)]
    assert fetch(server.link, settings).digest == DIGEST


def test_no_such_part_means_all_again(server, settings):
    server.script = [honest(stop=1000), status(416, Content_Range="bytes */500"), honest(OTHER, '"two"')]
    assert fetch(server.link, settings).digest == Digest.of(OTHER)
    assert server.ranges == ["", "bytes=1000-", ""]


def test_not_changed_is_no_answer_to_a_first_request(server, settings):
    server.script = [status(304), honest()]
    assert fetch(server.link, settings).digest == DIGEST


def test_chunks_that_end_too_early_are_fetched_again(server, settings):
    server.script = [chunked([CONTENT[:1000]], whole=False, ETag='"one"'), honest()]
    assert fetch(server.link, settings).digest == DIGEST
    assert server.ranges == ["", "bytes=1000-"]


def test_a_server_that_stalls_is_left_and_resumed(server, settings):
    released = threading.Event()
    server.script = [stalled(1000, released), honest()]
    try:
        found = fetch(server.link, settings._replace(read_timeout=0.3))
    finally:
        released.set()
    assert (found.digest, found.resumed) == (DIGEST, True)


def test_a_part_in_chunks_may_be_cut_too(server, settings):
    rest = {"Content_Range": f"bytes 1000-{SIZE - 1}/{SIZE}", "ETag": '"one"'}
    server.script = [honest(stop=1000), chunked([CONTENT[1000:2000]], status=206, **rest), honest()]
    assert fetch(server.link, settings).digest == DIGEST
    assert server.ranges == ["", "bytes=1000-", "bytes=2000-"]
