"""The page in a real browser: what a hostile card cannot do, light and dark, wide and narrow."""

import pytest
from support.browser import ROWS, all_of, one, status, texts, until, visit


def test_nothing_of_a_hostile_card_is_markup(browser, files):
    visit(browser, files, "hostile.html")
    one(browser, "input[name=text]").send_keys("window.hurt")
    until(lambda: "of" in status(browser))
    one(browser, f"{ROWS} button").click()
    assert browser.execute_script("return window.hurt") is None
    assert all_of(browser, "img, main script, table script") == []
    shown = one(browser, f"{ROWS} .message").text
    assert shown.startswith("</script><script>window.hurt = 1</script><img src=x")
    assert shown.endswith("&amp;\\u202e{{ 7*7 }}")
    assert texts(browser, "tr.detail .said")[0].startswith("</script>")
    family = one(browser, "select[name=family]").text
    assert "<.script><script>window.hurt" in family


def test_a_hostile_family_can_be_chosen(browser, files):
    visit(browser, files, "hostile.html")
    link = next(each for each in all_of(browser, "#families ~ .panel tbody a") if "hurt" in each.text)
    browser.execute_script("arguments[0].click()", link)
    until(lambda: status(browser).startswith("1 of"))
    assert texts(browser, f"{ROWS} .rule code") == ["XR301"]


def test_the_page_lets_no_request_and_no_other_script_in(chromium, files):
    visit(chromium, files, "page.html")
    tried = chromium.execute_async_script(
        "const done = arguments[0]; const script = document.createElement('script');"
        "script.textContent = 'window.hurt = 1'; document.body.append(script);"
        "fetch('http://127.0.0.1:9/').then(() => done('sent'), () => done(window.hurt || 'refused'));"
    )
    assert tried == "refused"
    console = [entry["message"] for entry in chromium.get_log("browser")]
    assert any("connect-src" in message or "default-src" in message for message in console)
    assert any("script-src" in message for message in console)


def ground(browser):
    return browser.execute_script("return getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize(("scheme", "colour"), [("light", "rgb(245, 246, 248)"), ("dark", "rgb(16, 21, 29)")])
def test_the_page_is_light_or_dark_as_the_reader_likes(browser, scheme, colour):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    assert ground(browser) == colour


@pytest.mark.parametrize("page", ["page.html", "hostile.html"])
@pytest.mark.parametrize("width", [320, 390, 800, 1300])
def test_no_screen_is_too_narrow(browser, files, width, page):
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    visit(browser, files, page)
    for button in all_of(browser, f"{ROWS} button")[:3]:
        browser.execute_script("arguments[0].click()", button)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_every_control_has_a_name_and_every_id_is_one(browser):
    unnamed = "return [...document.querySelectorAll('button, input, select, a')].filter((each) =>"
    unnamed += " !(each.textContent.trim() || each.ariaLabel || each.labels?.length)).length"
    assert browser.execute_script(unnamed) == 0
    ids = browser.execute_script("return [...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))
