"""Jinja as all pages use it: nothing undefined is passed over, and nothing of a card is ever markup."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from xreg.publisher.reports.plain import visible_lines


def _finalized(value: Any) -> Any:
    """What every expression of an HTML template goes through: hidden characters of a card become visible ones."""
    return visible_lines(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def html_environment() -> Environment:
    """For `*.html.j2`: everything is escaped."""
    return Environment(
        loader=PackageLoader("xreg.publisher.rendering"),
        autoescape=select_autoescape(("html.j2",), default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def markdown_environment(newline: str) -> Environment:
    """For `*.md.j2`: markdown is text, in which `&amp;` would be another text than `&`."""
    assert newline in ("\n", "\r\n")
    return Environment(
        loader=PackageLoader("xreg.publisher.rendering"),
        autoescape=select_autoescape(("html.j2",), default=False),
        undefined=StrictUndefined,
        newline_sequence="\r\n" if newline == "\r\n" else "\n",
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
