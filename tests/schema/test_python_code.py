"""Python in fenced blocks: what is parsed, and where its parts stand on the card."""

import ast

import pytest
from support.cards import document

from xreg.schema.python_code import Module, python_module


def module(code: str, before: str = "", end: str = "\n") -> tuple[str, Module]:
    text = f"{before}---\n---\n## Usage\n```python\n{code}\n```\n".replace("\n", end)
    made = document(text)
    block = next(code for part in made.sections for code in part.codes)
    return text, python_module(made.text, block)


def test_imports_and_names() -> None:
    _, made = module("import a.b, c as d\nfrom e import f as g, h\nif d(x.y):\n    import z\n    k = h")
    assert [name for _, _, name in made.imports()] == ["a", "d", "g", "h"]
    assert made.used_names() == {"d", "x", "h"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "é模🚀\n"])
def test_spans(before: str, end: str) -> None:
    text, made = module("é = '模型🚀'; value = é\nimport mindspore\nf(\n  1)", before, end)
    assert made.tree is not None
    parts = [text[made.span(node).start : made.span(node).end] for node in made.tree.body]
    assert parts == ["é = '模型🚀'", "value = é", "import mindspore", f"f({end}  1)"]


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("if", "invalid syntax", "if"),
        ("a = 1\nprint a\nb", "Missing parentheses", "print a"),
        ("f(", "was never closed", "f("),
        ("x = 'é", "unterminated string", "x = 'é"),
        ("  a", "unexpected indent", "  a"),
        ("$", "invalid syntax", "$"),
        ("a\x00b", "null byte", None),
        ("(" * 300 + ")" * 300, "too many nested parentheses", None),
        ("-" * 5000 + "1", "", None),
        ("x" + ".a" * 9000, "", None),
    ],
)
def test_code_that_is_no_python(code: str, error: str, line: str | None) -> None:
    text, made = module(code)
    assert made.tree is None or not error
    assert error in made.error
    if line is not None:
        assert text[made.error_span.start : made.error_span.end] == line
    if made.tree is None:
        assert list(made.imports()) == []
        assert made.used_names() == set()


def test_code_without_end_is_not_parsed() -> None:
    _, made = module("a = 1\n" * 20_000)
    assert (made.tree, made.error) == (None, "")


def test_warnings_of_the_parser_are_not_ours() -> None:
    _, made = module("x = '\\d' is 1")
    assert isinstance(made.tree, ast.Module)


def test_empty_block() -> None:
    text = "---\n---\n```python\n```\n"
    made = document(text)
    found = python_module(made.text, made.sections[0].codes[0])
    assert found.error == ""
    assert found.used_names() == set()
