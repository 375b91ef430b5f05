"""The card as the hub's markdown, made new from what was read of it."""

from xreg.publisher.rendering.environment import markdown_environment
from xreg.publisher.rendering.yaml_text import entries
from xreg.schema.document import Document
from xreg.schema.errors import XregError
from xreg.schema.text import Span


class RenderError(XregError):
    """A card cannot be made new, since a part of it cannot be read; the text says which and what to do."""


def render_markdown(document: Document) -> str:
    """The page: title, front matter in the hub's order of keys, and the body as it stands.

    Raises RenderError where a part of the card could not be read: it would be lost.
    """
    if document.problems or document.front_span is None:
        why = document.problems[0].message if document.problems else "it has no front matter"
        raise RenderError(f"{document.path}: cannot be rendered: {why}: correct it first, `xreg lint` shows the place")
    text = document.text.readable
    template = markdown_environment("\r\n" if "\r\n" in text else "\n").get_template("card.md.j2")
    return template.render(
        title=_title(document),
        preamble=_preamble(document, document.front_span),
        entries=list(entries(document.front, hub_order())),
        body=text[document.body_start :],
    )


def _title(document: Document) -> str:
    """The title's line, as a heading."""
    line = document.text.readable[slice(*document.title)].strip(" \t") if document.title_text and document.title else ""
    return line if not line or line.startswith("#") else f"# {line}"


def hub_order() -> list[str]:
    """The keys of the front matter in the order in which the hub's cards have them."""
    from xreg.schema.front_matter import FrontMatter

    return [field.alias or name for name, field in FrontMatter.model_fields.items()]


def _preamble(document: Document, front: Span) -> str:
    """What stands between the title and the front matter: suppressions for the whole card, as a rule."""
    text = document.text
    opening = text.line(max(text.location(front.start).row - 1, 1))
    start = document.title.end if document.title else 0
    return text.readable[start : max(opening.start, start)].strip()
