"""Lengths that lie, files without an end, compressed answers."""

import pytest
from support.asset_cache import left
from support.asset_server import (
    CONTENT,
    chunked,
    plain,
)

from xreg.publisher.fetching.errors import (
    BadAnswerError,
    TooLargeError,
    TruncatedError,
)
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.progress import Progress
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
SIZE = len(CONTENT)
OTHER = bytes(reversed(CONTENT))


def test_a_length_that_is_too_long_is_a_truncated_file(server, settings):
    server.script = [plain(CONTENT, Content_Length=SIZE + 1)]
    with pytest.raises(TruncatedError):
        fetch(server.link, settings)
    assert len(server.asked) == 1 + settings.attempts and left(settings) == []


def test_a_length_that_is_too_short_ends_the_file(server, settings):
    server.script = [plain(CONTENT, Content_Length=1000)]
    found = fetch(server.link, settings)
    assert (found.size, found.digest) == (1000, Digest.of(CONTENT[:1000]))


def test_bytes_without_a_length_are_taken_to_the_end(server, settings):
    server.script = [plain(CONTENT)]
    assert fetch(server.link, settings).digest == DIGEST


def test_chunks_are_put_together(server, settings):
    server.script = [chunked([CONTENT[:10], CONTENT[10:]])]
    watch = Progress()
    assert fetch(server.link, settings, watch).digest == DIGEST
    assert (watch.done, watch.total) == (SIZE, None)


def test_what_is_too_large_is_refused_before_a_byte(server, settings):
    server.script = [plain(b"", Content_Length=1 << 40)]
    with pytest.raises(TooLargeError, match=r"larger than 8\.0 GiB: raise size-limit"):
        fetch(server.link, settings)
    assert len(server.asked) == 1


def test_what_never_ends_is_refused_at_the_limit(server, settings):
    server.script = [chunked(iter(lambda: bytes(65_536), b""), ETag='"one"')]
    with pytest.raises(TooLargeError, match=r"larger than 1\.0 MiB"):
        fetch(server.link, settings._replace(limit=1 << 20))
    assert len(server.asked) == 1 and left(settings) == []


def test_a_part_whose_whole_is_too_large_is_refused(server, settings):
    rest = {"Content_Range": f"bytes 1000-{SIZE - 1}/{SIZE}", "Content_Length": SIZE - 1000, "ETag": '"one"'}
    server.script = [chunked([CONTENT[:1000]], whole=False, ETag='"one"'), plain(CONTENT[1000:], 206, **rest)]
    with pytest.raises(TooLargeError):
        fetch(server.link, settings._replace(limit=SIZE - 1))


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip", "x\x1b[31m"])
def test_compressed_bytes_are_refused(server, settings, encoding):
    server.script = [plain(b"\x1f\x8b", Content_Encoding=encoding, Content_Length=2)]
    with pytest.raises(BadAnswerError, match="compressed") as raised:
        fetch(server.link, settings)
    assert "\x1b" not in str(raised.value)


def test_a_page_that_says_it_is_not_compressed_is_taken(server, settings):
    server.script = [plain(Content_Encoding="identity", Content_Length=SIZE)]
    assert fetch(server.link, settings).digest == DIGEST
