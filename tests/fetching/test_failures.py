"""Servers that fail: which are asked again and when, and which are not."""

import threading
from email.utils import formatdate

import pytest
from support.asset_server import (
    CONTENT,
    Handler,
    broken,
    dripping,
    honest,
    reset,
    status,
)

from xreg.publisher.fetching.errors import (
    BadAnswerError,
    NotFoundError,
    RefusedError,
    UnreachableError,
)
from xreg.publisher.fetching.fetch import fetch
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
SIZE = len(CONTENT)
OTHER = bytes(reversed(CONTENT))


@pytest.mark.parametrize(
    ("code", "error"),
    [(404, NotFoundError), (410, NotFoundError), (401, RefusedError), (403, RefusedError), (451, RefusedError),
     (501, RefusedError), (204, BadAnswerError), (300, BadAnswerError), (302, BadAnswerError)],
)  # fmt: skip
def test_what_cannot_pass_is_asked_once(server, settings, waits, code, error):
    server.script = [status(code)]
    with pytest.raises(error):
        fetch(server.link, settings)
    assert len(server.asked) == 1 and not waits


@pytest.mark.parametrize(
    "failure", [status(503), status(500), status(408), status(429), reset], ids=["503", "500", "408", "429", "reset"]
)
def test_what_can_pass_is_asked_again(server, settings, waits, failure):
    server.script = [failure, failure, honest()]
    assert fetch(server.link, settings).digest == DIGEST
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2


def test_what_does_not_pass_comes_to_an_end(server, settings, waits):
    server.script = [status(503)]
    with pytest.raises(UnreachableError, match="503 Service Unavailable, again and again: try later"):
        fetch(server.link, settings)
    assert len(server.asked) == settings.attempts == len(waits) + 1


def test_a_server_says_how_long_to_wait(server, settings, waits):
    server.script = [status(429, Retry_After="7"), status(503, Retry_After=formatdate(1, usegmt=True)), honest()]
    fetch(server.link, settings)
    assert waits[0] == 7 and waits[1] <= 2


def test_a_wait_that_is_too_long_is_said(server, settings, waits):
    server.script = [status(429, Retry_After="3600")]
    with pytest.raises(UnreachableError, match="wait for 3600 seconds"):
        fetch(server.link, settings)
    assert not waits


def test_a_server_that_drips_is_left(server, settings):
    server.script = [dripping(0.05), honest()]
    found = fetch(server.link, settings._replace(read_timeout=0.3))
    assert (found.digest, found.resumed) == (DIGEST, True)


def test_a_server_that_is_slow_is_waited_for(server, settings):
    server.script = [dripping(0.04, 50_000)]
    assert fetch(server.link, settings._replace(read_timeout=2.0)).digest == DIGEST
    assert len(server.asked) == 1


def test_a_connection_that_breaks_is_made_again(server, settings):
    server.script = [broken(100_000), honest()]
    found = fetch(server.link, settings)
    assert (found.digest, found.resumed) == (DIGEST, True)


def test_a_server_that_always_breaks_is_said(server, settings):
    server.script = [broken(1000)]
    with pytest.raises(UnreachableError, match="the connection broke: try later"):
        fetch(server.link, settings._replace(attempts=1))


def test_a_server_that_says_nothing_at_all_is_left(server, settings):
    released = threading.Event()
    server.script = [lambda _: released.wait(30)]
    try:
        with pytest.raises(UnreachableError, match="does not answer in time"):
            fetch(server.link, settings._replace(read_timeout=0.2, attempts=2))
    finally:
        released.set()


def test_nobody_there_is_said(server, settings):
    server.server_close()
    with pytest.raises(UnreachableError, match="refuses connections"):
        fetch(server.link, settings)


def test_headers_that_contradict_each_other_are_refused(server, settings):
    def turn(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n")

    server.script = [turn]
    with pytest.raises(UnreachableError):
        fetch(server.link, settings)


def test_neither_cookies_nor_passwords_are_sent(server, settings, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.script = [status(302, Location="/again", Set_Cookie="a=b"), honest()]
    fetch(server.link, settings)
    assert not {name for _, headers in server.asked for name in headers} & {"Cookie", "Authorization"}
