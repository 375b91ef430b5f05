"""Asking a server: redirects by the policy, failures as errors that say whether another attempt can help."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from http.client import IncompleteRead
from typing import NamedTuple

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, ReadTimeoutError

from xreg.publisher.fetching import connections
from xreg.publisher.fetching.errors import (
    BadAnswerError,
    FetchError,
    NotFoundError,
    RefusedError,
    TruncatedError,
    UnreachableError,
    shown,
)
from xreg.publisher.fetching.policy import Link, hop
from xreg.publisher.fetching.ranges import retry_after
from xreg.publisher.fetching.settings import Settings

_MOST_HOPS = 5
_USED = {200, 206, 304, 416}
_REDIRECTS = {301, 302, 303, 307, 308}
_MISSING = {404, 410}
# What passes: time-out, too early, too many requests; and all of 5xx but those that say "never".
_PASSING = {408, 425, 429}
_NEVER = {501, 505, 511}


class Passing(Exception):  # noqa: N818 (caught by the next attempt; users see the error in it)
    """A failure that another attempt may not meet; `error` is raised where no attempt is left."""

    def __init__(self, error: FetchError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.after = error, after


class Answer(NamedTuple):
    """A server's answer, its body not read yet, and the link that gave it after all redirects."""

    response: requests.Response
    link: Link
    proxied: bool


def ask(session: requests.Session, link: Link, headers: Mapping[str, str], settings: Settings) -> Answer:
    """The answer to a request. Raises Passing where another attempt may help, FetchError where none can."""
    for _ in range(_MOST_HOPS + 1):
        answer = _ask_once(session, link, headers, settings)
        if answer.response.status_code not in _REDIRECTS:
            return _usable(answer)
        with answer.response:
            location = _location(answer.response)
        if not location:
            raise BadAnswerError(f"{shown(link.url)} redirects without saying where to: give the final link.")
        link = hop(link, location, settings)
    raise BadAnswerError(f"{shown(link.url)}: more than {_MOST_HOPS} redirects: give the final link.")


def _location(response: requests.Response) -> str:
    """Where a redirect leads to: servers write UTF-8, which HTTP reads as Latin-1."""
    stated = str(response.headers.get("Location", ""))
    with suppress(UnicodeError):
        return stated.encode("latin-1").decode("utf-8")
    return stated


def _ask_once(session: requests.Session, link: Link, headers: Mapping[str, str], settings: Settings) -> Answer:
    through_proxy = connections.proxied(session, link.url)
    if through_proxy:
        connections.check_name(link.host, link.port)
    with connecting(link):
        response = session.get(
            link.url,
            headers=dict(headers),
            stream=True,
            allow_redirects=False,
            timeout=(settings.connect_timeout, settings.read_timeout),
        )
    return Answer(response, link, through_proxy)


def _usable(answer: Answer) -> Answer:
    """The answer, if its status is one that fetching understands; the body is closed otherwise."""
    if answer.response.status_code in _USED:
        return answer
    with answer.response as response:
        raise _failure(answer.link.url, response)


def _failure(url: str, response: requests.Response) -> Exception:
    status = response.status_code
    said = f"{shown(url)}: the server answered {status} {shown(response.reason or '')}".rstrip()
    if status in _MISSING:
        return NotFoundError(f"{said}: there is no such file; correct the link.")
    if status in _PASSING or (status >= 500 and status not in _NEVER):
        after = retry_after(response.headers.get("Retry-After", ""), datetime.now(timezone.utc))
        wait = f" It asks to wait for {after:.0f} seconds." if after else ""
        return Passing(UnreachableError(f"{said}, again and again: try later.{wait}"), after)
    if status >= 400:
        return RefusedError(f"{said}: it does not give the file to everyone; correct the link, or open the file.")
    return BadAnswerError(f"{said}, which is no file: correct the link.")


@contextmanager
def connecting(link: Link) -> Iterator[None]:
    """Turns the failures of a connection into ours."""
    try:
        yield
    except (requests.exceptions.RequestException, HTTPError) as error:
        raise _unreachable(link, error) from error


@contextmanager
def reading(link: Link) -> Iterator[None]:
    """Turns the failures of reading a body into ours."""
    try:
        yield
    except ReadTimeoutError as error:
        raise Passing(UnreachableError(f"{shown(link.url)}: the server sends nothing any more: try later.")) from error
    except (HTTPError, OSError) as error:
        if any(isinstance(cause, IncompleteRead) for cause in _causes(error)):
            raise Passing(truncated(link)) from error
        raise Passing(UnreachableError(f"{shown(link.url)}: the connection broke: try later.")) from error


def truncated(link: Link) -> TruncatedError:
    """The error for an answer that ended too early."""
    return TruncatedError(f"{shown(link.url)}: the server ended before the file was whole, again and again: try later.")


def _unreachable(link: Link, error: Exception) -> Exception:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return UnreachableError(
            f"{shown(link.host)} has no valid certificate: nothing is fetched from it; if the certificate is of your "
            "own authority, name its file in REQUESTS_CA_BUNDLE."
        )
    if isinstance(error, ValueError):  # what requests cannot make sense of, in a link, a proxy's address or an answer
        return UnreachableError(f"{shown(link.url)}: {shown(str(error))}: correct the link, or the proxy.")
    reason = next((text for kind, text in _REASONS if any(isinstance(cause, kind) for cause in causes)), "no answer")
    return Passing(
        UnreachableError(f"{shown(link.host)} cannot be reached: {reason}: try later, or check your network.")
    )


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (requests.exceptions.ProxyError, "the proxy does not connect"),
    (NameResolutionError, "its name cannot be resolved now"),
    (socket.gaierror, "its name cannot be resolved now"),
    (requests.exceptions.ConnectTimeout, "it does not answer in time"),
    (requests.exceptions.ReadTimeout, "it does not answer in time"),
    (ConnectionRefusedError, "it refuses connections"),
    (ConnectionResetError, "it ended the connection"),
    (ssl.SSLError, "no secure connection could be made"),
)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__
