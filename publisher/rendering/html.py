"""The card as a page of its own: its claims with the evidence beside each, its text, and how it was checked."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from xreg import __version__
from xreg.publisher.rendering.blocks import Block, blocks
from xreg.publisher.rendering.claims import STANDINGS, Board, Claim, Known, Standing, claims
from xreg.publisher.rendering.environment import html_environment
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding
from xreg.schema.network import NetworkEvidence
from xreg.schema.network_facts import supplied

# What the page's origins mean, strongest first.
_ORIGINS = (
    ("network", "the network was built and run"),
    ("asset", "the bytes of the published file were read"),
    ("card", "other claims on this card, or its path"),
    ("repository", "the model's own code and README"),
    ("knowledge", "the knowledge base, each entry with its source"),
    ("sibling", "other cards say so"),
)


class _Part(NamedTuple):
    """A section of the body as the page shows it."""

    name: str
    known: Known
    blocks: tuple[Block, ...]


def render_html(document: Document, findings: Sequence[Finding], applied: Sequence[Finding], evidence: Evidence) -> str:
    """A self-contained page without scripts. Nothing on the card reaches it but as text.

    `findings` are those on this document; `applied` are those that were corrected to make it.
    """
    board = Board(document, findings, applied, evidence)
    shown = list(claims(document, board))
    environment = html_environment()
    style = _style()
    parts = list(_parts(document, board))
    return environment.get_template("card.html.j2").render(
        title=document.title_text or document.value("model-name") or document.place.name,
        title_known=board.known("title"),
        summary=document.value("summary"),
        path=document.path,
        uid=document.place.uid,
        chips=list(_chips(document)),
        claims=shown,
        tally=_tally(shown),
        parts=parts,
        rest=board.rest(),
        network=evidence.network,
        built_with=_built_with(evidence.network),
        files=evidence.files,
        origins=_ORIGINS,
        standings=STANDINGS,
        version=__version__,
        style=Markup(style),  # our own file: nothing of a card is in it
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _built_with(network: NetworkEvidence | None) -> str:
    """The arguments that the network was built with, and where each comes from."""
    built = network.built if network else None
    return supplied(built.arguments) if built else ""


def _style() -> str:
    environment = html_environment()
    assert environment.loader
    source, _, _ = environment.loader.get_source(environment, "card.css")
    return source


def _parts(document: Document, board: Board) -> Iterator[_Part]:
    if document.front_span is None:
        return
    seen: set[str] = set()
    for section in document.sections:
        found = tuple(blocks(document.text.readable, section))
        if section.name or found:
            # Of two sections with one name the first has what is known of that name.
            field = "" if section.field in seen else section.field
            seen.add(section.field)
            yield _Part(section.name, board.known(field or "\0"), found)


def _chips(document: Document) -> Iterator[tuple[str, str]]:
    for label, key in (
        ("task", "module-type"),
        ("trained on", "train-dataset"),
        ("for MindSpore", "mindspore-version"),
        ("on", "train-backend"),
        ("licence", "license"),
        ("by", "author"),
    ):
        if value := document.value(key):
            yield label, value


def _tally(shown: Sequence[Claim]) -> list[tuple[Standing, int]]:
    counts = Counter(claim.known.standing for claim in shown)
    return [(standing, counts[standing]) for standing in STANDINGS if counts[standing]]
