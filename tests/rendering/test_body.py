import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.publisher.rendering.blocks import Block, blocks
from xreg.publisher.rendering.inline import Inline, address, inlines
from xreg.schema.document import parse
from xreg.schema.text import Text


def text(words: str) -> Inline:
    return Inline("text", words)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("", []),
        ("plain", [text("plain")]),
        ("a `b` **c**", [text("a "), Inline("code", "b"), text(" "), Inline("strong", "c")]),
        ("[t](https://a.b/c)", [Inline("link", "t", "https://a.b/c")]),
        ("[t](<http://a.b>)", [Inline("link", "t", "http://a.b")]),
        ("<https://a.b>", [Inline("link", "https://a.b", "https://a.b")]),
        ("see https://a.b/c.", [text("see "), Inline("link", "https://a.b/c", "https://a.b/c"), text(".")]),
        ("[t](javascript:alert(1))", [text("[t](javascript:alert(1))")]),
        ("[t](data:text/html,x)", [text("[t](data:text/html,x)")]),
        ("[t](//a.b)", [text("[t](//a.b)")]),
        (
            '<https://a.b/"onclick="x>',
            [text("<"), Inline("link", "https://a.b/", "https://a.b/"), text('"onclick="x>')],
        ),
        ("<script>", [text("<script>")]),
    ],
)
def test_inlines(line: str, pieces: list[Inline]) -> None:
    assert list(inlines(line)) == pieces


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("<https://a.b/c>", "https://a.b/c"),
        (" https://a.b ", "https://a.b"),
        ("javascript:alert(1)", ""),
        ("https://a.b c", ""),
        ("HTTPS://a.b", ""),
    ],
)
def test_addresses(value: str, target: str) -> None:
    assert address(value) == target


def body(markdown: str) -> list[Block]:
    document = parse(Text(f"# T\n---\na: b\n---\n{markdown}"), "a.md")
    return [block for section in document.sections for block in blocks(document.text.readable, section)]


def rows(*lines: tuple[str, ...]) -> tuple[tuple[tuple[Inline, ...], ...], ...]:
    return tuple(tuple((text(cell),) for cell in line) for line in lines)


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("", []),
        ("a\nb\n\nc", [Block("paragraph", rows(("a\nb",))), Block("paragraph", rows(("c",)))]),
        ("### H ##\np", [Block("heading", rows(("H",))), Block("paragraph", rows(("p",)))]),
        ("- a\n- b\n  c\n\n- d", [Block("bullets", rows(("a",), ("b\nc",), ("d",)))]),
        ("3. a\n4. b", [Block("numbers", rows(("a",), ("b",)), start=3)]),
        ("|a|b|\n|-|:-:|\n|c|d|", [Block("table", rows(("a", "b"), ("c", "d")))]),
        ("|a\u2028b|", [Block("table", rows(("a\u2028b",)))]),
        ("> a\n> b", [Block("quote", rows(("a\nb",)))]),
        ("```python\nx\n\ny\n```\nz", [Block("code", code="x\n\ny"), Block("paragraph", rows(("z",)))]),
        ("~~~\n# x", [Block("code", code="# x")]),
    ],
)
def test_blocks(markdown: str, found: list[Block]) -> None:
    assert body(markdown) == found


@given(st.text(st.sampled_from("#-*|>`~ \t\n1.ab[]()"), max_size=200))
def test_any_body_has_blocks(markdown: str) -> None:
    assert all(block.rows or block.code or block.kind in ("code", "table") for block in body(markdown))
