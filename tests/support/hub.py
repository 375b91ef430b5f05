"""A small hub with its findings: the cards that the tests of its page are made of."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from support.cards import OFFLINE, card
from xreg.publisher.health.hub import HubCard, hub_cards
from xreg.publisher.health.page import Run
from xreg.publisher.linting import lint
from xreg.publisher.reports.result import CardResult
from xreg.registry.knowledge.load import load
from xreg.schema.findings import Applicability, Edit, Fact, Finding, Fix, Origin, Severity
from xreg.schema.text import Span, Text

RUN = Run(("hub",), "xreg report hub --html out.html", "2026-11-22T00:00:00Z", 63, "recorded")
TREE = "hub/mshub_res/assets"
XCEPTION = Path(__file__).resolve().parents[2] / "cards" / "xception.md"
# The small hub: one real card at four places, and one without errors.
PLACES = {
    "mindspore/ascend/1.1/xception_imagenet2012.md": "xception",
    "mindspore/1.9/xception_imagenet2012.md": "xception",
    "mindspore/1.9/resnet50_imagenet2012.md": "clean",
    "mindspore/1.10/xception_imagenet2012.md": "xception",
    "noah-cvlab/gpu/1.10/xception_imagenet2012.md": "xception",
}
ATTACK = "</script><script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>\"'`&amp;\u202e{{ 7*7 }}"


def linted(path: str, text: str) -> CardResult:
    """A card with what the rules find on it."""
    return CardResult(path, Text(text), lint(Text(text), path, OFFLINE).findings)


def hostile() -> CardResult:
    """A card whose every text would be markup, with a finding that repeats all of them."""
    text = Text(f"# {ATTACK}\n\n---\nsummary: {ATTACK}\n---\n")
    span = Span(2, 2 + len(ATTACK))
    fact = Fact(Origin.CARD, ATTACK, ATTACK, ATTACK)
    fix = Fix(Applicability.UNSAFE, ATTACK, (Edit(span, f"{ATTACK}!"),))
    finding = Finding("XR301", "summary-names-other-model", Severity.ERROR, ATTACK, span, ATTACK, (fact,), fix)
    return CardResult(f"{TREE}/mindspore/1.9/{ATTACK.replace('/', '.')}.md", text, (finding,))


def _text(name: str) -> str:
    return card("clean") if name == "clean" else XCEPTION.read_text(encoding="utf-8")


def hub(extra: Iterable[CardResult] = ()) -> list[HubCard]:
    """The small hub's cards, and others besides."""
    results = [linted(f"{TREE}/{path}", _text(name)) for path, name in PLACES.items()]
    return hub_cards([*results, *extra], load())


def many() -> Iterator[CardResult]:
    """A thousand cards with some thousands of findings."""
    text = _text("xception")
    findings = lint(Text(text), f"{TREE}/mindspore/1.9/xception_imagenet2012.md", OFFLINE).findings
    for number in range(1000):
        yield CardResult(f"{TREE}/mindspore/1.{number % 9}/xception_{number}.md", Text(text), findings)


def odd() -> CardResult:
    """A card with findings of every kind: mended at many places, left to a person, and about the card as a whole."""
    text = Text("a \nb \nc \nd \ne \n")
    edits = tuple(Edit(Span(place, place + 1), "") for place in range(1, 15, 3))
    many_places = Fix(Applicability.SAFE, "remove the blanks", edits)
    person = Fix(Applicability.DISPLAY, "say which", ())
    findings = (
        Finding("XR007", "trailing-blanks", Severity.WARNING, "blanks", Span(1, 2), fix=many_places),
        Finding("XR106", "date-not-iso", Severity.WARNING, "no date", Span(0, 1), fix=person),
        Finding("XR101", "missing-key", Severity.ERROR, "no key", Span(15, 15)),
    )
    return CardResult(f"{TREE}/mindspore/1.9/odd_card.md", text, findings)
