"""Debian's chromium, driven by its own driver: nothing is downloaded for it, and it downloads nothing."""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT = 10
# What each finding of the page's table is.
ROWS = "tr.row"
# .ci/run sets it: there the tests must run.
REQUIRED = "XREG_TEST_BROWSER"


def programs() -> Sequence[str]:
    """The browser and its driver; without them the test is skipped, or fails where it must run."""
    found = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(found):
        say = pytest.fail if os.environ.get(REQUIRED) else pytest.skip
        say("a browser is missing: apt-get install --no-install-recommends chromium chromium-driver")
    return [path for path in found if path]


def started(profile: Path, width: int = 1300, height: int = 1000) -> Any:
    """A browser with a profile of its own, which keeps what is written to its console."""
    chromium, driver = programs()
    if os.environ.get(REQUIRED):
        from selenium import webdriver
    else:
        webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is missing: pip install -e '.[test]'")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for option in (*_OPTIONS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))


def visit(browser, files, page):
    """Opens a page of a folder anew, with whatever stands behind its #."""
    browser.get("about:blank")  # else a change of the part behind # would load nothing
    browser.get((files / page.partition("#")[0]).as_uri() + "".join(page.partition("#")[1:]))


def all_of(browser, selector):
    """All elements."""
    return browser.find_elements("css selector", selector)


def one(browser, selector):
    """The first element."""
    return browser.find_element("css selector", selector)


def texts(browser, selector):
    """The visible texts of all elements at once: a call for each of hundreds would take seconds."""
    script = "return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText.trim())"
    return browser.execute_script(script, selector)


def status(browser):
    """What the page says of how many findings it shows."""
    return one(browser, "#status").text


def until(said: Callable[[], bool]):
    """Waits for what the page does a moment later."""
    end = time.monotonic() + WAIT
    while not said():
        assert time.monotonic() < end, "the page did not do it"
        time.sleep(0.02)


def choose(browser, name, value):
    """Chooses a value of a filter."""
    one(browser, f"select[name={name}] option[value='{value}']").click()
    until(lambda: f"{name}={value}" in browser.current_url)
