import re
from pathlib import Path

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.grouping import groups
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Fact, Finding, Origin, Severity
from xreg.schema.text import Span, Text

DATA = Path(__file__).parent.parent / "data" / "reports"


def test_report_is_as_recorded(small: CardResult, plain: Style) -> None:
    assert "".join(FORMATS["full"]([small], plain)) == (DATA / "small.full.txt").read_text(encoding="utf-8")


def test_colours_change_nothing_but_colour(small: CardResult, plain: Style) -> None:
    made = "".join(FORMATS["full"]([small], Style(colour=True, width=plain.width)))
    assert made.count("\x1b[1;31m") > 0
    assert re.sub(r"\x1b\[[0-9;]*m", "", made) == "".join(FORMATS["full"]([small], plain))


def test_a_card_that_could_not_be_read(plain: Style) -> None:
    finding = Finding("XR001", "invalid-utf8", Severity.ERROR, "cannot be read", Span(0, 0))
    made = "".join(FORMATS["full"]([CardResult("a.md", None, (finding,))], plain))
    assert made == "a.md:1:1 error XR001 invalid-utf8\n  cannot be read\n\n"


def test_clean_cards_are_silent(clean: CardResult, plain: Style) -> None:
    assert "".join(FORMATS["full"]([clean], plain)) == ""


def test_facts_of_one_claim_are_said_together() -> None:
    facts = [
        Fact(Origin.CARD, "title", "the architecture", "Xception"),
        Fact(Origin.CARD, "model-name", "the architecture", "xception"),
        Fact(Origin.CARD, "model-name", "the architecture", "xception"),
        Fact(Origin.CARD, "asset", "the architecture", "xception.ckpt"),
        Fact(Origin.NETWORK, "run", "the architecture", "x" * 1000),
    ]
    card, network = groups(facts)
    assert card.text == "card: the architecture: Xception (title, model-name); xception.ckpt (asset)"
    assert card.short == "card: the architecture: Xception (as above)"
    assert len(network.text) < 400


def test_many_facts_are_cut_short(plain: Style) -> None:
    facts = tuple(Fact(Origin.NETWORK, "run", f"size {size}", "ran") for size in range(20))
    finding = Finding("XR501", "input-shape-fails", Severity.ERROR, "fails", Span(0, 1), "", facts)
    made = "".join(FORMATS["full"]([CardResult("a.md", Text("a"), (finding,))], plain))
    assert made.count("= network") == 8 and "and 12 facts more" in made
