import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xreg.publisher.rendering.html import render_html
from xreg.schema.document import Document, parse
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Fact, Finding, Fix, Origin, Severity
from xreg.schema.knowledge import Knowledge
from xreg.schema.network import Build, Supplied
from xreg.schema.text import Span, Text

VOID = {"meta", "br", "hr", "img", "link", "input"}
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "span", "h1", "h2", "h3", "ul", "ol",
    "li", "main", "section", "table", "thead", "tbody", "tr", "th", "td", "strong", "b", "code", "pre", "details",
    "summary", "footer", "time", "dl", "dt", "dd", "blockquote",
}  # fmt: skip
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "rel", "title", "id", "scope", "start",
    "datetime", "aria-hidden", "aria-label", "aria-labelledby",
}  # fmt: skip


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def safe(page: str) -> Reader:
    """The page, read; everything in it is markup of ours."""
    reader = Reader(page)
    assert {tag for tag, _ in reader.tags} <= KNOWN
    for _, attributes in reader.tags:
        assert attributes.keys() <= ATTRIBUTES
        assert re.match("https?://|#", attributes.get("href") or "#")
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", page
    )
    return reader


def test_the_page_says_what_is_known(document: Document, evidence: Evidence) -> None:
    reader = safe(render_html(document, (), (), evidence))
    words = " ".join(reader.text.split())
    for said in (
        "3 ✓ verified",
        "xception given (1, 3, 299, 299): output (1, 1000) mindspore 2.10.0 on CPU, run 2026-11-22",
        "sha256 of 91,653,445 bytes, read 2026-11-22",
        "all 1 parameters fit by name and shape",
        "xception was run on 2026-11-22 with mindspore 2.10.0 on CPU.",
        "mindspore/ascend/1.1/xception_v1.1",
        "Isolation of the run: no network.",
    ):
        assert said in words
    links = [attributes["href"] for tag, attributes in reader.tags if tag == "a"]
    assert "https://gitee.com/mindspore" in links


def test_findings_and_corrections_stand_beside_their_claims(document: Document, evidence: Evidence) -> None:
    fact = Fact(Origin.NETWORK, "a run", "given 227", "RuntimeError")
    fix = Fix(Applicability.UNSAFE, "write [299, 299, 3]", ())
    finding = Finding(
        "XR501", "input-shape-fails", Severity.ERROR, "it `fails`", Span(0, 1), "input-shape", (fact,), fix
    )
    rows = [
        finding,
        finding._replace(field="body:Citation"),
        finding._replace(field=""),
        finding._replace(field="title"),
    ]
    for page in (render_html(document, rows, (), evidence), render_html(document, (), rows, evidence)):
        reader = safe(page)
        assert reader.text.count("it fails") == 4
        assert reader.text.count("RuntimeError") == 4
        row = page[page.index('title="input-shape"') :].partition("</tr>")[0]
        assert "XR501" in row and "write [299, 299, 3]" in row


def test_the_policy_allows_the_style_and_nothing_else(document: Document, evidence: Evidence) -> None:
    page = render_html(document, (), (), evidence)
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = "default-src 'none'; style-src 'sha256-" + digest + "'; base-uri 'none'; form-action 'none'"
    assert dict(Reader(page).tags[3][1])["content"] == policy
    assert "url(" not in style and "@import" not in style and "</" not in style


def test_pages_are_the_same_each_time(document: Document, evidence: Evidence) -> None:
    assert render_html(document, (), (), evidence) == render_html(document, (), (), evidence)


def test_hostile_cards_arrive_as_text(hostile: Text, knowledge: Knowledge) -> None:
    document = parse(hostile, "cards/<script>\x1b.md")
    value = hostile.value
    whole = Span(0, len(value))
    fact = Fact(Origin.CARD, value, value, value)
    fix = Fix(Applicability.DISPLAY, value, ())
    finding = Finding("XR301", "x", Severity.ERROR, value, whole, "summary", (fact,), fix)
    page = render_html(document, (finding, finding._replace(field="")), (finding,), Evidence(knowledge))
    reader = safe(page)
    for said in (
        "<script>alert(1)</script> \\x1b[31mred\\x1b[0m {{ 7 * 7 }} \\u202egnp.exe",
        "{{ config }} {% raw %} ${7*7} ]]> &amp; \\u202etxt.exe\\u202c",
        "<javascript:alert(document.cookie)>",
        "[click](javascript:alert(1))",
        '<iframe src="https://evil.example"></iframe>',
        "<script>alert('in code')</script>\\x1b[2J",
        "{{ self.__init__.__globals__ }}",
        "bytes that are not UTF-8: \ufffd\ufffd",
    ):
        assert said in reader.text


@pytest.mark.parametrize("card", ["", "\x00", "no front matter", "---\n---\n", "# T\n---\na: b: c\n---\n## X\n"])
def test_broken_cards_have_pages_too(card: str, knowledge: Knowledge) -> None:
    safe(render_html(parse(Text(card), "a.md"), (), (), Evidence(knowledge)))


@settings(deadline=None, max_examples=60)
@given(words=st.text(st.characters(exclude_categories=()) | st.sampled_from("<>&\"'{}%#`[]()|-\n"), max_size=120))
def test_any_text_arrives_as_text(words: str, knowledge: Knowledge) -> None:
    card = f"# {words}\n---\nsummary: |\n  {words}\nasset: [{words}]\n---\n## {words}\n\n{words}\n"
    finding = Finding("XR301", "x", Severity.INFO, words, Span(0, 0), words)
    safe(render_html(parse(Text(card), words), (finding,), (finding,), Evidence(knowledge)))


def test_the_page_says_how_a_network_of_a_repository_was_built(document: Document, evidence: Evidence) -> None:
    assert evidence.network
    build = Build((Supplied("num_classes", "10", "the card's Usage"),), "")
    network = evidence.network._replace(origin="models r1.9 at 1a2b", builds=(build,), shims=("numpy.float",))
    words = " ".join(safe(render_html(document, (), (), evidence._replace(network=network))).text.split())
    assert "Its code: models r1.9 at 1a2b." in words
    assert "It was built with num_classes=10, from the card's Usage." in words
    assert "What stood in for API that MindSpore no longer has: numpy.float." in words
    assert "does not build or run" not in words


def test_the_page_says_why_a_network_does_not_build(document: Document, evidence: Evidence) -> None:
    assert evidence.network
    network = evidence.network._replace(framework="", fault="here", reason="needs <an Ascend>", source_digest="")
    words = " ".join(safe(render_html(document, (), (), evidence._replace(network=network))).text.split())
    assert "It does not build or run: needs <an Ascend>." in words
    assert "xception was run on 2026-11-22." in words
    assert "Its source" not in words
