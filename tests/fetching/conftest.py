"""What the tests of fetching share: a server, settings that wait for nothing, a cache of each test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.asset_server import Server, running

from xreg.publisher.fetching.settings import Settings


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine, which answers honestly until a test gives it another script."""
    with running() as made:
        yield made


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited between attempts."""
    return []


@pytest.fixture
def settings(tmp_path: Path, waits: list[float]) -> Settings:
    """Settings that allow this machine, and note waits in the place of waiting."""
    return Settings(
        allow_insecure=True, folder=tmp_path / "cache", sleep=waits.append, connect_timeout=20.0, read_timeout=20.0
    )


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps every test out of the user's cache, and free of the machine's proxies."""
    monkeypatch.setenv("XREG_CACHE_DIR", str(tmp_path / "user"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
