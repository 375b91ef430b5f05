"""Linting and fixing in tests: the way the program does it, without the network unless a test asks for it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from xreg.publisher.linting import Options, lint
from xreg.registry.collect import Sources
from xreg.schema.document import Document, parse
from xreg.schema.findings import Edit, Finding
from xreg.schema.rules.all import RULES
from xreg.schema.text import Text

DATA = Path(__file__).parent.parent / "data"
PATH = "mshub_res/assets/mindspore/1.9/resnet50_imagenet2012.md"
OFFLINE = Options(RULES, sources=Sources(network="off"))

Look = Callable[[Text], tuple[Document, list[Finding]]]


def card(name: str = "clean") -> str:
    """The text of a card of tests/data/cards."""
    return (DATA / "cards" / f"{name}.md").read_bytes().decode()


def document(value: str, path: str = PATH) -> Document:
    return parse(Text(value), path)


def front(lines: str, body: str = "") -> Document:
    """A card with this front matter."""
    return document(f"# x\n\n---\n{lines}\n---\n{body}")


def looking(path: str, options: Options = OFFLINE) -> Look:
    """Linting as `fixed` wants it."""

    def look(text: Text) -> tuple[Document, list[Finding]]:
        linted = lint(text, path, options)
        return linted.document, list(linted.findings)

    return look


def only_edited(before: str, after: str, edits: Iterable[Edit]) -> bool:
    """Whether `after` is `before` with just these edits: all text between them is there, in its order, unchanged."""
    at = gone = 0
    for edit in sorted(edits):
        kept = before[gone : edit.span.start] + edit.content
        if not after.startswith(kept, at):
            return False
        at, gone = at + len(kept), edit.span.end
    return after[at:] == before[gone:]
