import pytest

from xreg.schema.document import parse
from xreg.schema.parameter_counts import Stated, stated
from xreg.schema.text import Span, Text

HEAD = "# A\n\n---\n\nmodel-name: a\n\n---\n\n## Performance\n\n"
TABLE = "| model name | params(M) |\n| --- | --- |\n"


def read(body: str) -> list[tuple[str, str]]:
    return [(each.model, each.digits) for each in stated(parse(Text(HEAD + body), "a.md"))]


def test_spans_are_those_of_the_digits() -> None:
    text = HEAD + "| model name | params(M) |\r\n|---|---|\r\n|  a | **1.25** |\r\n"
    assert [text[each.span.start : each.span.end] for each in stated(parse(Text(text), "a.md"))] == ["1.25"]


def test_each_table_has_a_head_of_its_own() -> None:
    assert read(TABLE + "| a | 1 |\n\n| name | parameters (M) |\n|-|-|\n| b | 2 |\n") == [("a", "1"), ("b", "2")]


def test_a_table_ends_with_the_section() -> None:
    assert read(TABLE + "| a | 1 |\n## More\n| b | 2 |\n") == [("a", "1")]


def test_a_table_without_end_is_read_in_part() -> None:
    assert len(read(TABLE + "| a | 1 |\n" * 1000)) < 1000


@pytest.mark.parametrize(
    "body", ["|" * 50_000, "| params(M) " * 5_000, TABLE + "| " + " " * 50_000 + "|", "|\n" * 50_000]
)
def test_hostile_tables_tell_nothing(body: str) -> None:
    assert read(body) == []


@pytest.mark.parametrize(
    ("digits", "least", "most", "right"),
    [
        ("25.6", 25_557_032, 25_610_152, True),
        ("25.55", 25_557_032, 25_610_152, True),
        ("25.29", 25_557_032, 25_610_152, False),
        ("25.88", 25_557_032, 25_610_152, False),
        ("25.85", 25_557_032, 25_610_152, True),
        ("26", 25_557_032, 25_557_032, True),
        ("23.5", 25_557_032, 25_610_152, False),
    ],
)
def test_the_digits_stated_say_how_near(digits: str, least: int, most: int, right: bool) -> None:
    assert Stated("a", digits, Span(0, 0)).within(least, most) is right
