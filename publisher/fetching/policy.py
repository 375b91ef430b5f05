"""Which links may be fetched: https, allowed hosts, the usual port, no name or password, and every redirect again."""

from typing import NamedTuple
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from xreg.publisher.fetching.addresses import literal, loopback
from xreg.publisher.fetching.errors import NotAllowedError, shown
from xreg.publisher.fetching.settings import Settings

_PORTS = {"https": 443, "http": 80}
_LONGEST = 4096


class Link(NamedTuple):
    """A link that may be fetched, as it is sent: without fragment, its host in small letters."""

    url: str
    host: str
    port: int
    local: bool


def checked(text: str, settings: Settings) -> Link:
    """The link that a text is. Raises NotAllowedError, which says why it is not fetched."""
    url = _parsed(text)
    host = (url.host or "").lower().rstrip(".")
    local = _local(host)
    _check_form(text, url, host, local)
    port = _PORTS[str(url.scheme)] if url.port is None else url.port
    if local:
        _check_local(text, settings)
    else:
        _check_host(text, host, port, settings)
    return Link(Url(url.scheme, None, host, url.port, url.path, url.query).url, host, port, local)


def hop(before: Link, location: str, settings: Settings) -> Link:
    """The link that a redirect leads to, checked like the first one."""
    try:
        target = checked(urljoin(before.url, location), settings)
    except (NotAllowedError, ValueError) as error:
        raise NotAllowedError(f"{shown(before.url)} redirects to what may not be fetched: {error}") from error
    if target.local != before.local:
        raise NotAllowedError(
            f"{shown(before.url)} redirects to {shown(target.url)}: a redirect between the internet and this machine "
            "is not followed; give the final link."
        )
    return target


def _parsed(text: str) -> Url:
    # What two parsers read differently: the check would see one host, and the connection go to another.
    if any(character <= " " or character in "\\\x7f" for character in text) or len(text) > _LONGEST:
        raise NotAllowedError(
            f"{shown(text)!r} holds blanks, control characters or backslashes, or is longer than {_LONGEST} characters"
            ": write the link percent-encoded."
        )
    try:
        return parse_url(text)
    except LocationParseError as error:
        raise NotAllowedError(f"{shown(text)} is no link: give an https link.") from error


def _local(host: str) -> bool:
    address = literal(host)
    return host == "localhost" or (address is not None and loopback(address))


def _check_form(text: str, url: Url, host: str, local: bool) -> None:
    if url.auth is not None:
        raise NotAllowedError(
            f"the link to {shown(host)} holds a user name or a password: take it out; what needs one is not public."
        )
    if url.scheme not in _PORTS or not host:
        raise NotAllowedError(f"{shown(text)} is no https link: assets are fetched over https alone.")
    if url.scheme == "http" and not local:
        raise NotAllowedError(f"{shown(text)} is not encrypted: assets are fetched over https alone; write https://.")


def _check_local(text: str, settings: Settings) -> None:
    if not settings.allow_insecure:
        raise NotAllowedError(
            f"{shown(text)} is on this machine: links to it are fetched with --allow-insecure alone, for trying out."
        )


def _check_host(text: str, host: str, port: int, settings: Settings) -> None:
    named = host if port == _PORTS["https"] else f"{host}:{port}"
    if not any(_matches(pattern, named) for pattern in settings.hosts):
        raise NotAllowedError(
            f'{shown(text)}: the host {shown(named)} is not allowed: add "{shown(named)}" to hosts in [tool.xreg.fetch]'
            f" if you trust it (allowed: {', '.join(settings.hosts) or 'none'})."
        )


def _matches(pattern: str, named: str) -> bool:
    """Whether `example.org`, `*.example.org`, `example.org:8443` or `*` (any host, at the usual port) names a host."""
    if pattern == "*":
        return ":" not in named.rpartition("]")[2]
    return named.endswith(pattern[1:]) if pattern.startswith("*.") else named == pattern
