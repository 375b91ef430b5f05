"""Releases as lines of text. What comes from a card, or from whoever released it, never steers the terminal."""

from collections.abc import Iterator, Sequence

from xreg.publisher.fetching.files import size
from xreg.publisher.reports.columns import columns, wrapped
from xreg.publisher.reports.plain import cropped, one_line
from xreg.publisher.reports.style import Style
from xreg.schema.release import Release
from xreg.schema.verification import State

_ROLES = {State.VERIFIED: "safe", State.FAILED: "error", State.UNVERIFIED: "unsafe"}
_STATE_WIDTH = max(len(state.value) for state in State)
_LONGEST = 500


def shown(text: str, most: int = _LONGEST) -> str:
    """A text of others on one line, harmless and not endless."""
    return cropped(one_line(text), most)


def state_word(state: State, style: Style) -> str:
    """The state in words and in its colour."""
    return style.paint(_ROLES[state], state.value)


def release_lines(releases: Sequence[Release], style: Style) -> Iterator[str]:
    """A line a release: its name, its state, its title."""
    width = max((len(release.name) for release in releases), default=0)
    for release in releases:
        gap = " " * (_STATE_WIDTH - len(release.state.value))
        start = f"{release.name:{width}}  {state_word(release.state, style)}{gap}  "
        yield f"{start}{fitting(_title(release), style.width - width - _STATE_WIDTH - 4)}".rstrip() + "\n"


def _title(release: Release) -> str:
    return release.claims.get("title") or release.claims.get("model-name", "")


def fitting(text: str, room: int) -> str:
    """A text of others in so many columns, at least twenty."""
    line, room = shown(text), max(room, 20)
    if columns(line) <= room:
        return line
    while columns(line) >= room:
        line = line[:-1]
    return f"{line}…"


def paragraph(text: str, style: Style, indent: str) -> str:
    """A sentence of others, broken at the terminal's width."""
    return wrapped(shown(text, 2000), style.width, indent, indent) + "\n"


def bytes_text(number: int) -> str:
    """A number of bytes for a person."""
    return "size unknown" if number < 0 else size(number)
