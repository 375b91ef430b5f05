"""Many cards: in processes as in one, and a defect on one card stops no other."""

import os
import pickle
import signal
from pathlib import Path

import pytest
from support.cards import OFFLINE, PATH, card

from xreg.publisher import batch, fix_cards, linting
from xreg.publisher.batch import WORTH_PROCESSES, Bug, Card, default_jobs, lint_cards, read_cards
from xreg.publisher.files import InputError
from xreg.publisher.fix_cards import FixedCard
from xreg.publisher.linting import Linted, Options, lint
from xreg.registry.asset_files import AssetError, AssetSource
from xreg.registry.collect import Sources
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability
from xreg.schema.text import Text

BASES = (card(), card("xception"), card().replace("2022-10-11", "2022-1-1"), "no front matter", "")
MANY = [Card(f"{n}/{PATH}", f"{BASES[n % len(BASES)]}\n<!-- {n} -->\n".encode()) for n in range(WORTH_PROCESSES + 5)]
BAD = 57


def _failing(text: Text, path: str, options: Options) -> Linted:
    """Linting with a defect that one card shows."""
    if path.startswith(f"{BAD}/"):
        raise ZeroDivisionError("a defect")
    return lint(text, path, options)


def _dying(text: Text, path: str, options: Options) -> Linted:
    """Linting that ends its process on one card, as the system does where memory is short."""
    if path.startswith(f"{BAD}/"):
        os.kill(os.getpid(), signal.SIGKILL)
    return lint(text, path, options)


def test_processes_find_what_one_finds_in_the_same_order() -> None:
    parallel, sequential = lint_cards(MANY, OFFLINE, None, 2), lint_cards(MANY, OFFLINE, None, 1)
    assert [(item.filename, item.findings) for item in parallel if not isinstance(item, Bug)] == [
        (item.filename, item.findings) for item in sequential if not isinstance(item, Bug)
    ]
    assert [item.filename for item in parallel if not isinstance(item, Bug)] == [card.path for card in MANY]


@pytest.mark.parametrize("least", [Applicability.SAFE, Applicability.UNSAFE])
def test_processes_fix_as_one_does(least: Applicability) -> None:
    parallel = fix_cards.fix_cards(MANY, OFFLINE, least, 2)
    sequential = fix_cards.fix_cards(MANY, OFFLINE, least, 1)
    assert [_fixed(item) for item in parallel] == [_fixed(item) for item in sequential]
    assert any(_fixed(item)[1] != item.before.value for item in sequential if isinstance(item, FixedCard))


def _fixed(item: FixedCard | Bug) -> tuple[str, str, int]:
    assert isinstance(item, FixedCard)
    return item.result.filename, item.after.value, len(item.applied)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_defect_on_one_card_stops_no_other(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "lint", _failing)
    monkeypatch.setattr(fix_cards, "lint", _failing)
    results = lint_cards(MANY, OFFLINE, None, jobs)
    assert [n for n, item in enumerate(results) if isinstance(item, Bug)] == [BAD]
    bug = results[BAD]
    assert isinstance(bug, Bug)
    assert bug.path == MANY[BAD].path
    assert "ZeroDivisionError: a defect" in bug.traceback
    fixed = fix_cards.fix_cards(MANY, OFFLINE, Applicability.SAFE, jobs)
    assert [n for n, item in enumerate(fixed) if isinstance(item, Bug)] == [BAD]


def test_a_process_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "lint", _dying)
    with pytest.raises(XregError, match="ended from outside"):
        lint_cards(MANY, OFFLINE, None, 2)


def test_rules_go_to_another_process_and_come_back_the_same() -> None:
    for rule in OFFLINE.rules:
        assert pickle.loads(pickle.dumps(rule)) is rule


def test_few_cards_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_parallel", None)
    assert len(lint_cards(MANY[: WORTH_PROCESSES - 1], OFFLINE, None, 2)) == WORTH_PROCESSES - 1
    with pytest.raises(TypeError):
        lint_cards(MANY, OFFLINE, None, 2)


def test_an_error_that_the_user_can_mend_is_no_defect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(*_: object) -> None:
        raise AssetError("x.ckpt: cannot be read")

    monkeypatch.setattr(linting, "collect", cannot)
    options = Options(OFFLINE.rules, sources=Sources(network="off", assets=AssetSource((tmp_path / "x.ckpt",))))
    with pytest.raises(AssetError):
        lint_cards(MANY[:1], options, None, 1)
    with pytest.raises(AssetError):
        fix_cards.fix_card(MANY[0], options, Applicability.SAFE)


def test_cards_are_read_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.md").mkdir()
    stdin = Card("stdin.md", b"in", stdin=True)
    read = list(read_cards([str(tmp_path / "a.md"), "-", str(tmp_path / "gone"), str(tmp_path / "a.md")], stdin))
    assert read[:2] == [Card(str(tmp_path / "a.md"), b"a"), stdin]
    assert isinstance(read[2], InputError)
    assert len(read) == 3


def test_what_cannot_be_read_is_an_error_in_its_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "z.md").write_bytes(b"z")
    error, card_ = read_cards([str(tmp_path)], None)
    assert isinstance(error, InputError)
    assert isinstance(card_, Card)


def test_jobs() -> None:
    assert 1 <= default_jobs() <= (os.cpu_count() or 1)
