"""XR80x: how words are written, in prose, in comments of code, and in names within code."""

import re
from collections.abc import Iterator
from functools import lru_cache

from xreg.schema.citations import citation_section
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fix, Severity
from xreg.schema.knowledge import Knowledge
from xreg.schema.markdown import Section
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_WORDS = re.compile(r"[a-z]{4,}")
_WORD = re.compile(r"(?<![\w&/\\@#$%~<])[A-Za-z]{1,24}(?![\w/\\@])")
# What is no prose: code within a line, addresses and paths, tags, and where links lead.
_NO_PROSE = re.compile(
    r"`[^`\n]{1,300}`|https?://[^\s)>\]]{1,500}|\]\([^()\n]{0,500}\)|<[^<>\n]{0,300}>|\$[^$\n]{1,300}\$"
    r"|(?<![\w-])[\w-]+(?:[./\\=][\w-]+)+"
)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))(?:#|//)[^\n]*|/\*.*?(?:\*/|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"(?<!\w)[A-Za-z]{4,24}(?!\w)")
# In C and its kin behind a type (`float *hight;`), in Python at the beginning of a line (`hight = 224`).
_DECLARED = re.compile(
    r"(?:\w[ \t]{1,4}[*&]{0,2}|^[ \t]{0,40})(?P<name>[A-Za-z]{4,24})[ \t]?(?:[;,)]|=(?!=))", re.MULTILINE
)
_REPEATED = re.compile(r"(?<![\w'-])(?P<word>and|are|for|of|that|the|to|with)(?P<again>[ \t](?P=word))(?![\w'-])")
_REPEATS = tuple(f" {word} {word} " for word in ("and", "are", "for", "of", "that", "the", "to", "with"))
# Capitals of so few letters may be an abbreviation.
_SHORT = 4
_GAP = re.compile(r"[ \t]{1,3}|[ \t]{0,3}\n[ \t]{0,3}")
_NOT_LINE_END = re.compile(r"[^\n]")
_ANCHOR = re.compile(r"\]\(#[^()\s]{1,200}\)")


@rule("XR801", "misspelt-word", Severity.WARNING, Applicability.SAFE)
def misspelt_word(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds misspelt words in the summary, in the body's prose, and in the comments of its code.

    Readers who look for "inference" do not find "infernece", and a card that nobody has read again is trusted less.
    Only slips count that are no word, no name and no jargon of their own; the knowledge base lists them. Two words are
    looked at together where one alone is a word: "pleas refer". Code, addresses, paths and Chinese text are left out,
    and citations, which quote what others wrote.

    Example: "More details pleas refer to the model zoo".

    The fix writes the word that was meant, in the letter case that stands there. It is safe: the meaning stays.
    """
    if _has_slip(document.text.readable, evidence.knowledge.slips):  # nearly all cards are done with this one look
        anchors = "".join(match[0].lower() for match in _ANCHOR.finditer(document.text.readable))
        linked = frozenset(_WORDS.findall(anchors))
        for span in _parts(document):
            yield from _slips(document, span, evidence.knowledge, linked)


@lru_cache(maxsize=8)  # two rules ask this of each card
def _has_slip(text: str, slips: frozenset[str]) -> bool:
    """Whether any word of a text is a slip, or a part of one."""
    return not slips.isdisjoint(_WORDS.findall(text.lower()))


def _parts(document: Document) -> Iterator[Span]:
    """The summary, the prose of each section with its heading, and the comments of its code."""
    if summary := document.scalar("summary"):
        yield summary.span
    quoting = citation_section(document)
    for part in document.sections:
        yield part.heading
        if part is quoting:
            continue
        yield from part.prose()
        for code in part.codes:
            comments = _COMMENT.finditer(document.text.readable, *code.span)
            yield from (Span(*match.span()) for match in comments)


def _slips(document: Document, span: Span, knowledge: Knowledge, linked: frozenset[str]) -> Iterator[Hit]:
    text = _NO_PROSE.sub(_blank, document.text.readable[span.start : span.end])
    if not _has_slip(text, knowledge.slips):
        return
    before = None
    for match in _WORD.finditer(text):
        for wrong, right in _wrong(text, before, match, knowledge):
            if content := _in_case(right, wrong[0]):
                yield _hit(document, Span(*wrong.span()).shift(span.start), content, linked)
        before = match


def _blank(match: re.Match[str]) -> str:
    return _NOT_LINE_END.sub("`", match[0])


def _wrong(
    text: str, before: re.Match[str] | None, match: re.Match[str], knowledge: Knowledge
) -> Iterator[tuple[re.Match[str], str]]:
    """A word that is misspelt, or the one of two that is so beside the other, and what was meant."""
    words = knowledge.vocabulary
    if right := words.misspellings.get(match[0].lower()):
        yield match, right
    elif before and _GAP.fullmatch(text, before.end(), match.start()):
        rights = words.phrases.get(f"{before[0]} {match[0]}".lower(), "").split()
        pairs = zip((before, match), rights, strict=False)
        yield from ((one, right) for one, right in pairs if one[0].lower() != right)


def _in_case(right: str, written: str) -> str:
    """The word in the letter case of the one that stands there; none for a name in mixed letters."""
    if written.islower():
        return right
    if written.isupper() and len(written) > _SHORT:
        return right.upper()
    return right.capitalize() if written.istitle() else ""


def _hit(document: Document, at: Span, content: str, linked: frozenset[str]) -> Hit:
    """Where a link leads to the heading that has the word, a person must mend both."""
    wrong = document.text[at]
    line = document.text.line(document.text.location(at.start).row) if wrong.lower() in linked else at
    heading = document.text[line].startswith("#")
    fix = Fix(Applicability.DISPLAY if heading else Applicability.SAFE, f'write "{content}"', (Edit(at, content),))
    return Hit(f'"{wrong}" is misspelt: "{content}" is meant', at, document.field_at(at), fix=fix)


@rule("XR802", "misspelt-name-in-code", Severity.WARNING, Applicability.UNSAFE)
def misspelt_name_in_code(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds variables of a section's code whose name is a misspelt word.

    Who copies a part of the code and types the rest gets a name that is not there.

    Example: `float *hight;`.

    The fix renames it wherever the section's code uses it, together. It is unsafe: a member of that name may belong to
    somebody else's code. Where the section's code has a variable of the right name as well, there is no fix.
    """
    if _has_slip(document.text.readable, evidence.knowledge.slips):
        for part in document.sections:
            yield from _misspelt_names(document, part, evidence.knowledge)


def _misspelt_names(document: Document, part: Section, knowledge: Knowledge) -> Iterator[Hit]:
    uses: dict[str, list[Span]] = {}
    for code in part.codes:
        for match in _NAME.finditer(document.text.readable, *code.span):
            uses.setdefault(match[0], []).append(Span(*match.span()))
    for name, at in _declared(document, part).items():
        right = knowledge.vocabulary.misspellings.get(name)
        if right:
            edits = tuple(Edit(span, right) for span in uses[name])
            fix = Fix(Applicability.UNSAFE, f"rename it to {right}, {len(edits)} times", edits)
            message = f"the name `{name}` is misspelt: `{right}` is meant"
            taken = any(document.text[Span(use.start - 1, use.start)] not in (".", ">") for use in uses.get(right, ()))
            yield Hit(message, at, part.field, fix=None if taken else fix)


def _declared(document: Document, part: Section) -> dict[str, Span]:
    """The names that a section's code declares, and where it does so first."""
    found: dict[str, Span] = {}
    for code in part.codes:
        for match in _DECLARED.finditer(document.text.readable, *code.span):
            found.setdefault(match["name"], Span(*match.span("name")))
    return found


@rule("XR803", "repeated-word", Severity.WARNING, Applicability.SAFE)
def repeated_word(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds a small word that stands there twice in the prose.

    Example: "the accuracy of the the model".

    The fix removes the second one. It is safe: the meaning stays.
    """
    if any(words in document.text.readable for words in _REPEATS):
        for part in document.sections:
            for span in part.prose():
                yield from _repeats(document, part, span)


def _repeats(document: Document, part: Section, span: Span) -> Iterator[Hit]:
    for match in _REPEATED.finditer(document.text.readable, *span):
        at = Span(*match.span("again"))
        fix = Fix(Applicability.SAFE, f'remove the second "{match["word"]}"', (Edit(at, ""),))
        yield Hit(f'"{match["word"]}" stands there twice', at, part.field, fix=fix)


RULES = (misspelt_word, misspelt_name_in_code, repeated_word)
