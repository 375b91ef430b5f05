from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xreg.publisher.rendering.markdown import RenderError, hub_order, render_markdown
from xreg.schema.document import Document, parse
from xreg.schema.nodes import plain_data
from xreg.schema.text import Text

HUB_CARD = Path(__file__).parent.parent.parent / "cards" / "xception.md"


def rendered(text: str) -> str:
    return render_markdown(parse(Text(text), "a.md"))


def test_the_hubs_card_keeps_its_layout() -> None:
    """A card of the hub differs from its page only in the blanks that are no data."""
    text = Text.from_bytes(HUB_CARD.read_bytes()).value
    assert rendered(text) == text.replace("ckpt  \n", "ckpt\n")


def test_a_card_in_good_order_is_its_own_page(document: Document) -> None:
    assert render_markdown(document) == document.text.value


COMMENT = "<!-- xreg: suppress XR301 why -->"


@pytest.mark.parametrize(
    ("card", "page"),
    [
        ("---\nb: 1\n---\n", "---\n\nb: 1\n\n---\n"),
        ("T\n---\n---\n", "# T\n\n---\n\n---\n"),
        (
            "# T\n---\nsummary: s\nx: 1\nmodel-name: m\n---\nbody",
            "# T\n\n---\n\nmodel-name: m\n\nsummary: s\n\nx: 1\n\n---\nbody",
        ),
        ("# C#\r\n\r\n---\r\na: b\r\n---\r\n\r\nx \r\n", "# C#\r\n\r\n---\r\n\r\na: b\r\n\r\n---\r\n\r\nx \r\n"),
        (f"# T\n{COMMENT}\n---\na: b\n---\n", f"# T\n\n{COMMENT}\n\n---\n\na: b\n\n---\n"),
        (
            "# {{ 7 * 7 }} & <b>\n---\na: '{% raw %}'\n---\n{{ x }}&\n",
            '# {{ 7 * 7 }} & <b>\n\n---\n\na: "{% raw %}"\n\n---\n{{ x }}&\n',
        ),
        ("\ufeff# T\n---\na: b # c\n---\n", "# T\n\n---\n\na: b\n\n---\n"),
    ],
)
def test_pages(card: str, page: str) -> None:
    assert rendered(card) == page
    assert rendered(page) == page


@pytest.mark.parametrize("card", ["", "# T\n", "# T\n---\na: b: c\n---\n", "# T \udcff\n---\na: b\n---\n"])
def test_what_would_be_lost_is_refused(card: str) -> None:
    with pytest.raises(RenderError, match=r"a\.md: cannot be rendered: .*xreg lint"):
        rendered(card)


@given(st.text(max_size=30), st.text(max_size=60), st.text(max_size=60))
@example("0\x0c", "", "")
def test_the_page_says_what_the_card_says(title: str, front: str, body: str) -> None:
    card = parse(Text(f"{title}\n---\n{front}\n---\n{body}".replace("\r", "")), "a.md")
    if card.problems:
        return
    page = parse(Text(render_markdown(card)), "a.md")
    assert plain_data(page.front) == plain_data(card.front)
    assert page.title_text == card.title_text
    assert page.text.value[page.body_start :] == card.text.value[card.body_start :]


def test_order_is_the_schemas() -> None:
    order = hub_order()
    assert order[0] == "model-name" and order[-3:] == ["asset", "license", "summary"]
