"""Reading what can be read of a front matter that is not YAML."""

import pytest

from xreg.schema.nodes import plain_data
from xreg.schema.recovery import recover


@pytest.mark.parametrize(
    ("text", "data", "broken"),
    [
        ("a: x: y\nb: 2\n", {"b": "2"}, ["x: y"]),
        ("a: 1\nb: -\nc: 3\n", {"a": "1", "c": "3"}, ["-"]),
        ("words\na: 1\n", {"a": "1"}, ["w"]),
        ("\n\n# comment\na: 1\nb: [\n", {"a": "1"}, ["["]),
        ("a: 'x\nb: 2\n", {"b": "2"}, ["'x"]),
        ("a: x: y  \n", {}, ["x: y"]),
        ("a: 1\n\tb: 2\nc: 3", {"c": "3"}, ["b"]),
        ("a:\n- b: c\n d: e\nf: g", {"f": "g"}, ["d"]),
        ("mAP(0.5): 0.8\nx y: [", {"mAP(0.5)": "0.8"}, ["["]),
        ("https://example.com\na: [", {}, ["h", "["]),
        ("模型\n\na: 1", {"a": "1"}, ["模"]),
    ],
)
def test_recovers(text: str, data: dict[str, str], broken: list[str]) -> None:
    mapping, unreadable = recover(text, 7)
    assert plain_data(mapping) == data
    assert [text[part.span.start - 7 : part.span.end - 7] for part in unreadable] == broken
    assert all(part.reason for part in unreadable)


def test_spans_of_recovered_entries_are_shifted() -> None:
    text = "a: x: y\nbb: 22\n"
    mapping, _ = recover(text, 50)
    entry = mapping.entries[0]
    assert (entry.key.span, entry.value.span) == ((58, 60), (62, 64))


def test_nothing() -> None:
    mapping, unreadable = recover("", 3)
    assert (mapping.entries, unreadable) == ((), ())


def test_line_ends_of_windows() -> None:
    mapping, unreadable = recover("a: x: y\r\nb: 2\r\n", 0)
    assert plain_data(mapping) == {"b": "2"}
    assert [(part.span.start, part.span.end) for part in unreadable] == [(3, 7)]
