"""The comment on a pull request: its form, its length, and that a card's text stays text."""

import re

import pytest

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.markdown import MAX_LENGTH, escaped
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Span, Text


def made(*results: CardResult) -> str:
    return "".join(FORMATS["markdown"](results, Style()))


def many(cards: int, findings: int, message: str = "the message") -> list[CardResult]:
    found = Finding("XR301", "summary-names-other-model", Severity.ERROR, message, Span(0, 0))
    return [CardResult(f"cards/{number}.md", Text("x"), (found,) * findings) for number in range(cards)]


def test_few_findings_are_one_table(small: CardResult, clean: CardResult) -> None:
    lines = made(clean, small).splitlines()
    assert lines[:2] == ["### xreg", ""]
    assert lines[2].startswith("Found 6 findings (2 errors, 3 warnings, 1 information) in 1 card; 2 can be fixed")
    assert "<details>" not in lines
    rows = [line for line in lines if line.startswith("| <code>cards/small.md</code>:")]
    assert len(rows) == 6
    place, severity, rule, said = (cell.strip() for cell in rows[0].strip("|").split("|"))
    assert place == "<code>cards/small.md</code>:7:14"
    assert severity == "error"
    assert rule == "[XR501](docs/rules.md#xr501-input-shape-fails) input-shape-fails"
    assert said.endswith("295 to 326 pixels run<br>*fix (unsafe)*: write &#91;299, 299, 3&#93;")


def test_what_a_fix_would_write_is_shown_where_it_does_not_say_so(small: CardResult) -> None:
    assert "*fix (safe)*: remove them<br><code>+ from mindspore import context</code> |" in made(small)


def test_a_card_that_could_not_be_read(small: CardResult) -> None:
    unread = small._replace(text=None)
    assert "| <code>cards/small.md</code>:1:1 |" in made(unread)
    assert "*fix (safe)*: remove them |" in made(unread)


def test_what_a_message_quotes_is_code(small: CardResult) -> None:
    assert "<code>imagenet</code> is ambiguous" in made(small)


def test_many_findings_are_a_folded_table_a_card(clean: CardResult) -> None:
    text = made(clean, *many(3, 4))
    assert text.count("<details>\n<summary><code>cards/") == text.count("\n</details>\n") == 3
    assert "<summary><code>cards/2.md</code>: 4 findings</summary>\n\n| place |" in text
    assert text.count("| 1:1 | error | [XR301]") == 12
    assert "clean.md" not in text


def test_nothing_found(clean: CardResult) -> None:
    assert made(clean) == "### xreg\n\nNothing was found in 1 card.\n"


@pytest.mark.parametrize(("cards", "findings"), [(1, 2000), (2000, 1), (40, 40)])
def test_a_comment_has_a_length_and_says_what_is_left_out(cards: int, findings: int) -> None:
    text = made(*many(cards, findings, "x|<" * 500))
    assert MAX_LENGTH * 0.9 < len(text) < MAX_LENGTH
    shown = text.count("| 1:1 | error |")
    assert f"\n**{cards * findings - shown:,} more findings do not fit into this comment**" in text
    assert text.count("<details>") == text.count("</details>") > 0


def test_one_finding_that_does_not_fit_is_one() -> None:
    results = many(1, 2000)
    while "**1 more finding does not fit" not in made(*results):
        (result,) = results
        shown = made(result).count("| 1:1 |")
        assert len(result.findings) > shown
        results = [result._replace(findings=result.findings[: shown + 1])]


HOSTILE = (
    "a | b",
    "`code` *em* _em_ ~del~ [link](javascript:alert(1)) ![i](x)",
    "</td></table><script>alert(1)</script><!-- ",
    "&lt;script&gt;",
    "\\| \\` \\<",
    "$\\href{javascript:x}{y}$",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_shown_as_text(text: str) -> None:
    assert not re.search(r"[\\`*_\[\]<>|~$!]|&(?!#\d+;)", escaped(text))
    assert re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), escaped(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@everyone", "@<!-- -->everyone"),
        ("a#12", "a#<!-- -->12"),
        ("gh-12 GH-12", "gh-<!-- -->12 GH-<!-- -->12"),
        ("http://a.b", "http&#58;//a.b"),
        ("www.a.b WWW.a.b", "www&#46;a.b WWW&#46;a.b"),
        ("top-1: 79.0%, it's (1, 3)", "top-1: 79.0%, it's (1, 3)"),
    ],
)
def test_nobody_is_called_and_nothing_is_linked(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_a_hostile_card_keeps_the_form_of_the_table(hostile: CardResult) -> None:
    text = made(hostile)
    rows = [line for line in text.splitlines() if line.startswith("| <code>")]
    assert len(rows) == len(hostile.findings)
    assert {row.count("|") for row in rows} == {5}
    assert set(re.findall(r"<[^>]*>", text)) <= {"<code>", "</code>", "<br>", "<!-- -->"}
