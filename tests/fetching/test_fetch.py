"""What comes from a server that does as HTTP says: every byte over a real connection."""

import hashlib

from support.asset_cache import left
from support.asset_server import (
    CONTENT,
    honest,
    plain,
)

from xreg.publisher.fetching.fetch import cache_of, fetch
from xreg.publisher.progress import Progress
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
SIZE = len(CONTENT)
OTHER = bytes(reversed(CONTENT))


def test_a_file_is_fetched_hashed_and_kept(server, settings):
    watch = Progress()
    found = fetch(f"{server.link}?version=1#part", settings, watch)
    assert (found.digest, found.size, found.path.read_bytes()) == (DIGEST, SIZE, CONTENT)
    assert (found.content_type, found.resumed, found.from_cache, found.proxied) == (
        "application/octet-stream", False, False, False,
    )  # fmt: skip
    assert found.final_link == f"{server.link}?version=1"
    assert (watch.done, watch.total) == (SIZE, SIZE)
    path, headers = server.asked[0]
    assert path == "/models/model.ckpt?version=1"
    assert headers["Accept-Encoding"] == "identity" and headers["User-Agent"].startswith("xreg/")
    assert left(settings) == []


def test_an_empty_file_is_a_file(server, settings):
    server.script = [honest(b"")]
    assert fetch(server.link, settings).digest == Digest.of(b"")


def test_html_is_a_file_too(server, settings):
    server.script = [plain(b"<!doctype html>", Content_Length=15, Content_Type="text/html")]
    assert fetch(server.link, settings).content_type == "text/html"


def test_the_digest_is_the_one_that_everybody_computes(server, settings):
    assert fetch(server.link, settings).digest.hex == hashlib.sha256(CONTENT).hexdigest()


def test_links_that_gave_a_file_are_known(server, settings):
    fetch(server.link, settings)
    fetch(f"{server.link}?2", settings)
    assert sorted(cache_of(settings).links(DIGEST)) == [server.link, f"{server.link}?2"]
    assert cache_of(settings).links(Digest.of(b"")) == []
