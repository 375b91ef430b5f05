"""What fixes change, as a unified diff for people; control characters are shown as escapes."""

import re
from collections.abc import Iterator
from difflib import unified_diff

from xreg.publisher.reports.plain import visible, visible_lines
from xreg.publisher.reports.style import Style
from xreg.schema.text import Text

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_ROLES = {"-": "removed", "+": "added", "@": "hunk"}
NO_END = "\\ No newline at end of file"


def diff(filename: str, old: Text, new: Text, style: Style) -> Iterator[str]:
    """The lines of the diff, with their line ends; nothing where both texts are the same."""
    name, usual = visible(filename), _usual_end(old.value)
    for number, line in enumerate(unified_diff(_lines(old), _lines(new), name, name)):
        if number < 2:
            yield style.paint("strong", line[:-1]) + "\n"
        else:
            yield from _shown(line, usual, style)


def _lines(text: Text) -> list[str]:
    return _LINE.findall(text.value)


def _usual_end(value: str) -> str:
    return "\r\n" if value.count("\r\n") * 2 > value.count("\n") else "\n"


def _shown(line: str, usual: str, style: Style) -> Iterator[str]:
    """A line end that is the file's usual one is not shown; another one is, so that a change of it can be seen."""
    role = _ROLES.get(line[0])
    bare = line.rstrip("\r\n")
    end = line[len(bare) :]
    if role == "hunk" or end == usual:
        end = ""
    body = visible_lines(bare) + visible(end)
    yield (style.paint(role, body) if role else body) + "\n"
    if line[-1] not in "\r\n":
        yield NO_END + "\n"
