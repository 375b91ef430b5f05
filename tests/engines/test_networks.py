"""Networks as tasks of a real cluster: the answers are those of this machine, also where a node is lost in mid-run."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from networks.providers.conftest import FILES
from support.cards import OFFLINE
from support.cluster import LONGEST, NODE, Killing
from support.git import git, put

from xreg.publisher import network_runs
from xreg.publisher.batch import Bug, Card, lint_cards
from xreg.publisher.engines.cluster import Cluster
from xreg.publisher.engines.needs import needs_of
from xreg.publisher.linting import Options
from xreg.registry.collect import Sources, collect
from xreg.registry.networks import targets
from xreg.registry.networks.table import framework_folder
from xreg.registry.repositories.given import clones
from xreg.schema.document import parse
from xreg.schema.findings import Origin
from xreg.schema.network import NetworkEvidence
from xreg.schema.text import Text

REPOSITORY = "gitee.com/mindspore/models"
FEW, NETWORKS = 2, 6
CARD = """# tiny

---

model-name: tiny
repo-link: <https://gitee.com/mindspore/models/tree/r1.9/official/cv/tiny{number}>
input-shape: [{side}, {side}, 3]

---
"""
# Of six cards every third one names a size that its network does not take.
CARDS = [
    Card(f"{number}/1.9/tiny{number}_v1.9.md", CARD.format(number=number, side=4 if number % 3 else 6).encode())
    for number in range(NETWORKS)
]


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """Options with a clone that holds a network for each card, no two alike."""
    folder = tmp_path / "models"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "r1.9")
    tiny = {path: text for path, text in FILES.items() if "/tiny/" in path}
    for number in range(NETWORKS):
        files = {path.replace("/tiny/", f"/tiny{number}/"): text for path, text in tiny.items()}
        put(folder, {path: text.replace("classes=7", f"classes={number + 3}") for path, text in files.items()}, "one")
    return OFFLINE._replace(sources=Sources("run", None, repositories=clones([(REPOSITORY, folder)])))


@pytest.fixture(autouse=True)
def _unknown() -> Iterator[None]:
    """Nothing is known of any network before, and after."""
    targets.forget()
    yield
    targets.forget()


def _held_up(lost: str, folder: Path) -> Callable[[Any], Any]:
    """Alters work: the node `lost` says that it has begun and never answers; tasks of cards may run no network.

    The first networks come back from whichever node has them; with others the second node waits for the lost one.
    """

    def alter(work: Any) -> Any:
        def altered(chunk: list[Any], given: Any) -> list[Any]:
            import time

            import ray

            from xreg.publisher.batch import Card
            from xreg.registry.networks import targets

            if isinstance(chunk[0], Card):
                vars(targets)["run_each"] = None
                return work(chunk, given)
            if "tiny0" in chunk[0].origin:
                return work(chunk, given)
            if ray.get_runtime_context().get_node_id() != lost:
                while not (folder / "begun").exists():
                    time.sleep(0.02)
                return work(chunk, given)
            (folder / "begun").touch()
            work(chunk, given)
            time.sleep(LONGEST)
            return []

        return altered

    return alter


def _found(results: list[Any]) -> list[Any]:
    assert not [item.traceback for item in results if isinstance(item, Bug)]
    return [(item.filename, item.findings) for item in results]


def _shown(options: Options) -> list[NetworkEvidence]:
    """What is known of the cards' networks now, without how long their runs took."""
    documents = [parse(Text.from_bytes(card.data), card.path) for card in CARDS]
    shown = [collect(document, options.sources).network for document in documents]
    return [
        each._replace(attempts=tuple(attempt._replace(seconds=None) for attempt in each.attempts))
        for each in shown
        if each
    ]


@pytest.mark.skipif(framework_folder() is None, reason="MindSpore is not installed: pip install 'xreg[network]'")
def test_a_node_that_is_killed_while_it_runs_networks_changes_no_answer(
    nodes: Any, options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _found(lint_cards(CARDS, options, None, 1))
    shown = _shown(options)
    assert len(shown) == NETWORKS and all(each.built for each in shown)
    assert {fact.origin for _, found in expected for finding in found for fact in finding.evidence} >= {Origin.NETWORK}
    targets.forget()
    monkeypatch.setattr(targets, "run_each", None)  # nothing is run on this machine any more
    monkeypatch.setattr(network_runs, "FEW", FEW)
    lost = nodes.add_node(**NODE)
    nodes.wait_for_nodes()

    def kill() -> None:
        deadline = time.monotonic() + LONGEST
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < deadline, "the second node was given no network"
            time.sleep(0.02)
        nodes.remove_node(lost, allow_graceful=False)
        engine.kill = lambda: None

    engine = Killing(Cluster(nodes.address, needs_of(options)), _held_up(lost.node_id, tmp_path))
    engine.kill = kill
    results = lint_cards(CARDS, options, None, engine)
    assert _found(results) == expected
    assert [item.filename for item in results if not isinstance(item, Bug)] == [card.path for card in CARDS]
    assert _shown(options) == shown
