"""`xreg report`: where the page goes, and what is said besides."""

import shutil

import pytest


@pytest.fixture
def report(xreg):
    return lambda *arguments, **given: xreg("report", *arguments, "--network", "off", **given)


def test_the_page_is_written_and_told_of(report, card, folder):
    shutil.copy(card, folder / "cards" / "other.md")
    ran = report("cards", "--html", "out.html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("wrote out.html: 2 cards, ")
    assert ran.out.endswith(" MB\n")
    assert "XR301" in (folder / "out.html").read_text()
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == ["cards", "out.html"]


def test_one_card_and_one_finding_are_counted_as_one(report, card):
    del card
    assert "1 card, 1 finding," in report("cards", "--select", "XR301", "--html", "out.html").out


def test_the_page_goes_to_standard_output(report, card):
    del card
    ran = report("cards", "--html", "-")
    assert ran.out.startswith("<!DOCTYPE html>")
    assert ran.out.endswith("</html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give --html report.html"),
        (("--html", "out.html", "--output-format", "json"), "--output-format is for `xreg lint`"),
        (("-", "--html", "out.html"), "cannot be made of standard input"),
        (("--html", "no/such/out.html"), "no/such/out.html: cannot be written"),
        (("--html", "cards"), "cards: cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(report, card, folder, arguments, said):
    del card
    ran = report("cards", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (folder / "out.html").exists()


def test_a_page_that_was_there_is_replaced_and_keeps_its_mode(report, card, folder):
    del card
    page = folder / "out.html"
    page.write_text("old")
    page.chmod(0o640)
    assert report("cards", "--html", "out.html").code == 0
    assert page.read_text() != "old"
    assert page.stat().st_mode & 0o777 == 0o640


def test_the_same_moment_gives_the_same_page(report, card, folder, monkeypatch):
    del card
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    pages = []
    for _ in range(2):
        report("cards", "--html", "out.html")
        pages.append((folder / "out.html").read_bytes())
    assert pages[0] == pages[1]
    assert b"2023-11-14T22:13:20Z" in pages[0]


@pytest.mark.parametrize("moment", ["soon", "9" * 30])
def test_a_moment_that_is_none_is_refused(report, card, monkeypatch, moment):
    del card
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    ran = report("cards", "--html", "out.html")
    assert ran.code == 2
    assert "SOURCE_DATE_EPOCH must be a number of seconds" in ran.err


def test_a_card_that_cannot_be_read_is_on_the_page_and_in_the_exit_code(report, card, folder):
    del card
    ran = report("cards", "nowhere", "--html", "out.html")
    assert ran.code == 2
    assert "xreg: nowhere: there is no such file or folder" in ran.err
    assert "nowhere: there is no such file or folder" in (folder / "out.html").read_text()


def test_a_defect_is_on_the_page_and_in_the_exit_code(report, card, folder, monkeypatch):
    del card
    from xreg.publisher import linting

    monkeypatch.setattr(linting, "parse", lambda *_: 1 / 0)
    ran = report("cards", "--html", "out.html")
    assert ran.code == 3
    assert "this is a defect of xreg" in ran.err
    assert "xception.md: xreg itself failed on this card" in (folder / "out.html").read_text()


def test_linting_is_as_the_options_say(report, card, folder):
    del card
    report("cards", "--select", "XR301", "--jobs", "1", "--no-cache", "--html", "out.html")
    page = (folder / "out.html").read_text()
    assert "1 rules were on" not in page
    assert "1 rule was on" in page
    assert "XR211 accuracy" not in page
