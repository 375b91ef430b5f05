"""Markdown for a comment on a pull request: totals, then a folded table a card. Few findings make one table.

Whatever stands on a card is shown as text: it makes no markup and no link, calls nobody, and names no issue.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xreg.publisher.reports.closing import closing
from xreg.publisher.reports.fingerprints import posix
from xreg.publisher.reports.links import rule_url
from xreg.publisher.reports.plain import cropped, one_line, visible
from xreg.publisher.reports.preview import preview
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Fix
from xreg.schema.text import Text

# A comment on GitHub has at most 65,536 characters; the last ones are kept for the line that says what is left out.
MAX_LENGTH = 65_536
_RESERVE = 256
_FEW = 10
_MAX_TEXT = 400
_MAX_PATH = 200
_HEAD = "| place | severity | rule | what is wrong |\n|---|---|---|---|\n"
# What is markup inside a line; `$` begins mathematics, and `://` and `www.` make an address a link.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$!@#]|:(?=//)|(?<=[wW]{3})\.|(?<=[gG][hH])-")
# These call people and name issues even where they are written as entities: something must stand behind them.
_REFERENCES = "@#-"
_QUOTED = re.compile(r"`([^`]+)`")


class _Section(NamedTuple):
    """A table: what stands before its rows, the rows, and what stands behind them."""

    opening: str
    rows: Sequence[str]
    end: str


def report(results: Sequence[CardResult], _: Style) -> Iterator[str]:
    """The comment, with as many findings as one can hold; its last line says how many are left out."""
    head = f"### xreg\n\n{escaped(closing(results))}\n"
    yield head
    left, missing = MAX_LENGTH - _RESERVE - len(head), sum(len(result.findings) for result in results)
    for section in _few(results) if missing <= _FEW else map(_card, results):
        rows = _fitting(section, left)
        if rows:
            made = f"{section.opening}{''.join(rows)}{section.end}"
            yield made
            left, missing = left - len(made), missing - len(rows)
        if len(rows) < len(section.rows):
            break
    if missing:
        more = f"{missing:,} more finding{'s do' if missing > 1 else ' does'}"
        yield f"\n**{more} not fit into this comment**: `xreg lint` prints all of them.\n"


def _fitting(section: _Section, left: int) -> list[str]:
    """The first rows, as many as the characters that are left can hold."""
    left -= len(section.opening) + len(section.end)
    rows: list[str] = []
    for row in section.rows:
        left -= len(row)
        if left < 0:
            break
        rows.append(row)
    return rows


def _few(results: Sequence[CardResult]) -> Iterator[_Section]:
    rows = [_row(result, finding, f"{_path(result)}:") for result in results for finding in result.findings]
    yield _Section(f"\n{_HEAD}", rows, "")


def _card(result: CardResult) -> _Section:
    number = len(result.findings)
    title = f"{_path(result)}: {number:,} finding{'s' if number > 1 else ''}"
    opening = f"\n<details>\n<summary>{title}</summary>\n\n{_HEAD}"
    return _Section(opening, [_row(result, finding, "") for finding in result.findings], "\n</details>\n")


def _path(result: CardResult) -> str:
    return f"<code>{escaped(cropped(visible(posix(result.filename)), _MAX_PATH))}</code>"


def _row(result: CardResult, finding: Finding, before: str) -> str:
    row, column = result.location(finding.span.start)
    rule = f"[{finding.code}]({rule_url(finding.code, finding.name)}) {escaped(finding.name)}"
    said = "<br>".join([_sentence(finding.message), *(_fix(result.text, finding.fix) if finding.fix else ())])
    return f"| {before}{row}:{column} | {finding.severity.value} | {rule} | {said} |\n"


def _fix(text: Text | None, fix: Fix) -> Iterator[str]:
    yield f"*fix ({fix.applicability.value})*: {_sentence(fix.message)}"
    if text and fix.edits:
        yield from (f"<code>+ {escaped(line)}</code>" for line in preview(text, fix, _MAX_TEXT // 2))


def _sentence(text: str) -> str:
    """A sentence of a finding: what it quotes with backticks is shown as code."""
    parts = _QUOTED.split(cropped(one_line(text), _MAX_TEXT))
    return "".join(f"<code>{escaped(part)}</code>" if place % 2 else escaped(part) for place, part in enumerate(parts))


def escaped(text: str) -> str:
    """Text without line breaks, so that GitHub shows it as it is."""
    return _SPECIAL.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    char = match[0]
    return f"{char}<!-- -->" if char in _REFERENCES else f"&#{ord(char)};"
