import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from xreg.publisher.rendering.yaml_text import entries, quoted
from xreg.schema.document import parse
from xreg.schema.nodes import Entry, Mapping, Node, Scalar, Sequence, plain_data
from xreg.schema.text import Span, Text
from xreg.schema.yaml_nodes import read_mapping

AT = Span(0, 0)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.sampled_from(
    ["", "~", "no", "1.10", "a: b", "a #b", "- a", "[a", "{a", "'a", '"a', "---", "--- a", "? a", "*a", "&a", "!a",
     "%a", "@a", "`a`", "a:", ":a", "#a", " a ", "a\nb", "|", ">", "\u2028", "\x85", "\ufeffa", "x" * 2000]
)  # fmt: skip
SCALARS = st.builds(Scalar, TEXTS, st.just(AT), st.booleans())


def mapping(values: dict[str, Node]) -> Mapping:
    return Mapping(tuple(Entry(Scalar(key, AT, False), value) for key, value in values.items()), AT)


NODES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: Sequence(tuple(items), AT))
        | st.dictionaries(TEXTS, inner, max_size=3).map(mapping)
    ),
    max_leaves=8,
)
FRONTS = st.dictionaries(TEXTS, NODES, max_size=4).map(mapping)


@given(FRONTS)
@example(mapping({"asset": Sequence((mapping({"a": Scalar("--- b", AT)}), mapping({"---": Scalar("", AT)})), AT)}))
@example(mapping({"x" * 2000: Sequence((mapping({"y" * 2000: Scalar("", AT)}),), AT)}))
def test_what_is_written_reads_as_the_same_data(front: Mapping) -> None:
    written = "\n\n".join(entries(front, ()))
    assert plain_data(read_mapping(written, 0)) == plain_data(front)
    card = parse(Text(f"# a\n\n---\n\n{written}\n\n---\n"), "a.md")
    assert not card.problems and plain_data(card.front) == plain_data(front)


@given(TEXTS)
def test_quoted_text_is_text_to_every_reader(text: str) -> None:
    assert yaml.safe_load(quoted(text)) == text
    assert quoted(text).isprintable()


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("fine-tunable: True", "fine-tunable: True"),
        ("version: 1.10", "version: 1.10"),
        ('version: "1.10"', 'version: "1.10"'),
        ("version: '1.10'", 'version: "1.10"'),
        ("shape: [227, 227, 3]", "shape: [227, 227, 3]"),
        ("shape:\n- 227\n- '3'", 'shape: [227, "3"]'),
        ("empty:", "empty:"),
        ("link: <https://a.b/c#d>", "link: <https://a.b/c#d>"),
        ("name: |\n  a\n  b", 'name: "a\\nb"'),
        ("asset: {a: b, c: [d]}", "asset: {a: b, c: [d]}"),
        ("asset:\n  - a: b\n    c: d", "asset:\n\n-\n    a: b\n    c: d"),
        ("a: 1\na: 2", "a: 2"),
        ("a: 1\nb: 2", "b: 2\n\na: 1"),
    ],
)
def test_layout(written: str, again: str) -> None:
    assert "\n\n".join(entries(read_mapping(written, 0), ["b"])) == again
