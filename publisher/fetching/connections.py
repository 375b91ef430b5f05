"""Sessions of requests that connect to nothing but addresses that were checked.

A host is resolved once, at the connection: what is checked is what is connected to, so that a name server that answers
differently the second time gains nothing. Redirects and retries go the same way, since every connection does.
"""

import socket
import sys
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

import xreg
from xreg.publisher.fetching import addresses
from xreg.publisher.fetching.addresses import Judge
from xreg.publisher.fetching.errors import UnreachableError, shown

# Of a host with many addresses no more are tried: each may take the whole time-out.
_TRIED = 4


def connect(connection: HTTPConnection, allowed: Judge) -> socket.socket:
    """A socket to the host of a connection, at an address that is allowed."""
    failed: HTTPError | None = None
    for address in _resolved(connection, allowed)[:_TRIED]:
        try:
            made = create_connection(
                (address, connection.port), connection.timeout, connection.source_address, connection.socket_options
            )
        except TimeoutError:
            failed = ConnectTimeoutError(connection, f"no connection to {address} in {connection.timeout} s")
        except OSError as error:
            failed = NewConnectionError(connection, f"no connection to {address}: {error}")
            failed.__cause__ = error
        else:
            return _same(connection, made, allowed)
    raise failed or NewConnectionError(connection, "the host has no address")


def _resolved(connection: HTTPConnection, allowed: Judge) -> list[str]:
    try:
        return addresses.resolve(connection.host, connection.port, allowed)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise NameResolutionError(connection.host, connection, error) from error
        raise UnreachableError(
            f"there is no host {shown(connection.host)}: correct the link, or your network."
        ) from error
    except UnicodeError as error:
        raise UnreachableError(f"{shown(connection.host)} is no name of a host: correct the link.") from error


def _same(connection: HTTPConnection, made: socket.socket, allowed: Judge) -> socket.socket:
    """The socket, if what it reached is allowed too: nothing was sent yet."""
    try:
        addresses.refuse(connection.host, made.getpeername()[0], allowed)
    except BaseException:
        made.close()
        raise
    sys.audit("http.client.connect", connection, connection.host, connection.port)
    return made


class PublicHTTPSConnection(HTTPSConnection):
    """A connection over TLS that reaches public addresses alone."""

    def _new_conn(self) -> socket.socket:
        return connect(self, addresses.public)


class LocalHTTPSConnection(HTTPSConnection):
    """A connection over TLS that reaches this machine alone."""

    def _new_conn(self) -> socket.socket:
        return connect(self, addresses.loopback)


class LocalHTTPConnection(HTTPConnection):
    """A connection that reaches this machine alone."""

    def _new_conn(self) -> socket.socket:
        return connect(self, addresses.loopback)


class PublicHTTPSPool(HTTPSConnectionPool):
    """Connections to public addresses."""

    ConnectionCls = PublicHTTPSConnection


class LocalHTTPSPool(HTTPSConnectionPool):
    """Connections to this machine, over TLS."""

    ConnectionCls = LocalHTTPSConnection


class LocalHTTPPool(HTTPConnectionPool):
    """Connections to this machine."""

    ConnectionCls = LocalHTTPConnection


class CheckedAdapter(HTTPAdapter):
    """Gives requests the checked connections. A proxy is reached as requests reaches it: the user has chosen it."""

    def __init__(self, pools: dict[str, type[HTTPConnectionPool]]) -> None:
        self._pools = pools
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **keywords: Any) -> None:
        """Makes the pools, of the checked classes."""
        super().init_poolmanager(*arguments, **keywords)
        self.poolmanager.pool_classes_by_scheme = self._pools


class _Session(requests.Session):
    """A session that never looks at redirects itself: requests would read all of their bodies into memory."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Tells requests that there is nowhere to go; the asking follows redirects, and checks each."""


class _LocalSession(_Session):
    """A session that goes past proxies, which could not reach this machine."""

    def merge_environment_settings(self, *arguments: Any) -> Any:
        """What the environment says, without its proxies."""
        return {**super().merge_environment_settings(*arguments), "proxies": {}}


def public_session() -> requests.Session:
    """A session for links to the internet, which never reaches this machine or its network."""
    return _prepared(_Session(), {"https": PublicHTTPSPool})


def local_session() -> requests.Session:
    """A session for links to this machine, which reaches nothing else."""
    return _prepared(_LocalSession(), {"https": LocalHTTPSPool, "http": LocalHTTPPool})


# By whether the link leads to this machine.
SESSIONS = {False: public_session, True: local_session}


def _prepared(made: requests.Session, pools: dict[str, type[HTTPConnectionPool]]) -> requests.Session:
    made.adapters.clear()
    for scheme in pools:
        made.mount(f"{scheme}://", CheckedAdapter(pools))
    # Neither a password of ~/.netrc, nor a cookie, nor compressed bytes: a card's link must not make use of them.
    made.auth = _no_password
    made.cookies = _NoCookies()
    made.headers = requests.structures.CaseInsensitiveDict(
        {"User-Agent": f"xreg/{xreg.__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
    )
    return made


def _no_password(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class _NoCookies(RequestsCookieJar):
    """A jar that keeps nothing."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Leaves the server's cookies alone."""


def proxied(made: requests.Session, url: str) -> bool:
    """Whether a request to a link goes through a proxy, by the environment, as requests reads it."""
    settings = made.merge_environment_settings(url, {}, None, None, None)
    return bool(requests.utils.select_proxy(url, settings["proxies"]))


def check_name(host: str, port: int) -> None:
    """Checks the addresses of a host that a proxy will connect to, as far as they can be found from here."""
    try:
        addresses.resolve(host, port, addresses.public)
    except (socket.gaierror, UnicodeError):
        return  # many networks with a proxy resolve names there alone
