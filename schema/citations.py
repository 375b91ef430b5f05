"""The papers that a card cites: each item of its list of citations, and which known paper it is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.entities import Paper
from xreg.schema.knowledge import TITLE_LETTERS, Knowledge
from xreg.schema.markdown import Section, without_comments
from xreg.schema.names import normalise
from xreg.schema.text import Span

HEADINGS = ("Citation", "Citations", "References", "Reference", "参考论文")
_ITEM = re.compile(r"(?:(?P<marker>[ \t]*(?:\d{1,3}[.)]|\[\d{1,3}\]|[-*+])[ \t]+)|[ \t]*)(?P<text>\S[^\r\n]*)")
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})|arXiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)
# So many of a title's words are that title, in an earlier version or written otherwise.
_SHARED = 0.5
_LINK_STYLE = re.compile(r"\s*\[[^\]]+\]\([^)]*\)")


class Citation(NamedTuple):
    """One item: its list marker ("1. "), the span of its text, and the known paper it cites, if it is known."""

    marker: str
    span: Span
    paper: Paper | None


def citation_section(document: Document) -> Section | None:
    """The section that lists the papers."""
    return document.section(*HEADINGS)


def citations(document: Document, knowledge: Knowledge) -> Iterator[Citation]:
    """The items of the card's citations, in their order."""
    part = citation_section(document)
    if not part:
        return
    for marker, span in _items(document, part):
        yield Citation(marker, span, paper_in(document.text.readable[span.start : span.end], knowledge))


def _items(document: Document, part: Section) -> Iterator[tuple[str, Span]]:
    """List items with their following lines; without a list, each paragraph."""
    text = without_comments(document.text.readable, part.span)
    marker, start, end = "", -1, -1
    for line in document.text.lines(part.span):
        match = _ITEM.fullmatch(text, line.start, line.end)
        if start >= 0 and (not match or match["marker"]):
            yield marker, Span(start, end)
            start = -1
        if match:
            if start < 0:
                marker, start = match["marker"] or "", match.start("text")
            end = match.start("text") + len(match["text"].rstrip())
    if start >= 0:
        yield marker, Span(start, end)


def paper_in(text: str, knowledge: Knowledge) -> Paper | None:
    """The known paper that a text cites: by the longest title that stands in it, else by its arXiv identifier."""
    letters = normalise(text)
    starts, titles = knowledge.title_starts, list[str]()
    for at in range(len(letters) - TITLE_LETTERS + 1):
        for title in starts.get(letters[at : at + TITLE_LETTERS], ()):
            if letters.startswith(title, at):
                titles.append(title)
    if titles:
        return knowledge.papers_by_title[max(titles, key=len)]
    match = _ARXIV.search(text)
    return knowledge.papers_by_arxiv.get(match[1] or match[2]) if match else None


def shares_title(text: str, paper: Paper) -> bool:
    """Whether half of the title's words stand in the text: an earlier version, or one written otherwise."""
    words, there = paper.title.casefold().split(), set(re.split(r"[^\w-]+", text.casefold()))
    found = sum(word.strip(":,.") in there for word in words)
    return normalise(paper.title) in normalise(text) or found >= _SHARED * len(words)


def written(paper: Paper, like: str) -> str:
    """A citation of the paper in the style of another one: as a link, or with authors, title and venue."""
    if _LINK_STYLE.match(like) and paper.link:
        return f"[{paper.title}]({paper.pdf})"
    identifier = f"[{_identifier(paper)}]({paper.link})" if _identifier(paper) else ""
    return ", ".join(part for part in (*_parts(paper), identifier) if part) + "."


def said(paper: Paper) -> str:
    """Authors, title, venue and identifier, as plain text."""
    return ", ".join(part for part in (*_parts(paper), _identifier(paper)) if part)


def _parts(paper: Paper) -> tuple[str, ...]:
    return _authors(paper), f'"{paper.title}"', _venue(paper)


def _identifier(paper: Paper) -> str:
    return f"arXiv:{paper.arxiv}" if paper.arxiv else f"doi:{paper.doi}" if paper.doi else ""


def _venue(paper: Paper) -> str:
    return paper.venue if str(paper.year) in paper.venue else f"{paper.venue} {paper.year}".strip()


def _authors(paper: Paper) -> str:
    """Given names as initials; more than six authors as the first one "et al."."""
    names = [_initials(name) for name in paper.authors]
    return ", ".join(names) if len(names) <= 6 else f"{names[0]} et al."


def _initials(name: str) -> str:
    *given, family = name.split()
    return " ".join([*(f"{part[0]}." for part in given), family])
