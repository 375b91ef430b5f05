"""Front matter as nodes with spans: what is read, where it stands, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.schema.nodes import Entry, Mapping, Node, Scalar, Sequence, plain_data
from xreg.schema.yaml_nodes import MAX_DEPTH, NotReadableError, read_mapping


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    parts = (
        node.items if isinstance(node, Sequence) else [part for item in node.entries for part in (item.key, item.value)]
    )
    return [scalar for part in parts for scalar in scalars(part)]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", {}),
        ("\n# only a comment\n", {}),
        ("a: 1.10", {"a": "1.10"}),
        ("a: no\nb: ~\nc: 2021-04-15\nd: 0x1f", {"a": "no", "b": "~", "c": "2021-04-15", "d": "0x1f"}),
        ("a:\nb: ''", {"a": "", "b": ""}),
        ("a: [1, 2]\nb:\n- x\n-\n    c: d", {"a": ["1", "2"], "b": ["x", {"c": "d"}]}),
        ("a: {b: c}", {"a": {"b": "c"}}),
        ("a: 1\na: 2", {"a": "2"}),
        ('a: "\\x41"', {"a": "A"}),
        ("a: |\n  x\n  y\nb: z", {"a": "x\ny\n", "b": "z"}),
        ("a: !!int 1", {"a": "1"}),
        ("a: !!python/object/apply:os.system [ls]", {"a": ["ls"]}),
        ("a: <https://example.com/x.ckpt>", {"a": "<https://example.com/x.ckpt>"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
    ],
)
def test_reads(text: str, data: dict[str, Any]) -> None:
    assert plain_data(read_mapping(text, 0)) == data


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("a: b: c", "mapping values are not allowed", 4),
        ("- a\n- b", "does not consist of `key: value` lines", 0),
        ("just text", "does not consist of `key: value` lines", 0),
        ("a: 'x", "found unexpected end of stream", 5),
        ("a: 1\n--- \nb: 2", "but found another document", 5),
        ("a: \x00", "control character U+0000", 3),
        ("a: \x1b[31m", "control character U+001B", 3),
        ("a: \ud800", "control character U+D800", 3),
        ("a: \ufffe", "control character U+FFFE", 3),
        ("[a]: b", "a key is a list or a mapping", 0),
        ("? {a: b}\n: c", "a key is a list or a mapping", 2),
        ("a: &x 1\nb: *x", "anchors and aliases", 3),
        ("a: &x [*x]", "", 0),
        ("a: *x", "undefined alias", 3),
        ("%YAML 9.9\n---\na: 1", "incompatible", 0),
    ],
)
def test_refuses(text: str, message: str, offset: int) -> None:
    with pytest.raises(NotReadableError) as caught:
        read_mapping(text, 0)
    assert message in str(caught.value)
    assert message == "" or caught.value.offset == offset


@pytest.mark.parametrize(
    "bomb",
    [
        "a: " + "[" * 32_000,
        "a: " + "{" * 32_000,
        "a: " + "[{a: " * 16_000,
        "a: " + "[" * 32_000 + "]" * 32_000,
        "a:\n  " + "- " * 16_000 + "x",
        "a:\n  " + "? " * 16_000 + "x",
        "".join(f"{' ' * depth}a:\n" for depth in range(300)),
        "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a]\n" for n in range(40)),
        "a: " + "&x " * 20_000,
        "- " * 30_000,
        "a: " + '"' + "\\u0041" * 10_000,
    ],
    ids=[
        "brackets",
        "braces",
        "both",
        "closed",
        "dashes",
        "questions",
        "indents",
        "laughs",
        "anchors",
        "top",
        "escapes",
    ],
)
def test_bombs_are_refused(bomb: str) -> None:
    with pytest.raises(NotReadableError):
        read_mapping(bomb, 0)


def test_a_chain_of_aliases_is_read_once() -> None:
    """Each alias doubles what comes before it: read out, this would be 2 to the 40 values."""
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    with pytest.raises(NotReadableError, match="anchors and aliases"):
        read_mapping("\n".join(lines), 0)


def test_brackets_as_deep_as_allowed_are_read() -> None:
    inner = MAX_DEPTH - 1
    assert "a" in plain_data(read_mapping(f"a: {'[' * inner}{']' * inner}", 0))
    with pytest.raises(NotReadableError, match="deep"):
        read_mapping(f"a: {'[' * 41}{']' * 41}", 0)


def test_brackets_in_a_text_are_counted_by_depth_and_not_by_number() -> None:
    assert plain_data(read_mapping(f"a: {'[1] ' * 1000}".replace("[1] ", "x[1]", 1), 0))


@pytest.mark.parametrize("value", ["x", "'it''s'", '"a"', "[1, 2]", "1.10", "<https://x.y/z>", "a # comment"])
def test_spans_hold_the_value_as_written(value: str) -> None:
    text = f"first: 1\nkey: {value}\n\n# comment\nlast: 2\n"
    node = read_mapping(text, 100).get("key")
    assert node is not None
    assert text[node.span.start - 100 : node.span.end - 100] == value.removesuffix(" # comment")


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("\n    - 1\n    - 2\n\n# comment\n", "- 1\n    - 2"),
        ("\n- 1\n-\n  a: b\n", "- 1\n-\n  a: b"),
        ("\n  a: b\n  c:\n   d: e  # comment\n\n", "a: b\n  c:\n   d: e"),
        ("|\n  x  \n  y\n\n", "|\n  x  \n  y"),
        (">-\r\n  x\r\n  y\r\n", ">-\r\n  x\r\n  y"),
        ("[1,\n  2]\n", "[1,\n  2]"),
        ("a\n  b\n", "a\n  b"),
    ],
)
def test_spans_of_values_on_several_lines_end_with_the_value(value: str, span: str) -> None:
    text = f"key: {value}last: 2\n"
    node = read_mapping(text, 0).get("key")
    assert node is not None
    assert text[node.span.start : node.span.end] == span


@pytest.mark.parametrize(
    ("written", "verbatim"),
    [
        ("a b", True),
        ("'a b'", True),
        ('"a b"', True),
        ("'it''s'", False),
        ('"\\x41"', False),
        ("|\n  a", False),
        (">-\n  a", False),
        ("a\n   b", False),
        ("''", True),
    ],
)
def test_verbatim_values_have_parts_with_places(written: str, verbatim: bool) -> None:
    text = f"key: {written}\nlast: 2\n"
    node = read_mapping(text, 0).get("key")
    assert isinstance(node, Scalar)
    assert node.verbatim is verbatim
    if verbatim:
        assert text.startswith(node.value, node.start)


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.text(max_size=20), max_size=4), st.integers(0, 9)
)
def test_any_quoted_text_is_read_back(data: dict[str, str], start: int) -> None:
    quoted = {key: value.replace("'", "''") for key, value in data.items()}
    text = "".join(f"{key}: '{value}'\n" for key, value in quoted.items())
    try:
        mapping = read_mapping(text, start)
    except NotReadableError:
        assert (
            not all(value.isprintable() for value in data.values()) or max(text.count("["), text.count("{")) > MAX_DEPTH
        )
        return
    for scalar in scalars(mapping):
        assert scalar.plain or text[scalar.span.start - start] == "'"
        assert not scalar.verbatim or text.startswith(scalar.value, scalar.start - start)
    if all(value.isprintable() for value in data.values()):
        assert plain_data(mapping) == data


def test_entries() -> None:
    mapping = read_mapping("a: 1\nb:\na: 2", 0)
    first, empty, last = mapping.entries
    assert mapping.get("a") is last.value
    assert mapping.entry("a") is last
    assert mapping.get("c") is None
    assert mapping.entry("c") is None
    assert first.span == (0, 4)
    assert empty.span[0] == 5
    assert empty.span.end >= empty.key.span.end
    assert isinstance(first, Entry)
    assert isinstance(mapping, Mapping)
