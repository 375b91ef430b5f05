"""XR80x: what a template left behind: placeholders, empty sections, headings that stand there twice."""

import re
from collections.abc import Iterator

from xreg.schema.citations import HEADINGS
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import Section
from xreg.schema.names import normalise
from xreg.schema.nodes import Sequence
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_VALUE = re.compile(
    r"x{3,9}|todo\b.{0,80}|tbd|fixme|\.{3}|\u2026|<?your[ _-].{1,60}|\{\{.{0,80}\}\}|\[[^\]\n]{0,60}\]", re.IGNORECASE
)
_PROSE = re.compile(
    r"\bTODO:|\bTBD\b|\bFIXME\b|\[your [^\[\]\n]{1,60}\](?!\()|<your [^<>\n]{1,60}>|\{\{[^{}\n]{0,80}\}\}"
    r"|\b[Ll]orem ipsum\b"
)
_MARKS = ("TODO:", "TBD", "FIXME", "[your ", "<your ", "{{", "orem ipsum")
_KEYS = ("model-name", "backbone-name", "train-dataset", "evaluation", "accuracy", "author", "user-id", "summary")
# A list is a value of these two nowhere: `[network-fo]` is a placeholder, though YAML reads a list.
_NEVER_LISTS = ("author", "user-id")


@rule("XR804", "template-residue", Severity.WARNING, Applicability.UNSAFE)
def template_residue(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds placeholders of a template that nobody has filled in.

    Example: `author: [network-fo]`, `train-dataset: xxx`, "[your dataset]", "TODO:".

    The fix writes the author under whose name the hub publishes the card's folder. It is unsafe: somebody else may have
    written the card. Other placeholders have no fix: what they stand for, only the author knows.
    """
    for key in _KEYS:
        node = document.front.get(key)
        span = node.span if node and (key in _NEVER_LISTS or not isinstance(node, Sequence)) else None
        if span and _VALUE.fullmatch(document.text[span].strip("\"' ")):
            yield from _value(document, evidence, key, span)
    if not any(mark in document.text.readable for mark in _MARKS):
        return
    for part in document.sections:
        for prose in part.prose():
            for match in _PROSE.finditer(document.text.readable, *prose):
                yield Hit(f'"{match[0]}" is a placeholder that was not filled in', Span(*match.span()), part.field)


def _value(document: Document, evidence: Evidence, key: str, span: Span) -> Iterator[Hit]:
    vocabulary = evidence.knowledge.vocabulary
    known = {"author": vocabulary.authors, "user-id": vocabulary.users}.get(key, {})
    folder = normalise(document.place.publisher)
    name = next((name for alias, name in known.items() if folder and normalise(alias) == folder), "")
    facts = (Fact(Origin.CARD, document.path, "the publisher of the card's folder", document.place.publisher),)
    fix = Fix(Applicability.UNSAFE, f"write {name}", (Edit(span, name),)) if name else None
    message = f"`{document.text[span]}` is a placeholder that was not filled in"
    yield Hit(message, span, key, facts if name else (), fix)


@rule("XR805", "empty-section", Severity.WARNING)
def empty_section(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds sections of the second level with nothing in them.

    There is no fix: write what belongs there, or remove the heading. Of empty lists of papers other rules tell more.

    Example: `## Usage` right before `## Citation`.
    """
    for part in document.sections:
        empty = not document.text[part.span].strip()
        if empty and part.name and part.name not in HEADINGS and _level(document, part) > 1:
            yield Hit(f"the section {part.name} is empty", part.heading, part.field)


def _level(document: Document, part: Section) -> int:
    heading = document.text[part.heading]
    return len(heading) - len(heading.lstrip("#"))


@rule("XR806", "repeated-heading", Severity.WARNING)
def repeated_heading(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds headings that stand on the card more than once, white space and letter case aside.

    Links to the section lead to the first one, and what reads a card by its headings sees one of them.

    There is no fix: whether the two belong together, only the author knows.

    Example: `## Usage` twice.
    """
    seen = dict[tuple[int, str], Section]()
    for part in document.sections:
        key = (_level(document, part), " ".join(part.name.casefold().split()))
        if part.name and seen.setdefault(key, part) is not part:
            yield Hit(f"there is a section {seen[key].name} before this one", part.heading, part.field)


@rule("XR807", "blanks-in-heading", Severity.INFO, Applicability.DISPLAY)
def blanks_in_heading(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds headings with more than one blank between two words.

    Nobody sees them, and what looks a section up by its heading does not find it.

    Example: `## Lite Inference  Usage`.

    The fix removes the blanks. It is display: links from elsewhere may lead to the heading as it is.
    """
    for part in document.sections:
        if "  " in part.name.replace("\t", "  "):
            at = Span(part.heading.end - len(document.text[part.heading].lstrip("# \t")), part.heading.end)
            content = " ".join(document.text[at].split())
            fix = Fix(Applicability.DISPLAY, f"write {content}", (Edit(at, content),))
            yield Hit("the heading has more than one blank between two words", part.heading, part.field, fix=fix)


RULES = (template_residue, empty_section, repeated_heading, blanks_in_heading)
