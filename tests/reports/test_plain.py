import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.publisher.reports.plain import cropped, encodable, one_line, visible, visible_lines

TEXTS = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain text, 图像 and é", "plain text, 图像 and é"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x00\x07\x7f", "\\x00\\x07\\x7f"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\U000e0041", "\\U000e0041"),
        ("byte \udcff", "byte \\xff"),
        ("lone \ud800", "lone \\ud800"),
        ("\ufffe", "\\ufffe"),
    ],
)
def test_what_hides_or_steers_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(TEXTS)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    shown = visible(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [char for char in shown if unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI")]
    assert shown.encode().decode() == shown
    assert visible(shown) == shown


@given(TEXTS)
def test_lines_and_tabs_stay_where_they_may(text: str) -> None:
    assert visible(visible_lines(text).replace("\n", "").replace("\t", "")).count("\\n") == visible_lines(text).count(
        "\\n"
    )
    assert "\n" not in one_line(text) and "\r" not in one_line(text)


def test_line_breaks_become_blanks() -> None:
    assert one_line("must be positive,  \n  but\r\nis\n") == "must be positive, but is"
    assert visible_lines("a\r\nb\tc\x1b\rd") == "a\nb\tc\\x1b\\rd"


def test_bytes_that_are_not_utf8_can_be_written() -> None:
    assert encodable("a\udcff图") == "a\ufffd图"


def test_cropping() -> None:
    assert cropped("abcdef", 3) == "abc…"
    assert cropped("abc", 3) == "abc"
