"""What is connected to: the very address that was checked, a certificate that holds, or the user's proxy."""

import socket
import ssl

import pytest
import trustme
from support.asset_server import CONTENT, honest, redirect, running

from xreg.publisher.fetching import addresses, connections
from xreg.publisher.fetching.errors import NotAllowedError, UnreachableError
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.fetching.settings import Settings
from xreg.schema.digests import Digest

HUB = "https://download.mindspore.cn/models/model.ckpt"
REAL = socket.getaddrinfo


@pytest.fixture
def authority():
    return trustme.CA()


@pytest.fixture
def secure(authority):
    """A server with TLS, whose certificate names this machine and the hub's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "download.mindspore.cn").configure_cert(context)
    with running(context) as server:
        yield server


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """The authority of the test, trusted as a user trusts his own."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))


@pytest.fixture
def names(monkeypatch):
    """What hosts resolve to: a list of answers a host, of which each is given once, the last one again and again."""
    known = {}

    def getaddrinfo(host, port, *rest, **more):
        if host not in known:
            return REAL(host, port, *rest, **more)
        answers = known[host]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return [entry for address in answer for entry in REAL(address, port, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
def connected(monkeypatch):
    """The addresses to which a connection was tried."""
    tried = []
    real = connections.create_connection

    def create_connection(address, *rest):
        tried.append(address[0])
        return real(address, *rest)

    monkeypatch.setattr(connections, "create_connection", create_connection)
    return tried


@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_holds_is_needed(secure, settings):
    assert fetch(secure.link, settings).digest == Digest.of(CONTENT)


@pytest.mark.usefixtures("trusted")
def test_a_cut_is_resumed_over_tls(secure, settings):
    secure.script = [honest(stop=70_000), honest()]
    assert fetch(secure.link, settings).resumed


def test_a_certificate_of_a_stranger_is_refused(secure, settings, waits):
    with pytest.raises(UnreachableError, match="no valid certificate"):
        fetch(secure.link, settings)
    assert not waits and not secure.asked


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_is_refused(secure, settings):
    with pytest.raises(UnreachableError, match="no valid certificate"):
        fetch(secure.link.replace("127.0.0.1", "localhost"), settings)


def test_what_speaks_no_tls_is_unreachable(server, settings):
    with pytest.raises(UnreachableError, match="no secure connection"):
        fetch(server.link.replace("http:", "https:"), settings._replace(attempts=2))


def test_a_redirect_from_https_to_http_is_refused_on_the_internet(settings):
    with pytest.raises(NotAllowedError):
        connections_hop(HUB, "http://download.mindspore.cn/model.ckpt", settings)


def connections_hop(before, location, settings):
    from xreg.publisher.fetching.policy import checked, hop

    return hop(checked(before, settings), location, settings)


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["8.8.8.8", "192.168.0.1"]],
    ids=str,
)
def test_a_host_with_an_address_that_is_not_public_is_refused(names, connected, settings, waits, answer):
    names["download.mindspore.cn"] = [answer]
    with pytest.raises(NotAllowedError, match="from public addresses alone"):
        fetch(HUB, settings)
    assert not connected and not waits


def test_a_name_server_that_changes_its_mind_gains_nothing(names, connected, settings):
    """Rebinding: the first answer is public, the second this machine. Each connection has one answer, and checks it."""
    names["download.mindspore.cn"] = [["192.0.2.1"], ["127.0.0.1"]]
    judged = []

    def public(address):
        judged.append(address)
        return address == "192.0.2.1" or addresses.public(address)

    original = connections.PublicHTTPSConnection._new_conn
    try:
        connections.PublicHTTPSConnection._new_conn = lambda self: connections.connect(self, public)
        with pytest.raises(NotAllowedError, match=r"127\.0\.0\.1"):
            fetch(HUB, settings._replace(connect_timeout=0.2))
    finally:
        connections.PublicHTTPSConnection._new_conn = original
    assert connected == ["192.0.2.1"] and judged == ["192.0.2.1", "127.0.0.1"]


def test_the_peer_of_a_connection_is_checked_too(server, names, monkeypatch, settings):
    """A name resolves to a public address, and yet this machine answers: nothing is sent to it."""
    names["download.mindspore.cn"] = [["8.8.8.8"]]
    real = connections.create_connection
    monkeypatch.setattr(connections, "create_connection", lambda *_: real(("127.0.0.1", server.port)))
    with pytest.raises(NotAllowedError, match=r"127\.0\.0\.1"):
        fetch(HUB, settings)
    assert not server.asked


def test_this_machine_is_all_that_a_local_link_reaches(names, settings):
    names["localhost"] = [["8.8.8.8"]]
    with pytest.raises(NotAllowedError, match=r"8\.8\.8\.8"):
        fetch("http://localhost:8000/model.ckpt", settings)


def test_all_addresses_are_tried(names, settings, server):
    names["localhost"] = [["127.0.0.2", "127.0.0.1"]]
    assert fetch(f"http://localhost:{server.port}/model.ckpt", settings).digest == Digest.of(CONTENT)


def test_a_host_that_does_not_exist_is_asked_for_once(names, settings, waits):
    names["download.mindspore.cn"] = [socket.gaierror(socket.EAI_NONAME, "no such name")]
    with pytest.raises(UnreachableError, match=r"there is no host download\.mindspore\.cn"):
        fetch(HUB, settings)
    assert not waits


def test_a_name_server_that_is_away_is_asked_again(names, settings, waits):
    names["download.mindspore.cn"] = [socket.gaierror(socket.EAI_AGAIN, "try again")]
    with pytest.raises(UnreachableError, match="cannot be resolved now"):
        fetch(HUB, settings)
    assert len(waits) == settings.attempts - 1


def test_a_host_that_cannot_be_a_name_is_said(settings):
    host = "x" * 64 + ".example"
    with pytest.raises(UnreachableError, match="is no name of a host"):
        fetch(f"https://{host}/a", settings._replace(hosts=("*",)))


def test_a_host_that_does_not_answer_is_left(names, settings, monkeypatch):
    names["download.mindspore.cn"] = [["8.8.8.8"]]

    def create_connection(*_):
        raise TimeoutError

    monkeypatch.setattr(connections, "create_connection", create_connection)
    with pytest.raises(UnreachableError, match="does not answer in time"):
        fetch(HUB, settings)


def test_a_host_without_an_address_is_unreachable(names, settings):
    names["download.mindspore.cn"] = [[]]
    with pytest.raises(UnreachableError, match="cannot be reached"):
        fetch(HUB, settings)


@pytest.fixture
def proxy(secure, monkeypatch):
    """A proxy that connects to the test's server, named as users name theirs."""
    with running() as made:
        made.behind = secure.port
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{made.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        yield made


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("answer", [["8.8.8.8"], socket.gaierror(socket.EAI_NONAME, "names are the proxy's")])
def test_a_proxy_is_used_as_requests_uses_it(proxy, secure, names, answer):
    names["download.mindspore.cn"] = [answer]
    found = fetch(HUB, Settings(sleep=lambda _: None))
    assert found.proxied and found.digest == Digest.of(CONTENT)
    assert proxy.asked[0][0] == "download.mindspore.cn:443" and secure.asked


def test_behind_a_proxy_hosts_are_checked_as_far_as_they_are_known(proxy, names):
    names["download.mindspore.cn"] = [["10.0.0.1"]]
    with pytest.raises(NotAllowedError):
        fetch(HUB, Settings())
    assert not proxy.asked


@pytest.mark.usefixtures("trusted", "proxy")
def test_redirects_behind_a_proxy_are_checked(secure, names):
    names["download.mindspore.cn"] = [["8.8.8.8"]]
    secure.script = [redirect("https://10.0.0.1/model.ckpt")]
    with pytest.raises(NotAllowedError, match="redirects to"):
        fetch(HUB, Settings(sleep=lambda _: None))


def test_a_proxy_that_is_away_is_said(proxy, names):
    names["download.mindspore.cn"] = [["8.8.8.8"]]
    proxy.server_close()
    with pytest.raises(UnreachableError, match="the proxy does not connect"):
        fetch(HUB, Settings(sleep=lambda _: None))


def test_a_proxy_that_makes_no_sense_is_said(monkeypatch, names):
    names["download.mindspore.cn"] = [["8.8.8.8"]]
    monkeypatch.setenv("HTTPS_PROXY", "http://:80")
    with pytest.raises(UnreachableError, match="correct the link, or the proxy"):
        fetch(HUB, Settings(sleep=lambda _: None))


def test_a_local_link_goes_past_the_proxy(server, settings, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    found = fetch(server.link, settings)
    assert not found.proxied and found.digest == Digest.of(CONTENT)
