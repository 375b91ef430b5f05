"""XR0xx: the file itself. Encoding, delimiters, YAML, white space."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fix, Severity
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule
from xreg.schema.siblings import claims_in
from xreg.schema.text import Span

# The look-behind keeps a long run of blanks inside a line from being tried from each of its blanks.
_BLANKS_AT_END = re.compile(r"(?<![ \t])[ \t]+(?=[\r\n]|\Z)")
_HAS_BLANKS_AT_END = re.compile(r"[ \t](?:[\r\n]|\Z)")
# So many lines with a label are a front matter, in whatever language.
_LABELS = 5
_HARD_BREAK = re.compile(r"(?<=\S) {2,}\Z")


def _problems(document: Document, code: str) -> Iterator[Hit]:
    return (Hit(problem.message, problem.span) for problem in document.problems if problem.code == code)


@rule("XR001", "invalid-utf8", Severity.ERROR)
def invalid_utf8(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds bytes that are not UTF-8.

    The hub reads cards as UTF-8; a card in another encoding cannot be read at all, or shows wrong characters.

    There is no fix: which encoding was meant, only the author knows. Open the file in it and save it as UTF-8.

    Example: a name typed in GBK or Latin-1, such as the byte `0xe9` for `é`.
    """
    return _problems(document, "XR001")


@rule("XR002", "missing-front-matter", Severity.ERROR)
def missing_front_matter(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds cards without front matter between two lines that begin with `---`.

    All that machines know of a model stands there; without it the hub cannot load the card.

    There is no fix: the claims have to be written.

    Example: a card whose closing `---` was lost.
    """
    return _problems(document, "XR002")


@rule("XR003", "invalid-yaml", Severity.ERROR, Applicability.SAFE)
def invalid_yaml(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds front matter that is not YAML.

    Readers that load the card as YAML fail on it. The other entries are read one by one, so that a single slip hides no
    other finding. The hub's Chinese cards, whose labels end in a full-width colon (`模型名称：`), are meant to be none.

    Example: `accuracy: resnet50: 83.08` (a value with `: ` in it needs quotes), `evaluation: -`.

    The fix puts quotes around a value that stands on one line, or the blank behind its colon that YAML wants. It is
    safe: the value stays as it is.
    """
    for problem in document.problems:
        if problem.code == "XR003" and not _is_translated(document):
            yield Hit(
                f"YAML cannot read this: {problem.message}", problem.span, "", (), _quoted(document, problem.span)
            )


def _is_translated(document: Document) -> bool:
    """Whether the front matter is that of a Chinese card: labels that are known, and not one key that YAML reads."""
    return not document.front.entries and len(claims_in(document.text.readable)) >= _LABELS


def _quoted(document: Document, span: Span) -> Fix | None:
    value = document.text[span]
    line = document.text[document.text.line(document.text.location(span.start).row)]
    if not line.rstrip().endswith(value) or ":" not in line[: len(line.rstrip()) - len(value)] or not value.strip():
        return None
    if not value.isprintable() or value[0] in "'\"[{&*!|>%@`#":
        return None
    if document.text[Span(span.start - 1, span.start)] == ":":
        return Fix(Applicability.SAFE, "write a blank behind the colon", (Edit(Span(span.start, span.start), " "),))
    content = "'" + value.replace("'", "''") + "'"
    return Fix(Applicability.SAFE, f"write {content}", (Edit(span, content),))


@rule("XR005", "front-matter-too-long", Severity.ERROR)
def front_matter_too_long(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds front matter of more than 64 KiB, which is not read.

    The longest on the hub has 6 kB: this is a card whose closing `---` was lost, or an attack on its readers.

    There is no fix.
    """
    return _problems(document, "XR005")


@rule("XR006", "byte-order-mark", Severity.WARNING, Applicability.SAFE)
def byte_order_mark(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds a byte order mark at the beginning of the card.

    UTF-8 needs none, and readers that look for `#` or `---` at the beginning do not see it behind the mark.

    The fix removes it. It is safe: the mark is no part of the text.
    """
    if document.text.value.startswith("\ufeff"):
        span = Span(0, 1)
        fix = Fix(Applicability.SAFE, "remove the mark", (Edit(span, ""),))
        yield Hit("the card begins with a byte order mark, which UTF-8 does not need", span, fix=fix)


@rule("XR007", "trailing-blanks", Severity.WARNING, Applicability.SAFE)
def trailing_blanks(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds blanks and tabs at the end of lines.

    They cannot be seen, they make noise in every later change, and some readers take them for a part of the value.
    Two blanks that break a line in the body are markdown, and are left alone.

    Example: `file-format: ckpt  `.

    The fix removes them. It is safe: no value and no word changes.
    """
    text = document.text.readable
    if not _HAS_BLANKS_AT_END.search(text):
        return
    quoted = [entry.value.span for entry in document.front.entries if _keeps_blanks(entry.value, text)]
    for match in _BLANKS_AT_END.finditer(text):
        span = Span(*match.span())
        if any(span.overlaps(part) for part in quoted) or _breaks_line(document, span):
            continue
        fix = Fix(Applicability.SAFE, "remove the blanks", (Edit(span, ""),))
        yield Hit("blanks at the end of the line", span, document.field_at(span), fix=fix)


def _keeps_blanks(value: object, text: str) -> bool:
    """Quoted values and block texts hold the blanks at the ends of their lines."""
    return isinstance(value, Scalar) and not value.plain and "\n" in text[value.span.start : value.span.end]


def _breaks_line(document: Document, span: Span) -> bool:
    if span.start < document.body_start and document.front.entries:
        return False  # within YAML two blanks break no line
    text = document.text
    row = text.location(span.start).row
    line = text.line(row)
    if not _HARD_BREAK.search(text[line]) or text[line].lstrip().startswith("#"):
        return False
    following = text[text.line(row + 1)] if line.end < len(text.value) else ""
    part = document.section_at(span.start)
    return bool(following.strip()) and not (part and part.code_at(span.start))


@rule("XR008", "missing-final-newline", Severity.WARNING, Applicability.SAFE)
def missing_final_newline(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds a last line that does not end.

    Tools that join or append to files run the next text into this line.

    The fix ends the line as the other lines of the card end. It is safe.
    """
    value = document.text.value
    if value and value[-1] not in "\r\n":
        end = "\r\n" if value.count("\r\n") * 2 > value.count("\n") else "\n"
        fix = Fix(Applicability.SAFE, "end the line", (Edit(Span(len(value), len(value)), end),))
        yield Hit("the last line does not end with a line break", Span(len(value) - 1, len(value)), fix=fix)


@rule("XR009", "unclosed-code-fence", Severity.ERROR)
def unclosed_code_fence(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds fenced code that is never closed.

    All that follows on the card, headings included, is then shown as code.

    There is no fix: where the code should end, only the author knows.
    """
    for part in document.sections:
        for code in part.codes:
            if not code.closed:
                message = "this code fence is never closed, so the rest of the card is shown as code"
                yield Hit(message, code.opening, part.field)


RULES = (
    invalid_utf8,
    missing_front_matter,
    invalid_yaml,
    front_matter_too_long,
    byte_order_mark,
    trailing_blanks,
    missing_final_newline,
    unclosed_code_fence,
)
