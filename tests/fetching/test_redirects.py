"""Redirects: followed at most five times, each one checked as the first link."""

import pytest
from support.asset_server import (
    CONTENT,
    Handler,
    honest,
    redirect,
)

from xreg.publisher.fetching.errors import (
    BadAnswerError,
    NotAllowedError,
)
from xreg.publisher.fetching.fetch import fetch
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
SIZE = len(CONTENT)
OTHER = bytes(reversed(CONTENT))


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server, settings, code):
    server.script = [redirect("/elsewhere/model.ckpt", code), honest()]
    found = fetch(server.link, settings)
    assert found.digest == DIGEST and found.final_link.endswith("/elsewhere/model.ckpt")


def test_the_body_of_a_redirect_is_not_read(server, settings):
    def found(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            handler.wfile.write(b"100000\r\n" + bytes(1 << 20) + b"\r\n")

    server.script = [found, honest()]
    assert fetch(server.link, settings).final_link.endswith("/again")


def test_an_address_in_utf_8_is_followed(server, settings):
    server.script = [redirect("/m\xc3\xb6del"), redirect("/m\xf6del"), honest()]
    assert fetch(server.link, settings).final_link.endswith("/m%C3%B6del")


def test_a_loop_of_redirects_ends(server, settings):
    server.script = [redirect("/models/model.ckpt")]
    with pytest.raises(BadAnswerError, match="more than 5 redirects"):
        fetch(server.link, settings)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/model.ckpt", "https://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd",
     "ftp://127.0.0.1/", "http://download.mindspore.cn/model.ckpt", "https://download.mindspore.cn/model.ckpt",
     "https://user:word@download.mindspore.cn/", "//evil.example/", "http://[::1", "/a\\b"],
)  # fmt: skip
def test_redirects_to_what_is_not_allowed_are_not_followed(server, settings, location):
    server.script = [redirect(location)]
    with pytest.raises(NotAllowedError, match="redirects to"):
        fetch(server.link, settings)
    assert len(server.asked) == 1
