"""A card in its parts: title, front matter, sections, assets, and the problems of what cannot be parsed."""

import pytest
from support.cards import card, document, front

from xreg.schema.document import MAX_FRONT_MATTER, parse
from xreg.schema.text import Text


def test_clean_card() -> None:
    made = document(card())
    assert made.problems == ()
    assert made.title_text == "ResNet-50"
    assert made.value("model-name") == "resnet50"
    assert [part.name for part in made.sections] == ["", "Introduction", "Usage", "Citation", "Disclaimer"]
    assert made.conforms
    assert made.text.value[made.body_start :].startswith("\n\n## Introduction")


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("# ResNet-50\n---\n---\n", "ResNet-50"),
        ("\n\n  # a #\n---\n---\n", "a"),
        ("\ufeff# a\n---\n---\n", "a"),
        ("a title\n---\n---\n", "a title"),
        ("---\na: b\n---\n# below\n", ""),
        ("\ufeff \n---\n---\n", ""),
        ("# no front matter\n", "no front matter"),
        ("", ""),
    ],
)
def test_title(value: str, title: str) -> None:
    assert document(value).title_text == title


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("marks", ["---", "-----", "---  ", "--- x"])
def test_front_matter_is_found_with_all_line_ends(marks: str, end: str) -> None:
    made = document(end.join(["# x", marks, "a: 1", "b: 2", marks, "## Usage"]))
    assert made.problems == ()
    assert (made.value("a"), made.value("b")) == ("1", "2")
    assert made.front_span is not None
    assert made.text[made.front_span] == f"a: 1{end}b: 2{end}"
    assert [part.name for part in made.sections] == ["Usage"] or made.sections[-1].name == "Usage"


@pytest.mark.parametrize("value", ["---\n---\n", "---\n---", "---\r\n---\r\n", "------\n---", "a\n---\n\n---\nb"])
def test_empty_front_matter(value: str) -> None:
    made = document(value)
    assert made.front.entries == ()
    assert made.problems == ()
    assert made.front_span is not None
    assert made.text[made.front_span].strip() == ""


@pytest.mark.parametrize("value", ["", "---", "---\n", " ---\n---\n", "a --- b ---\n", "--\n--\n"])
def test_no_front_matter(value: str) -> None:
    made = document(value)
    assert [problem.code for problem in made.problems] == ["XR002"]
    assert made.front_span is None
    assert made.sections


def test_only_the_first_two_marks_count() -> None:
    made = document("---\na: 1\n---\n\n---\nb: 2\n---\n")
    assert (made.value("a"), made.value("b")) == ("1", "")


def test_too_long_front_matter_is_not_read() -> None:
    made = front("a: " + "x" * MAX_FRONT_MATTER)
    assert [problem.code for problem in made.problems] == ["XR005"]
    assert made.front.entries == ()
    assert [problem.code for problem in front("a: " + "x" * (MAX_FRONT_MATTER - 10)).problems] == []


def test_one_problem_for_all_bytes_that_are_not_utf8() -> None:
    made = parse(Text.from_bytes(b"# \xe9\xe8\n---\na: \xff\n---\n"), "x.md")
    assert [(problem.code, problem.span) for problem in made.problems] == [("XR001", (2, 3))]
    assert made.value("a") == "\ufffd"


def test_all_problems_are_told() -> None:
    made = parse(Text.from_bytes(b"# \xe9\n---\na: b: c\nd: -\ne: 1\n---\n"), "x.md")
    assert [problem.code for problem in made.problems] == ["XR001", "XR003", "XR003"]
    assert made.value("e") == "1"


def test_values() -> None:
    made = front("a: ' x '\nb:\nc: [1]\nd: {e: f}\ng: '  '")
    assert made.value("a") == "x"
    assert [made.scalar(key) for key in "bcdgz"] == [None] * 5
    assert made.data == {"a": " x ", "b": "", "c": ["1"], "d": {"e": "f"}, "g": "  "}
    assert not made.conforms


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("asset:\n-\n    asset-link: <https://x.y/a/b.ckpt>\n", ["b.ckpt"]),
        ("asset:\n    asset-link: https://x.y/a.air?v=1/2\n", ["a.air"]),
        ("asset:\n- asset-link: https://x.y/a/\n- asset-link: b\n- c\n-\n", ["a", "b"]),
        ("asset:\n- file-format: ckpt\n", [""]),
        ("asset: none\n", []),
        ("asset:\n", []),
        ("other: 1\n", []),
    ],
)
def test_assets(lines: str, names: list[str]) -> None:
    assert [asset.file_name for asset in front(lines).assets] == names


def test_fields_of_assets_count_from_zero_and_over_those_that_are_none() -> None:
    made = front("asset:\n- x\n- file-format: ckpt\n  asset-sha256:\n")
    (asset,) = made.assets
    assert asset.field("file-format") == "asset[1].file-format"
    assert asset.scalar("asset-sha256") is None
    assert asset.entry("asset-sha256") is not None
    assert made.asset(1) is asset


def test_sections_by_any_of_their_names() -> None:
    made = document("---\n---\n## usage\n## Citation\n## Usage\n")
    found = made.section("用法", "Usage")
    assert found is made.sections[1] or found is made.sections[0]
    assert found is not None
    assert found.name == "usage"
    assert made.section("Introduction") is None
