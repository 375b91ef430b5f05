"""The pages of a small hub."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.browser import started, visit
from support.hub import RUN, hostile, hub, many, odd

from xreg.publisher.health.hub import HubCard, hub_cards
from xreg.publisher.health.page import render_health
from xreg.registry.knowledge.load import load


@pytest.fixture(scope="session")
def cards() -> list[HubCard]:
    return hub()


@pytest.fixture(scope="session")
def page(cards: list[HubCard]) -> str:
    return render_health(cards, RUN)


@pytest.fixture(scope="session")
def hostile_page() -> str:
    return render_health(hub([hostile()]), RUN)


@pytest.fixture(scope="session")
def large_page() -> str:
    """The page of a hub with some thousands of findings."""
    return render_health(hub_cards(list(many()), load()), RUN)


@pytest.fixture
def files(tmp_path: Path, page: str, hostile_page: str) -> Path:
    """A folder with the pages."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "hostile.html").write_text(hostile_page, encoding="utf-8")
    (tmp_path / "odd.html").write_text(render_health(hub([odd()]), RUN), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser; without a browser the test is skipped, but not where .ci/run runs it."""
    browser = started(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.quit()


@pytest.fixture
def browser(chromium: Any, files: Path) -> Iterator[Any]:
    """The page, opened anew; after each test nothing may stand on the console, and nothing may have been loaded."""
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    visit(chromium, files, "page.html")
    yield chromium
    assert chromium.get_log("browser") == []
    assert chromium.execute_script("return performance.getEntriesByType('resource').length") == 0
