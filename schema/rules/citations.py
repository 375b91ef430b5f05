"""XR31x: the papers that a card cites against the paper that introduced its architecture."""

import re
from collections.abc import Iterator
from itertools import pairwise

from xreg.schema.citations import Citation, citation_section, said, shares_title, written
from xreg.schema.document import Document
from xreg.schema.entities import Architecture, Paper
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import Section
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_ADDRESS = re.compile(r"[a-z]{2,8}://\S*")


def _own_paper(evidence: Evidence) -> Paper | None:
    own = evidence.subject.architecture
    return evidence.knowledge.paper_of(own) if own else None


def _fitting(evidence: Evidence, own: Architecture) -> set[str]:
    """The papers that a card of `own` may well cite: its own, its kin's, and its dataset's."""
    dataset = evidence.subject.dataset
    return {*evidence.knowledge.fitting_papers(own), dataset.paper if dataset else ""}


def _paper_fact(paper: Paper) -> Fact:
    return Fact(Origin.KNOWLEDGE, paper.source, f"the paper {paper.id}", said(paper))


def _strangers(evidence: Evidence) -> list[Citation]:
    """The citations, where all of them are of papers that introduced other things than the card's."""
    own, paper = evidence.subject.architecture, _own_paper(evidence)
    if not own or not paper:
        return []
    introduced, fitting = evidence.knowledge.introduced_by, _fitting(evidence, own)
    strange = (
        item.paper and item.paper.id in introduced and item.paper.id not in fitting for item in evidence.citations
    )
    return list(evidence.citations) if all(strange) else []


@rule("XR311", "cites-other-paper", Severity.ERROR, Applicability.UNSAFE)
def cites_other_paper(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds citations of another model's or dataset's paper, on a card that cites nothing else.

    Whoever uses the model would credit the wrong authors and read the wrong paper. A card that cites its own paper, a
    relative's, or one that is not known, may cite whatever else it builds on.

    Example: AlexNet's paper on a card of Xception.

    The fix writes the paper of the card's architecture, in the style of the list, and removes further strangers. It is
    unsafe: it rests on what is known of the architecture.
    """
    own, paper = evidence.subject.architecture, _own_paper(evidence)
    strangers = _strangers(evidence)
    for place, item in enumerate(strangers):
        if not own or not paper or not item.paper:
            continue
        cited, like = item.paper, document.text[item.span]
        if place == 0:
            fix = Fix(Applicability.UNSAFE, f"cite {own.name}'s paper", (Edit(item.span, written(paper, like)),))
        else:
            fix = Fix(Applicability.UNSAFE, "remove the citation", (Edit(document.text.whole_line(item.span), ""),))
        introduced = evidence.knowledge.introduced_by[cited.id]
        message = f'this is the paper of {introduced} ("{cited.title}"); this card is {own.name}'
        facts = (*evidence.subject.facts, _paper_fact(cited), _paper_fact(paper))
        yield Hit(message, item.span, _field(document), facts, fix)


def _field(document: Document) -> str:
    part = citation_section(document)
    return part.field if part else ""


@rule("XR312", "paper-missing", Severity.WARNING, Applicability.UNSAFE)
def paper_missing(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds lists of citations that lack the paper of the card's own architecture.

    The paper of a family it belongs to will do, and a list of nothing but the dataset's; the paper of a relative on
    which the model builds will not. A list that holds a paper which is not known is left alone.

    Example: a card of Xception that does not cite "Xception: Deep Learning with Depthwise Separable Convolutions".

    The fix adds it to the list. It is unsafe: it rests on what is known of the architecture. Where the list holds
    nothing but other models' papers, the fix of `cites-other-paper` puts it in their place.
    """
    part, own, paper = citation_section(document), evidence.subject.architecture, _own_paper(evidence)
    if not part or not own or not paper:
        return
    cited, family = evidence.citations, {item.paper for item in evidence.knowledge.lineage(own)}
    if any(not item.paper or item.paper.id in family for item in cited) or _only_of_dataset(cited, evidence):
        return
    fix = (
        None if _strangers(evidence) else Fix(Applicability.UNSAFE, "cite it", (_added(document, part, cited, paper),))
    )
    message = f"the paper of {own.name} is missing: {said(paper)}"
    yield Hit(message, part.heading, part.field, (*evidence.subject.facts, _paper_fact(paper)), fix)


def _only_of_dataset(cited: tuple[Citation, ...], evidence: Evidence) -> bool:
    dataset = evidence.subject.dataset
    own = dataset.paper if dataset else ""
    return bool(cited and own) and all(item.paper and item.paper.id == own for item in cited)


def _added(document: Document, part: Section, cited: tuple[Citation, ...], paper: Paper) -> Edit:
    """The paper below the heading of an empty list, else behind the list's last item, in its style."""
    at = cited[-1].span.end if cited else part.heading.end
    end = "\r\n" if document.text.value.startswith("\r\n", part.heading.end) else "\n"
    marker = _next_marker(cited[-1].marker) if cited else ""
    like = document.text[cited[-1].span] if cited else "[x](y)"
    return Edit(Span(at, at), end * (1 if marker else 2) + marker + written(paper, like))


def _next_marker(marker: str) -> str:
    """The list marker that follows: `3. ` after `2. `; a bullet as it is."""
    return re.sub(r"\d+", lambda match: str(int(match[0]) + 1), marker, count=1)


@rule("XR313", "typo-in-known-title", Severity.WARNING, Applicability.SAFE)
def typo_in_known_title(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds words run together or torn apart in the title of a known paper.

    Nobody finds a paper by a title that does not exist.

    Example: `Deep ConvolutionalNeural Networks`.

    The fix writes the blank where the title has it. It is safe: no letter changes.
    """
    for item in evidence.citations:
        paper = item.paper or _own_paper(evidence)
        found = _joined_words(document, item, paper) if paper else None
        if paper and found:
            span, words = found
            fix = Fix(Applicability.SAFE, f'write "{words}"', (Edit(span, words),))
            message = f'the title of this paper has "{words}", not "{document.text[span]}"'
            yield Hit(message, span, _field(document), (_paper_fact(paper),), fix)


def _joined_words(document: Document, item: Citation, paper: Paper) -> tuple[Span, str] | None:
    """Two neighbouring words of the title that stand in the citation as one."""
    text = _ADDRESS.sub(lambda match: " " * len(match[0]), document.text[item.span])
    if paper.title.casefold() in text.casefold() or not shares_title(text, paper):
        return None
    words = paper.title.split()
    for one, other in pairwise(words):
        joined = one + other
        if not joined.isalpha() or joined.casefold() in (word.casefold() for word in words):
            continue
        if match := re.search(re.escape(joined), text, re.IGNORECASE):
            return Span(*match.span()).shift(item.span.start), f"{one} {other}"
    return None


RULES = (cites_other_paper, paper_missing, typo_in_known_title)
