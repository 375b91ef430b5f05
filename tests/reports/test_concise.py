from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style


def test_one_line_a_finding(small: CardResult, clean: CardResult, plain: Style) -> None:
    lines = "".join(FORMATS["concise"]([clean, small], plain)).splitlines()
    assert len(lines) == len(small.findings)
    assert lines[1] == (
        "cards/small.md:9:10: error XR301 summary-names-other-model: the summary describes AlexNet on CIFAR-10;"
        " this card is Xception on ImageNet 2012 (unsafe fix)"
    )
    assert lines[2].startswith("cards/small.md:11:22: warning XR321 ambiguous-dataset: ")
    assert not lines[2].endswith("fix)")


def test_colours(small: CardResult) -> None:
    assert "\x1b[1;31merror\x1b[0m XR501" in "".join(FORMATS["concise"]([small], Style(colour=True)))
