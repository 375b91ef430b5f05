import re

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Span, Text


def test_commands(small: CardResult, plain: Style) -> None:
    commands = list(FORMATS["github"]([small], plain))
    assert commands[1] == (
        "::error title=XR301 summary-names-other-model,file=cards/small.md,line=9,col=10,endLine=9,endColumn=61"
        "::the summary describes AlexNet on CIFAR-10; this card is Xception on ImageNet 2012"
        "%0Afix (unsafe): say it of Xception on ImageNet 2012\n"
    )
    assert [command.split()[0] for command in commands[2:5]] == ["::warning", "::warning", "::notice"]


def test_nothing_ends_a_command_or_a_property(plain: Style) -> None:
    finding = Finding("XR007", "trailing-blanks", Severity.ERROR, "50% of\r\n::error::a, b: c", Span(0, 0))
    result = CardResult("a,line=1:%0A\n.md", Text("a"), (finding,))
    assert "".join(FORMATS["github"]([result], plain)) == (
        "::error title=XR007 trailing-blanks,file=a%2Cline=1%3A%250A\\n.md,line=1,col=1,endLine=1,endColumn=1"
        "::50%25 of ::error::a, b: c\n"
    )


def test_a_card_cannot_start_a_command(hostile: CardResult, plain: Style) -> None:
    made = "".join(FORMATS["github"]([hostile], plain))
    assert len(re.findall(r"(?m)^::", made)) == len(hostile.findings) == made.count("\n")
