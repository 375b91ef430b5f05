"""The cache: what was kept comes back, and whatever is wrong with it the run goes on."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from support.cards import OFFLINE, PATH, card, document
from support.network_evidence import shown

from xreg.publisher import batch, cache
from xreg.publisher.batch import Bug, Card, lint_cards
from xreg.publisher.cache import Cache, key_of, state_of
from xreg.publisher.linting import Linted, Options
from xreg.publisher.selection import PathChoice
from xreg.registry.asset_files import AssetSource
from xreg.registry.collect import Sources
from xreg.registry.knowledge.load import load
from xreg.registry.repositories.views import Given
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Span

FINDING = Finding("XR301", "name", Severity.ERROR, "mess\udcffage", Span(1, 2))
FOUND = {b"one": (FINDING,), b"none": ()}


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = Cache(tmp_path / "cache")
    kept.put(FOUND)
    assert kept.get([b"one", b"none", b"other"]) == FOUND
    assert Cache(tmp_path / "cache").get([b"one"]) == {b"one": (FINDING,)}


def test_an_empty_cache(tmp_path: Path) -> None:
    kept = Cache(tmp_path / "cache")
    assert kept.get([b"one"]) == {}
    kept.put({})
    assert not (tmp_path / "cache").exists()


def test_more_keys_than_sqlite_takes_at_once(tmp_path: Path) -> None:
    many = {f"{n}".encode(): (FINDING,) for n in range(1234)}
    kept = Cache(tmp_path)
    kept.put(many)
    assert kept.get(many) == many


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MAX_ROWS", 3)
    kept = Cache(tmp_path)
    for key in (b"a", b"b", b"c", b"a", b"d"):
        kept.put({key: ()})
    assert set(kept.get([b"a", b"b", b"c", b"d"])) == {b"a", b"c", b"d"}


def test_git_does_not_see_it(tmp_path: Path) -> None:
    Cache(tmp_path / "cache").put(FOUND)
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def _garbage(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _other_table(file: Path) -> None:
    file.unlink()
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE findings (other TEXT)")
    database.commit()
    database.close()


def _other_rows(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("UPDATE findings SET findings = '[[\"XR301\"]]'")
    database.commit()
    database.close()


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [_garbage, _cut, _empty, _other_table, _other_rows, _folder])
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, harm) -> None:
    kept = Cache(tmp_path)
    kept.put(FOUND)
    harm(tmp_path / "findings.sqlite")
    assert kept.get([b"one"]) == {}
    kept.put({b"two": (FINDING,)})
    assert kept.get([b"two"]) in ({}, {b"two": (FINDING,)})


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Cache(tmp_path / "file" / "cache")
    kept.put(FOUND)
    assert kept.get([b"one"]) == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    kept = Cache(tmp_path)
    kept.put(FOUND)
    assert kept.get([b"one"]) == {}


def test_a_database_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(tmp_path)
    kept.put({b"old": ()})
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file, **_: connect(f"file:{file}?mode=ro", uri=True))
    kept.put(FOUND)
    assert kept.get([b"old", b"one"]) == {b"old": ()}


WRITER = """
import sys
from pathlib import Path
from xreg.publisher.cache import Cache
from xreg.schema.findings import Finding, Severity
from xreg.schema.text import Span
kept, name = Cache(Path(sys.argv[1])), sys.argv[2]
for n in range(25):
    kept.put({f"{name}{n}".encode(): (Finding(name, "n", Severity.INFO, str(n), Span(n, n)),)})
"""


def test_processes_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    keys = [f"{name}{n}".encode() for name in "abc" for n in range(25)]
    found = Cache(tmp_path).get(keys)
    assert len(found) == len(keys)
    assert found[b"b7"][0].span == Span(7, 7)


def test_the_key_tells_path_bytes_and_state_apart() -> None:
    keys = {key_of("a", b"b", "c"), key_of("a", b"c", "c"), key_of("b", b"b", "c"), key_of("a", b"b", "d")}
    assert len(keys) == 4
    assert key_of("a\udcff", b"", "") != key_of("a", b"", "")


def test_the_state_tells_options_apart(tmp_path: Path) -> None:
    sources = Sources(network="off")
    options = [
        OFFLINE,
        Options(OFFLINE.rules[1:], sources=sources),
        Options(OFFLINE.rules, (PathChoice("*", ("XR301",)),), sources=sources),
        Options(OFFLINE.rules, root="/", sources=sources),
        Options(OFFLINE.rules, sources=Sources(network="recorded")),
    ]
    given = (Given("gitee.com/mindspore/models", tmp_path, state) for state in ("one commit", "another one"))
    options += [Options(OFFLINE.rules, sources=Sources(repositories=(each,))) for each in given]
    assert len({state_of(option) for option in options}) == len(options)
    assert state_of(OFFLINE) == state_of(Options(OFFLINE.rules, sources=sources))


def test_other_packages_are_another_state_where_networks_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def states() -> list[str]:
        return [state_of(Options(OFFLINE.rules, sources=Sources(mode))) for mode in ("auto", "run", "recorded", "off")]

    before = states()
    monkeypatch.setattr("xreg.registry.networks.table.packages_digest", lambda: "sha256:other")
    assert [one == other for one, other in zip(before, states(), strict=True)] == [False, False, True, True]


@pytest.mark.parametrize("lasting", [True, False])
def test_what_a_run_showed_is_kept_where_it_would_show_the_same(monkeypatch: pytest.MonkeyPatch, lasting: bool) -> None:
    evidence = Evidence(load(), network=shown({})._replace(lasting=lasting))
    monkeypatch.setattr("xreg.publisher.batch.lint", lambda *_: Linted(document(card()), evidence, ()))
    assert batch.answer(Card(PATH, card().encode()), OFFLINE).lasting is lasting


def hub(count: int = batch.WORTH_CACHE) -> list[Card]:
    return [
        Card(f"{n}/{PATH}", card().replace("2022-10-11", f"2022-10-{n % 28 + 1:02}").encode()) for n in range(count)
    ]


def test_a_second_run_lints_nothing_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(tmp_path)
    first = lint_cards(hub(), OFFLINE, kept, 1)
    monkeypatch.setattr(batch, "lint", None)
    second = lint_cards(hub(), OFFLINE, kept, 1)
    assert [result.findings for result in second if not isinstance(result, Bug)] == [
        result.findings for result in first if not isinstance(result, Bug)
    ]
    assert len(second) == len(hub())
    assert any(result.findings for result in second if not isinstance(result, Bug))


def test_a_changed_card_is_linted_again(tmp_path: Path) -> None:
    kept, cards = Cache(tmp_path), hub()
    lint_cards(cards, OFFLINE, kept, 1)
    cards[3] = Card(cards[3].path, cards[3].data.replace(b"Apache2.0", b"MIT"))
    results = lint_cards(cards, OFFLINE, kept, 1)
    codes = [[finding.code for finding in item.findings] for item in results if not isinstance(item, Bug)]
    assert ["XR107" in found for found in codes] == [n != 3 for n in range(len(cards))]


def test_a_defect_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(batch, "lint", None)
        assert all(isinstance(item, Bug) for item in lint_cards(hub(), OFFLINE, kept, 1))
    assert not any(isinstance(item, Bug) for item in lint_cards(hub(), OFFLINE, kept, 1))


@pytest.mark.parametrize("count", [1, batch.WORTH_CACHE - 1])
def test_few_cards_are_not_worth_it(tmp_path: Path, count: int) -> None:
    lint_cards(hub(count), OFFLINE, Cache(tmp_path / "cache"), 1)
    assert not (tmp_path / "cache").exists()


def test_assets_that_are_there_now_are_hashed(tmp_path: Path) -> None:
    """`--assets DIR` after a run without it: the files must be compared, whatever was found before."""
    kept, assets = Cache(tmp_path / "cache"), tmp_path / "assets"
    assets.mkdir()
    (assets / "resnet50_ascend_v190_imagenet2012_official_cv_top1acc76.97_top5acc93.44.ckpt").write_bytes(b"weights")
    lint_cards(hub(), OFFLINE, kept, 1)
    options = Options(OFFLINE.rules, sources=Sources(network="off", assets=AssetSource((), assets)))
    results = lint_cards(hub(), options, kept, 1)
    codes = {finding.code for item in results if not isinstance(item, Bug) for finding in item.findings}
    assert "XR402" in codes
