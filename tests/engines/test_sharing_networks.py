"""What an engine is given of networks, and what is kept of its answers: no cluster and no MindSpore here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.cards import OFFLINE
from support.network_evidence import shown

from xreg.publisher import batch, network_runs
from xreg.publisher.fix_cards import fix_cards
from xreg.publisher.network_runs import FEW, run_few, run_networks
from xreg.registry.collect import Sources
from xreg.registry.networks import preparing, targets
from xreg.registry.networks.providers.protocol import Target
from xreg.schema.findings import Applicability
from xreg.schema.network import NetworkEvidence

TARGETS = [Target("repository", f"net{number}", "here", f"git-tree:{number}", {}) for number in range(FEW + 2)]


class Engine:
    """An engine that does the work at once, and remembers what it was given."""

    chunk = 1

    def __init__(self, elsewhere: bool = False) -> None:
        self.asked: list[list[Target]] = []
        self._elsewhere = elsewhere

    @contextmanager
    def map(self, work: Any, chunks: Sequence[list[Any]], given: Any) -> Iterator[Iterator[list[Any]]]:
        self.asked += chunks
        yield (self._answer(work(chunk, given._replace(cache=None))) for chunk in chunks)

    def _answer(self, answers: list[Any]) -> list[Any]:
        targets.forget()  # what another process knows
        return [("another name", shown) for _, shown in answers] if self._elsewhere else answers


@pytest.fixture(autouse=True)
def _runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Runs that end at once, in a MindSpore that is not there."""

    def run_each(todo: Sequence[Target], jobs: int, isolation: str) -> Iterator[tuple[int, NetworkEvidence]]:
        assert (jobs, isolation) == (1, "require")
        for number in reversed(range(len(todo))):
            yield number, shown({"network": todo[number].network})

    (tmp_path / "site" / "mindspore-2.10.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(targets, "framework_folder", lambda: tmp_path / "site")
    monkeypatch.setattr(preparing, "framework_folder", lambda: tmp_path / "site")
    monkeypatch.setattr(preparing, "targets_of", lambda *_: list(TARGETS))
    monkeypatch.setattr(targets, "run_each", run_each)
    targets.forget()
    yield
    targets.forget()


def _sources(cache: Path) -> Sources:
    return Sources("run", cache, isolation="require")


def _known(cache: Path | None) -> list[str]:
    found = (targets.known(target, cache) for target in TARGETS)
    return [evidence.network for evidence in found if evidence]


def test_a_few_networks_are_a_piece_of_work_and_their_results_are_kept(tmp_path: Path) -> None:
    engine = Engine()
    run_networks([], _sources(tmp_path), engine)
    assert [len(chunk) for chunk in engine.asked] == [FEW, 2]
    targets.forget()
    assert _known(None) == []
    assert _known(tmp_path) == [target.network for target in TARGETS]


def test_an_engine_is_asked_only_for_what_no_earlier_run_answers(tmp_path: Path) -> None:
    targets.keep(TARGETS[1], shown({"network": "net1"}), tmp_path)
    targets.forget()
    engine, second = Engine(), Engine()
    run_networks([], _sources(tmp_path), engine)
    assert [target.network for chunk in engine.asked for target in chunk] == ["net0", "net2", "net3", "net4", "net5"]
    run_networks([], _sources(tmp_path), second)
    assert second.asked == []


def test_what_ran_with_other_packages_answers_this_run_and_no_later_one(tmp_path: Path) -> None:
    run_networks([], _sources(tmp_path), Engine(elsewhere=True))
    assert len(_known(None)) > 0
    targets.forget()
    assert _known(tmp_path) == []


def test_results_go_to_processes_that_have_other_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (told,) = run_few([TARGETS[0]], _sources(tmp_path))
    sent, here = targets.runs_to_send(), targets.name_of(TARGETS[0])
    assert told == (here, shown({"network": "net0"}))
    targets.keep(TARGETS[1], shown({"network": "net1"}), None)
    monkeypatch.setattr(targets, "packages_digest", lambda: "sha256:others")
    targets.take_runs(sent)
    assert targets.name_of(TARGETS[0]) != here
    assert _known(None) == ["net0"]


@pytest.mark.parametrize(
    ("cards", "network", "shared", "asked"),
    [(1, "run", False, False), (2, "run", False, True), (1, "run", True, True), (2, "off", True, False)],
)
def test_who_runs_networks_before_the_cards(
    cards: int, network: Any, shared: bool, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(network_runs, "run_networks", lambda read, _, engine: told.append((len(list(read)), engine)))
    engine = Engine() if shared else None
    options = OFFLINE._replace(sources=Sources(network))
    batch.run_networks_of([batch.Card("a.md", b"")] * cards, options, engine or 1)
    assert told == ([(cards, engine)] if asked else [])


def test_networks_of_cards_that_are_fixed_are_run_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(network_runs, "run_networks", lambda read, *_: told.extend(path for path, _ in read))
    options = OFFLINE._replace(sources=Sources("run"))
    fix_cards([batch.Card("a.md", b"a"), batch.Card("b.md", b"b")], options, Applicability.SAFE, 1)
    assert told == ["a.md", "b.md"]
