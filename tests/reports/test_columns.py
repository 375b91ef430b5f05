import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.publisher.reports.columns import columns, wrapped


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("图像", 4), ("ｆ", 2), ("e\u0301", 1), ("é", 1)])
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["> "]),
        ("one two", ["> one two"]),
        ("one two three four", ["> one two", "  three four"]),
        ("unbreakablylongword and more", ["> unbreakablylongword", "  and more"]),
        ("to unbreakablylongword", ["> to", "  unbreakablylongword"]),
        ("图像 数据 集合 四五", ["> 图像 数据", "  集合 四五"]),
    ],
)
def test_wrapping(text: str, lines: list[str]) -> None:
    assert wrapped(text, 12, "> ", "  ").split("\n") == lines


@given(st.text(st.sampled_from("ab 图  "), max_size=200), st.integers(4, 30))
def test_wrapping_loses_no_word_and_ends(text: str, width: int) -> None:
    made = wrapped(text, width, "", "")
    assert made.replace("\n", " ") == text
