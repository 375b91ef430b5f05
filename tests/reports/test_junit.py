from xml.etree import ElementTree

from xreg.publisher.reports.formats import FORMATS
from xreg.publisher.reports.result import CardResult
from xreg.publisher.reports.style import Style


def parsed(results: list[CardResult], style: Style) -> ElementTree.Element:
    return ElementTree.fromstring("".join(FORMATS["junit"](results, style)).encode())


def test_a_suite_a_card_and_a_test_a_finding(small: CardResult, clean: CardResult, plain: Style) -> None:
    root = parsed([clean, small], plain)
    assert root.attrib == {"name": "xreg", "tests": "7", "failures": "5", "errors": "0"}
    passing, failing = root
    assert [case.get("name") for case in passing] == ["xreg"]
    assert (failing.get("name"), failing.get("tests"), failing.get("failures")) == ("cards/small.md", "6", "5")
    failure = failing[1].find("failure")
    assert failure is not None and failure.get("type") == "error"
    assert failing[1].get("name") == "XR301 summary-names-other-model (9:10)"
    assert "= fix (unsafe): say it of Xception on ImageNet 2012" in (failure.text or "")


def test_information_does_not_fail(small: CardResult, plain: Style) -> None:
    case = parsed([small], plain)[0][4]
    assert case.find("failure") is None
    assert "offcial" in (case.findtext("system-out") or "")


def test_it_is_xml_whatever_the_card_holds(hostile: CardResult, plain: Style) -> None:
    case = parsed([hostile], plain)[0][0]
    failure = case.find("failure")
    assert failure is not None and "<script>alert(1)</script> \\x1b[31mred" in (failure.get("message") or "")
