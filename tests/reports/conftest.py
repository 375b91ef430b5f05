"""Cards and findings that the tests of all formats share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Applicability, Edit, Fact, Finding, Fix, Origin, Severity
from xreg.schema.text import Span, Text

DATA = Path(__file__).parent.parent / "data" / "reports"
RUN = "mindspore 2.10.0 on CPU, run 2026-11-22"
AGREED = tuple(
    Fact(Origin.CARD, source, "the card's architecture", value)
    for source, value in (("title", "Xception"), ("model-name", "xception"), ("asset[0].asset-link", "xception.ckpt"))
)
Findings = Callable[[Text], tuple[Finding, ...]]


def at(text: Text, words: str, length: int | None = None) -> Span:
    start = text.value.index(words)
    return Span(start, start + (len(words) if length is None else length))


def small_findings(text: Text) -> tuple[Finding, ...]:
    shape, summary = at(text, "[227, 227, 3]"), at(text, "AlexNet used to classify the 10 classes of cifar10.")
    error = "RuntimeError: For 'AvgPool' op, H_out/W_out must be positive,\nbut H_out/W_out is -2"
    statement = at(text, "from mindspore import context, Tensor")
    imports = Span(at(text, "import mindspore\n").start, at(text, "as mstype").end)
    return (
        Finding(
            "XR501",
            "input-shape-fails",
            Severity.ERROR,
            f"Xception fails at the card's input shape [227, 227, 3]: {error}; square inputs of 295 to 326 pixels run",
            shape,
            "input-shape",
            (
                Fact(Origin.NETWORK, RUN, "Xception given (1, 3, 227, 227)", error),
                Fact(Origin.NETWORK, RUN, "Xception given (1, 3, 299, 299)", "output (1, 1000)"),
            ),
            Fix(Applicability.UNSAFE, "write [299, 299, 3]", (Edit(shape, "[299, 299, 3]"),)),
        ),
        Finding(
            "XR301",
            "summary-names-other-model",
            Severity.ERROR,
            "the summary describes AlexNet on CIFAR-10; this card is Xception on ImageNet 2012",
            summary,
            "summary",
            (*AGREED, Fact(Origin.KNOWLEDGE, "NeurIPS 2012", "the architecture AlexNet", "image classification")),
            Fix(
                Applicability.UNSAFE,
                "say it of Xception on ImageNet 2012",
                (
                    Edit(at(text, "AlexNet"), "Xception"),
                    Edit(at(text, "10 classes", 2), "1000"),
                    Edit(at(text, "cifar10"), "imagenet2012"),
                ),
            ),
        ),
        Finding(
            "XR321",
            "ambiguous-dataset",
            Severity.WARNING,
            "`imagenet` is ambiguous: the hub's name for ImageNet 2012 is `imagenet2012`",
            at(text, "imagenet and", 8),
            "train-dataset",
            AGREED,
        ),
        Finding(
            "XR007",
            "trailing-blanks",
            Severity.WARNING,
            "blanks at the end of the line",
            at(text, "  \n", 2),
            "author",
            (),
            Fix(Applicability.SAFE, "remove the blanks", (Edit(at(text, "  \n", 2), ""),)),
        ),
        Finding(
            "XR404",
            "asset-name-misspelled",
            Severity.INFO,
            'the asset\'s file name has "offcial" for "official"; the link may be right all the same',
            at(text, "offcial"),
            "asset[0].asset-link",
        ),
        Finding(
            "XR601",
            "unused-import",
            Severity.WARNING,
            "the Usage code imports 4 names that it never uses: `mindspore`, `Tensor`, `Model`, `mstype`",
            imports,
            "body:Usage",
            (),
            Fix(Applicability.SAFE, "remove them", (Edit(statement, "from mindspore import context"),)),
        ),
    )


@pytest.fixture
def small() -> CardResult:
    text = Text.from_bytes((DATA / "small.md").read_bytes())
    return CardResult("cards/small.md", text, small_findings(text))


@pytest.fixture
def hostile() -> CardResult:
    """A card of an attacker, with findings that quote all of it."""
    text = Text.from_bytes((DATA / "hostile.md").read_bytes())
    whole, value = Span(0, len(text.value)), text.value
    fix = Fix(Applicability.DISPLAY, value, (Edit(whole, value),))
    facts = (Fact(Origin.CARD, value, value, value),)
    findings = (
        Finding("XR301", "summary-names-other-model", Severity.ERROR, value, whole, value, facts, fix),
        Finding("XR007", "trailing-blanks", Severity.WARNING, "[x](javascript:alert) {0}", Span(0, 30), "", facts),
        Finding("XR404", "asset-name-misspelled", Severity.INFO, value, Span(whole.end, whole.end)),
    )
    return CardResult("cards/%0A::warning::,\n\x1b[31m\u202e<evil>&\"'\udcff.md", text, findings)


@pytest.fixture
def clean() -> CardResult:
    return CardResult("cards/clean.md", Text("# Clean\n"), ())


@pytest.fixture
def plain() -> Style:
    return Style(colour=False, width=100)
