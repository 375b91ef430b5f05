"""Which links and addresses are allowed, as tables; a link that is refused is never asked for."""

import socket
from pathlib import Path

import pytest
import yaml

from xreg.publisher import config
from xreg.publisher.fetching import addresses
from xreg.publisher.fetching.errors import NotAllowedError
from xreg.publisher.fetching.fetch import fetch
from xreg.publisher.fetching.policy import checked
from xreg.publisher.fetching.settings import HUB_HOSTS, FetchSettingsError, Settings, settings_from
from xreg.schema.document import parse
from xreg.schema.errors import XregError
from xreg.schema.text import Text

DATA = Path(__file__).parents[1] / "data/fetching"
LINKS = yaml.safe_load((DATA / "links.yaml").read_text(encoding="utf-8"))
ADDRESSES = yaml.safe_load((DATA / "addresses.yaml").read_text(encoding="utf-8"))
SETTINGS = Settings(hosts=(*HUB_HOSTS, "files.example.org:8443", "*.mirror.example"))


@pytest.fixture(autouse=True)
def no_names(monkeypatch):
    """Makes any look-up of a host fail the test: what is refused by its text is never looked up."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a host was looked up"))


@pytest.mark.parametrize(("link", "sent"), LINKS["allowed"])
def test_an_allowed_link_is_sent_as(link, sent):
    assert checked(link, SETTINGS).url == sent


@pytest.mark.parametrize(("link", "said"), LINKS["refused"])
def test_a_refused_link_is_not_fetched(link, said, tmp_path):
    with pytest.raises(NotAllowedError) as raised:
        fetch(link, SETTINGS._replace(folder=tmp_path))
    assert said in str(raised.value)
    assert "\n" not in str(raised.value) and "word" not in str(raised.value).replace("password", "")


def test_a_link_of_any_length_gives_a_short_message():
    with pytest.raises(NotAllowedError) as raised:
        checked("https://" + "x" * 100_000, SETTINGS)
    assert len(str(raised.value)) < 600


def test_this_machine_is_allowed_where_the_user_says_so():
    settings = Settings(allow_insecure=True)
    assert checked("http://localhost:8000/a", settings).local
    assert checked("https://[::1]/a", settings).port == 443
    assert checked("http://127.0.0.1/a", settings).port == 80
    assert not checked("https://download.mindspore.cn/a", settings).local
    with pytest.raises(NotAllowedError):
        checked("http://10.0.0.1/a", settings)


def test_a_star_is_any_host_at_the_usual_port():
    settings = Settings(hosts=("*",))
    assert checked("https://anybody.example/a", settings).host == "anybody.example"
    with pytest.raises(NotAllowedError):
        checked("https://anybody.example:22/a", settings)


def test_no_host_at_all_may_be_allowed():
    with pytest.raises(NotAllowedError, match="allowed: none"):
        checked("https://download.mindspore.cn/a", Settings(hosts=()))


@pytest.mark.parametrize("address", ADDRESSES["public"])
def test_public_addresses_are_public(address):
    assert addresses.public(address)


@pytest.mark.parametrize("address", ADDRESSES["refused"])
def test_other_addresses_are_not(address):
    assert not addresses.public(address)


@pytest.mark.parametrize(
    ("address", "local"), [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False)]
)
def test_this_machine_is_known(address, local):
    assert addresses.loopback(address) == local


def test_the_hub_links_to_allowed_hosts_alone(shared):
    for path in (shared / "corpus/hub").rglob("*.md"):
        for asset in parse(Text.from_bytes(path.read_bytes()), str(path)).assets:
            if asset.link:
                assert checked(asset.link, Settings()).url == asset.link, path


TABLE = {"hosts": ["A.example"], "size-limit": "2 GiB", "connect-timeout": 5, "read-timeout": 2.5, "attempts": 3}


def test_the_configuration_is_read():
    assert settings_from(TABLE, "x") == Settings(("a.example",), 2 << 30, 5.0, 2.5, 3)
    assert settings_from({"size-limit": 7}, "x") == Settings(limit=7)
    assert settings_from({"hosts": ["*", "*.a.example", "a.example:8443", "[::1]:80"]}, "x").hosts[0] == "*"


@pytest.mark.parametrize(
    "table",
    [{"hosts": "a.example"}, {"hosts": [7]}, {"hosts": ["https://a.example"]}, {"hosts": ["a.example/b"]},
     {"size-limit": 0}, {"size-limit": True}, {"size-limit": "8 apples"}, {"connect-timeout": 0},
     {"connect-timeout": "soon"}, {"read-timeout": True}, {"attempts": 0}, {"attempts": 1.5}, {"tries": 3}],
    ids=str,
)  # fmt: skip
def test_what_the_configuration_cannot_mean_is_refused(table):
    with pytest.raises(FetchSettingsError, match=r"^xreg\.toml: .*fetch\."):
        settings_from(table, "xreg.toml")


def test_the_configuration_names_hosts(tmp_path):
    path = tmp_path / "xreg.toml"
    path.write_text('[fetch]\nhosts = ["files.example.org"]\n')
    assert config.read(path).fetch == Settings(hosts=("files.example.org",))
    path.write_text("")
    assert config.read(path).fetch is None


@pytest.mark.parametrize("text", ["fetch = 7", "[fetch]\nhosts = 7", "[fetch]\nhost = []"])
def test_a_configuration_that_cannot_be_meant_is_refused(tmp_path, text):
    path = tmp_path / "xreg.toml"
    path.write_text(text)
    with pytest.raises(XregError, match="fetch"):
        config.read(path)
