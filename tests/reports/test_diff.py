import pytest

from xreg.publisher.reports.diff import diff
from xreg.publisher.reports.style import Style
from xreg.schema.text import Text

HEAD = ["--- a.md", "+++ a.md"]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a\n", "a\n", []),
        ("a\nb\n", "a\nc\n", [*HEAD, "@@ -1,2 +1,2 @@", " a", "-b", "+c"]),
        ("a\r\nb\r\n", "a\r\nc\r\n", [*HEAD, "@@ -1,2 +1,2 @@", " a", "-b", "+c"]),
        ("a\nb\r\n", "a\nb\n", [*HEAD, "@@ -1,2 +1,2 @@", " a", "-b\\r\\n", "+b"]),
        ("a", "a\n", [*HEAD, "@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"]),
        ("a\nb", "c\nb", [*HEAD, "@@ -1,2 +1,2 @@", "-a", "+c", " b", "\\ No newline at end of file"]),
        ("b\ta \x1b[31m\u202e", "b", [*HEAD, "@@ -1 +1 @@", "-b\ta \\x1b[31m\\u202e", "\\ No newline at end of file",
                                       "+b", "\\ No newline at end of file"]),
        ("x\u2028y\x0bz\n", "x\n", [*HEAD, "@@ -1 +1 @@", "-x\\u2028y\\x0bz", "+x"]),
        ("-- a.md\n", "", [*HEAD, "@@ -1 +0,0 @@", "--- a.md"]),
    ],
)  # fmt: skip
def test_diff(old: str, new: str, lines: list[str]) -> None:
    made = "".join(diff("a.md", Text(old), Text(new), Style()))
    assert made.splitlines() == lines
    assert not made or made.endswith("\n")


def test_colours() -> None:
    made = list(diff("a.md", Text("a\n"), Text("b\n"), Style(colour=True)))
    assert made[-2:] == ["\x1b[31m-a\x1b[0m\n", "\x1b[32m+b\x1b[0m\n"]
