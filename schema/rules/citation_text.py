"""XR314 to XR318: citations that do not say which paper they mean."""

import re
from collections.abc import Iterator

from xreg.schema.citations import Citation, citation_section, said, shares_title, written
from xreg.schema.document import Document
from xreg.schema.entities import Paper
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_BARE_LINK = re.compile(r"<?https?://\S+>?")
_PAPER_HOST = re.compile(
    r"arxiv|doi\.org|openaccess|openreview|aclweb|aclanthology|acm\.org|ieee|springer|pdf|paper|proceedings"
)
_RESIDUE = re.compile(r"\d{2,5}\s?[-–]\s?\d{2,5}\.\s?(?=[A-Z])|(?:[a-z]+ ){1,3}[a-z]{4,}(?=[A-Z][a-z]+ [A-Z])")
# So many of a paper's authors in one text are no coincidence; a text of fewer letters names nobody.
_AUTHORS, _SHARE, _ALL = 2, 0.5, 0.75
_WORDS = re.compile(r"[^\W\d_]{4,}")
_ENOUGH_WORDS = 5
_LONGEST_REST = 60


def _field(document: Document) -> str:
    part = citation_section(document)
    return part.field if part else ""


def _own_paper(evidence: Evidence) -> Paper | None:
    """The card's own paper, where no item of the list is known to cite it."""
    own = evidence.subject.architecture
    paper = evidence.knowledge.paper_of(own) if own else None
    return None if any(item.paper and item.paper == paper for item in evidence.citations) else paper


def _hit(document: Document, item: Citation, paper: Paper, message: str) -> Hit:
    facts = (Fact(Origin.KNOWLEDGE, paper.source, f"the paper {paper.id}", said(paper)),)
    fix = Fix(Applicability.UNSAFE, "cite the paper", (Edit(item.span, written(paper, "[x](y)")),))
    return Hit(message, item.span, _field(document), facts, fix)


@rule("XR314", "citation-without-title", Severity.ERROR, Applicability.UNSAFE)
def citation_without_title(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds citations that list the authors of the card's paper, or its venue, and not its title.

    They were cut off in copying; nobody finds a paper by its authors and pages alone.

    Example: "Chenxi Liu, Liang-Chieh Chen, …; Proceedings of the IEEE/CVF Conference …, 2019, pp. 82-92".

    The fix writes the paper as a link, as most of the hub's cards do. It is unsafe: the authors wrote other papers too.
    """
    paper = _own_paper(evidence)
    for item in evidence.citations if paper else ():
        text = document.text[item.span]
        if not paper or item.paper or shares_title(text, paper):
            continue
        listed = _share_of_authors(text, paper)
        if listed >= _ALL:
            message = f"this citation lists the authors of {paper.title!r} and leaves out the title"
            yield _hit(document, item, paper, message)
        elif listed >= _SHARE:
            yield Hit("this citation lists authors and leaves out the title", item.span, _field(document))


def _share_of_authors(text: str, paper: Paper) -> float:
    """How many of the paper's authors a text names, at least two of them; the same people wrote other papers too."""
    names = {normalise(name) for name in re.split(r"[,;.\s]+", text)}
    families = [normalise(name.split()[-1]) for name in paper.authors]
    there = sum(family in names for family in families)
    return there / len(families) if there >= _AUTHORS else 0.0


@rule("XR317", "cites-unrelated-paper", Severity.WARNING, Applicability.UNSAFE)
def cites_unrelated_paper(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds citations that share neither an author nor a word of the title with the card's paper, where none does.

    The cited paper need not be known for that: a list in which nothing is left of the model's own paper was copied.

    Example: "Min Sun, Ali Farhadi, Steve Seitz. Ranking Domain-Specific Highlights by Analyzing Edited Videos" on a
    card of Inception-v3.

    The fix writes the paper of the card's architecture as a link in its place. It is unsafe: it rests on what is known
    of the architecture.
    """
    own, paper = evidence.subject.architecture, _own_paper(evidence)
    texts = [document.text[item.span] for item in evidence.citations]
    if not own or not paper or len(texts) != 1 or evidence.citations[0].paper or not _unrelated(texts[0], paper):
        return
    message = f"this citation has neither an author nor a word of the title of {own.name}'s paper, {paper.title!r}"
    yield _hit(document, evidence.citations[0], paper, message)


def _unrelated(text: str, paper: Paper) -> bool:
    """Whether a text of some length, which is no mere link, has no word in common with title and authors."""
    words = set(_WORDS.findall(text.casefold()))
    own = _WORDS.findall(f"{paper.title} {' '.join(paper.authors)}".casefold())
    return len(words) >= _ENOUGH_WORDS and "http" not in text and not words.intersection(own)


@rule("XR318", "citation-cut-off", Severity.WARNING, Applicability.DISPLAY)
def citation_cut_off(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds citations that end within a bracket.

    Example: "2017 IEEE Conference on Computer Vision and Pattern Recognition (CVPR".

    The fix closes the bracket. It is display, for a person to decide: what followed was lost.
    """
    for item in evidence.citations:
        text = document.text[item.span]
        opened, closed = text.rfind("("), text.rfind(")")
        if opened > closed and len(text) - opened <= _LONGEST_REST:
            at = Span(item.span.end, item.span.end)
            fix = Fix(Applicability.DISPLAY, "close the bracket", (Edit(at, ")"),))
            span = Span(item.span.start + opened, item.span.end)
            yield Hit("the citation ends within a bracket: its end was cut off", span, _field(document), fix=fix)


@rule("XR315", "citation-is-no-paper", Severity.ERROR, Applicability.UNSAFE)
def citation_is_no_paper(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds citations that are a bare address of a page that is no paper.

    Example: `https://zhuanlan.zhihu.com/p/63605721`.

    The fix writes the paper of the card's architecture as a link. It is unsafe: it rests on what is known of it.
    """
    paper = _own_paper(evidence)
    for item in evidence.citations if paper else ():
        text = document.text[item.span].strip()
        if paper and not item.paper and _BARE_LINK.fullmatch(text) and not _PAPER_HOST.search(text.lower()):
            yield _hit(document, item, paper, "this is the address of a page, not a paper")


@rule("XR316", "citation-with-residue", Severity.WARNING, Applicability.SAFE)
def citation_with_residue(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds citations that begin with the rest of another one: its pages, or words that run into the first name.

    Example: "3848-3858.Zhao L, Song Y, …".

    The fix removes what stands before the first author. It is safe: it is no part of the citation.
    """
    for item in evidence.citations:
        if match := _RESIDUE.match(document.text[item.span]):
            span = Span(item.span.start, item.span.start + match.end())
            fix = Fix(Applicability.SAFE, "remove it", (Edit(span, ""),))
            yield Hit(f'"{match[0].strip()}" is no part of this citation', span, _field(document), fix=fix)


RULES = (
    citation_without_title,
    citation_is_no_paper,
    citation_with_residue,
    cites_unrelated_paper,
    citation_cut_off,
)
