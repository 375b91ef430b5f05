"""XR01x: fenced code whose marks are broken."""

import re
from collections.abc import Iterator
from textwrap import dedent

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fix, Severity
from xreg.schema.markdown import Section
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_LANGUAGE = r"(?P<language>bash|c|console|cpp|json|py|python|sh|shell|text|toml|yaml|yml|xml)"
_OPENING = re.compile(rf"[ \t]{{0,12}}`{{1,2}}{_LANGUAGE}[ \t]{{0,9}}")
_MAY_OPEN = re.compile(rf"(?<=[\n \t])`{{1,2}}{_LANGUAGE}[ \t]{{0,9}}[\r\n]")
_CLOSING = re.compile(r"[ \t]{0,12}`{1,3}[ \t]{0,9}")
_MOST_LINES = 100


@rule("XR010", "broken-code-fence", Severity.WARNING, Applicability.SAFE)
def broken_code_fence(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds blocks of code between lines with fewer than the three backticks that make a fence.

    The code is then shown as running text, with the name of its language before it.

    Example: a line "`shell", then a command, then a line "`".

    The fix writes both fences, and moves the code out as far as all of it is indented. It is safe: no word changes.
    """
    if not _MAY_OPEN.search(document.text.readable):
        return
    for part in document.sections:
        for span in part.prose():
            yield from _broken(document, part, span)


def _broken(document: Document, part: Section, span: Span) -> Iterator[Hit]:
    text = document.text.readable
    lines, behind = list(document.text.lines(span)), 0
    for at, line in enumerate(lines):
        match = _OPENING.fullmatch(text, line.start, line.end) if at >= behind else None
        end = _closing(text, lines, at) if match else None
        if match and end:
            behind = end + 1
            block = Span(match.start(), lines[end].end)
            content = _fenced(match["language"], [text[slice(*each)] for each in lines[at + 1 : end]], text, block)
            fix = Fix(Applicability.SAFE, "write both fences", (Edit(block, content),))
            message = f"the fence of this {match['language']} code has fewer than three backticks"
            yield Hit(message, line, part.field, fix=fix)


def _closing(text: str, lines: list[Span], at: int) -> int | None:
    """The line that closes what line `at` opens, where code stands between the two."""
    for number in range(at + 1, min(len(lines), at + _MOST_LINES)):
        if _CLOSING.fullmatch(text, lines[number].start, lines[number].end):
            return number if number > at + 1 else None
        if _OPENING.fullmatch(text, lines[number].start, lines[number].end):
            return None
    return None


def _fenced(language: str, code: list[str], text: str, block: Span) -> str:
    end = "\r\n" if "\r\n" in text[slice(*block)] else "\n"
    return end.join([f"```{language}", *dedent("\n".join(code)).split("\n"), "```"])


RULES = (broken_code_fence,)
