"""The baseline: what a finding is known by, what is new, what is gone, and the file."""

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from xreg.publisher import baseline_file
from xreg.publisher.baseline import Baseline
from xreg.publisher.baseline_file import BaselineError, read, read_or_begin, write
from xreg.publisher.reports.result import CardResult
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Span, Text


def result(value: str, *words: str, path: str = "a.md", code: str = "XR301") -> CardResult:
    """A card with a finding at the last place of each word."""
    places = [value.rindex(word) for word in words]
    found = [
        Finding(code, "x", Severity.ERROR, f"at {place}", Span(place, place + len(word)), "summary")
        for place, word in zip(places, words, strict=True)
    ]
    return CardResult(path, Text(value), tuple(found))


def accepting(*results: CardResult, folder: Path = Path()) -> Baseline:
    return Baseline(folder, {}).updated(results, ())


def new(baseline: Baseline, found: CardResult) -> list[str]:
    left = baseline.accepted(found.filename).without(found)
    assert len(left.findings) + len(left.accepted) == len(found.findings)
    return [finding.message for finding in left.findings]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (result("one two", "one"), []),
        (result("more\nlines\none two", "one"), []),
        (result("one two", "one")._replace(text=Text("one two ")), []),
        (result("one two", "two"), ["at 4"]),
        (result("one two", "one", code="XR302"), ["at 0"]),
        (result("one two", "one", path="b.md"), ["at 0"]),
        (result("one two", "one", "one"), ["at 0"]),
        (result("one two", "two", "one"), ["at 4"]),
    ],
)
def test_what_is_new(now: CardResult, expected: list[str]) -> None:
    assert new(accepting(result("one two", "one")), now) == expected


def test_the_field_counts() -> None:
    now = result("one", "one")
    moved = now._replace(findings=(now.findings[0]._replace(field="title"),))
    assert new(accepting(now), moved) == ["at 0"]


def test_of_findings_that_are_alike_as_many_are_accepted_as_there_were() -> None:
    assert new(accepting(result("one", "one", "one")), result("one", "one", "one", "one")) == ["at 0"]


@pytest.mark.parametrize("path", ["cards/a.md", "./cards/a.md", "cards/../cards/a.md", "link/a.md", "{}/cards/a.md"])
def test_a_card_has_one_name_however_its_path_is_written(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "link").symlink_to("cards")
    monkeypatch.chdir(tmp_path)
    assert Baseline(tmp_path, {}).name_of(path.format(tmp_path)) == "cards/a.md"
    assert Baseline(Path("cards"), {}).name_of(path.format(tmp_path)) == "a.md"
    assert Baseline(tmp_path / "other", {}).name_of(path.format(tmp_path)) == "../cards/a.md"


def test_a_card_that_is_a_link_is_a_card_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "b.md").symlink_to("a.md")
    assert Baseline(tmp_path, {}).name_of(str(tmp_path / "b.md")) == "b.md"


def test_what_is_gone() -> None:
    known = accepting(result("one two", "one", "two"), result("one", "one", path="b.md"))
    now = known.accepted("a.md").without(result("one", "one"))
    assert known.gone([now], ()) == 1
    assert known.gone([now], ("XR301",)) == 0, "the rule was off"
    assert known.gone([], ()) == 0, "the card was not linted"


def test_an_update_keeps_what_the_run_did_not_look_at(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).touch()
    cards = [str(tmp_path / name) for name in ("a.md", "b.md", "gone.md")]
    known = accepting(*(result("one two", "one", path=path) for path in cards), folder=tmp_path)
    off = known.updated([result("one", "one", path=cards[0], code="XR007")], {"XR301"})
    assert sorted(entry[:2] for entry in off.all()) == [("a.md", "XR007"), ("a.md", "XR301"), ("b.md", "XR301")]
    on = off.updated([result("one", path=cards[0])], ())
    assert sorted(entry[:2] for entry in on.all()) == [("b.md", "XR301")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A baseline with three findings."""
    made = tmp_path / "baseline.json"
    cards = [result("b one two", "two", "one", path=str(tmp_path / "b.md"))]
    cards += [result("one", "one", path=str(tmp_path / "a\udcff.md"))]
    write(made, accepting(*cards, folder=tmp_path))
    return made


def test_the_file_has_a_finding_a_line_and_is_sorted(path: Path) -> None:
    head, *lines, end = path.read_text(encoding="ascii").splitlines()
    assert head == '{"tool": "xreg", "version": 1, "findings": ['
    assert end == "]}"
    items = [json.loads(line.rstrip(",")) for line in lines]
    assert [item["card"] for item in items] == ["a\udcff.md", "b.md", "b.md"]
    assert items == sorted(items, key=lambda item: [*item.values()])
    assert list(items[0]) == ["card", "code", "field", "fingerprint"]


def test_the_file_is_read_as_it_was_written(path: Path) -> None:
    found = read(path)
    before = path.read_bytes()
    write(path, found)
    assert path.read_bytes() == before
    assert new(found, result("b two", "two", path=str(path.parent / "b.md"))) == []


def test_an_empty_baseline(tmp_path: Path) -> None:
    write(tmp_path / "x.json", Baseline(tmp_path, {}))
    assert read(tmp_path / "x.json").all() == set()


DAMAGED = '{"tool": "xreg", "version": 1, "findings": %s}'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is no JSON: Expecting value"),
        ("<<<<<<< HEAD\n", "is no JSON"),
        (b"\xff\xfe\xff", "is no JSON"),
        ("[" * 100_000, "is no JSON: it has too many brackets: mend the file, or delete it and write a new one"),
        ("[]", "is no baseline of xreg: name another file"),
        ('{"version": 1, "findings": []}', "is no baseline of xreg"),
        ('{"tool": "xreg", "version": 2}', "has version 2; this xreg knows version 1: use the xreg that wrote it"),
        ('{"tool": "xreg"}', "has version None"),
        (DAMAGED % "{}", "finding 1 is damaged"),
        (DAMAGED % "[1]", "finding 1 is damaged"),
        (DAMAGED % '[{"card": "a", "code": "b", "field": "c"}]', "finding 1 is damaged: mend the file"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    for reading in (read, read_or_begin):
        with pytest.raises(BaselineError) as caught:
            reading(path)
        assert str(caught.value).startswith(f"{path}: {message}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="there is no such baseline: write one with --write-baseline"):
        read(tmp_path / "x.json")
    assert read_or_begin(tmp_path / "x.json").all() == set()
    with pytest.raises(BaselineError, match="cannot be read: Is a directory"):
        read(tmp_path)
    with pytest.raises(BaselineError, match="cannot be written: No such file"):
        write(tmp_path / "gone" / "x.json", Baseline(tmp_path, {}))


def test_the_file_keeps_its_mode_and_a_link_stays_a_link(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.json")
    link.symlink_to(path.name)
    write(link, Baseline(path.parent, {}))
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read(path).all() == set()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["fsync", "chmod", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException
) -> None:
    def fails(*_: object) -> None:
        raise error

    before = path.read_bytes()
    monkeypatch.setattr(os if where == "fsync" else Path, where, fails)
    with pytest.raises((BaselineError, KeyboardInterrupt)):
        write(path, Baseline(path.parent, {}))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_the_version_is_the_one_that_is_documented() -> None:
    assert baseline_file.VERSION == 1
