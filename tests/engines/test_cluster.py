"""A real cluster: its answers are those of this machine, also where a node is lost in mid-run."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.cards import OFFLINE, card
from support.cluster import LONGEST, NEEDS, NODE, Altered, Killing, some_cards

from xreg.publisher.batch import Bug, Card, lint_cards
from xreg.publisher.cache import Cache
from xreg.publisher.engines import cluster as engine_module
from xreg.publisher.engines.cluster import Cluster
from xreg.publisher.linting import Options
from xreg.publisher.main import main
from xreg.publisher.selection import PathChoice
from xreg.registry.collect import Sources
from xreg.registry.siblings import evidence
from xreg.schema.findings import Origin

DIGEST = "41c1479844f6f848d4caf902cf940ebe4727df559495ed45885892fc55a2738f"
OTHER_DIGEST = "6a68489c6f3fa7b748473b93ddeed1acb13190d089403b2fa2a6c525dc69a282"
TREE = "mshub_res/assets/mindspore"


def _found(results: list[Any]) -> list[Any]:
    assert not [item for item in results if isinstance(item, Bug)]
    return [(item.filename, item.findings) for item in results]


def _waiting(work: Any, folder: Path) -> Callable[[list[Card], Any], list[Any]]:
    """The work, but all except the first card's waits for the file `go`, and says which node has begun with it."""

    def wait(cards: list[Card], given: Any) -> list[Any]:
        import time

        import ray

        try:
            (folder / "first").touch(exist_ok=False)
        except FileExistsError:
            (folder / f"begun-{ray.get_runtime_context().get_node_id()}").touch()
            while not (folder / "go").exists():
                time.sleep(0.02)
        return work(cards, given)

    return wait


def test_a_node_that_is_killed_in_mid_run_changes_no_answer(
    nodes: Any, cluster: Cluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cards = some_cards(200)
    expected = _found(lint_cards(cards, OFFLINE, None, 1))
    lost = nodes.add_node(**NODE)
    nodes.wait_for_nodes()

    def kill() -> None:
        deadline = time.monotonic() + LONGEST
        while not (tmp_path / f"begun-{lost.node_id}").exists():
            assert time.monotonic() < deadline, "the second node was given no task"
            time.sleep(0.02)
        nodes.remove_node(lost, allow_graceful=False)
        (tmp_path / "go").touch()

    engine = Killing(cluster, lambda work: _waiting(work, tmp_path))
    engine.kill = kill
    capfd.readouterr()
    found = lint_cards(cards, OFFLINE, None, engine)
    assert _found(found) == expected
    assert [item.filename for item in found if not isinstance(item, Bug)] == [each.path for each in cards]
    assert capfd.readouterr().out == ""


def test_a_node_without_the_folder_knows_the_siblings(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f"{TREE}/{version}/resnet50_imagenet2012.md" for version in ("1.8", "1.9", "1.10")]
    for name in names:
        Path(name).parent.mkdir(parents=True)
        digest = OTHER_DIGEST if "1.10" in name else DIGEST  # of the same link
        Path(name).write_text(card().replace(DIGEST, digest), encoding="utf-8")
    choice = PathChoice("mshub_res/*/1.8/*", ("XR101", "XR102", "XR007"))
    here = Options(OFFLINE.rules, (choice,), str(tmp_path), Sources(network="off"), str(tmp_path))
    cards = [Card(name, Path(name).read_bytes()) for name in names[:2]]
    expected = _found(lint_cards(cards, here, None, 1))
    facts = [fact for _, found in expected for finding in found for fact in finding.evidence]
    assert any(fact.origin is Origin.SIBLING and "1.10" in fact.source for fact in facts)

    def sent_and_gone() -> evidence.Trees:
        sent = evidence.trees_to_send()
        shutil.rmtree(tmp_path / "mshub_res")
        return sent

    monkeypatch.setattr(engine_module, "trees_to_send", sent_and_gone)
    elsewhere = Cluster(cluster._address, NEEDS._replace(folder="/nowhere"))
    assert _found(lint_cards(cards, here, None, elsewhere)) == expected


def test_the_program_prints_the_same(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for place, each in enumerate(some_cards(40)):
        (tmp_path / f"{place}.md").write_bytes(each.data)

    def ran(*arguments: str) -> tuple[int, str]:
        code = main(["lint", "--network", "off", "--output-format", "json", *arguments])
        return code, capsys.readouterr().out

    local = ran("--no-cache")
    assert json.loads(local[1])
    monkeypatch.setenv("RAY_ADDRESS", nodes.address)
    assert ran("--engine", "ray") == local  # and keeps what it found
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    assert ran("--engine", "ray", "--ray-address", "127.0.0.1:1") == local  # all known: nobody is asked
    again = ran("--diff", "--no-cache")
    assert ran("--diff", "--no-cache", "--engine", "ray", "--ray-address", nodes.address) == again
    assert "@@" in again[1]


def test_a_defect_on_one_card_stops_no_other_and_is_not_kept(cluster: Cluster, tmp_path: Path) -> None:
    cards = some_cards(20)
    bad = cards[3].path

    def altered(work: Any) -> Any:
        def failing(cards: list[Card], given: Any) -> list[Any]:
            from xreg.publisher import batch

            lint = batch.lint

            def lint_or_fail(text: Any, path: str, options: Any) -> Any:
                return 1 / 0 if path == bad else lint(text, path, options)

            batch.lint = lint_or_fail
            try:
                return work(cards, given)
            finally:
                batch.lint = lint

        return failing

    results = lint_cards(cards, OFFLINE, Cache(tmp_path), Altered(cluster, altered))
    (bug,) = [item for item in results if isinstance(item, Bug)]
    assert results.index(bug) == 3
    assert "ZeroDivisionError" in bug.traceback
    assert not [item for item in lint_cards(cards, OFFLINE, Cache(tmp_path), 1) if isinstance(item, Bug)]
