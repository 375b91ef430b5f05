"""A link is led to the place where its folder is found by the smallest edit."""

import pytest
from support.cards import document

from xreg.schema.repository import Elsewhere
from xreg.schema.rules.repository_links import moving_edit, moving_fix
from xreg.schema.text import Span

HERE = "https://gitee.com/a/b"


@pytest.mark.parametrize(
    ("link", "found", "file", "content"),
    [
        (f"{HERE}/tree/master/x/y", ("gitee.com/a/b", "r1.0", "x/y", ()), "", "r1.0"),
        (f"{HERE}/blob/master/x/y/README.md", ("gitee.com/a/b", "r1.0", "x/y", ("README.md",)), "README.md", "r1.0"),
        (f"{HERE}/tree/master/x/y", ("gitee.com/a/b", "r1.0", "x/z", ()), "", f"{HERE}/tree/r1.0/x/z"),
        (f"{HERE}/tree/master/x/y", ("gitee.com/c/d", "r1", "x/y", ()), "", "https://gitee.com/c/d/tree/r1/x/y"),
        (
            f"{HERE}/blob/master/x/y/readme.md",
            ("gitee.com/a/b", "r1.0", "x/y", ("README.md", "README_CN.md")),
            "readme.md",
            f"{HERE}/blob/r1.0/x/y/README.md",
        ),
    ],
)
def test_moving(link, found, file, content):
    card = document(f"see <{link}>.")
    edit = moving_edit(card, Span(0, len(card.text.value)), Elsewhere(*found, "why", "source"), file)
    assert edit
    assert edit.content == content


def test_what_holds_no_link_is_left():
    card = document("nothing")
    assert moving_fix(card, Span(0, 7), Elsewhere("gitee.com/a/b", "r1.0", "x", (), "why", "source"), "") is None
