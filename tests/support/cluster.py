"""What tests of a cluster are made of: nodes, cards, and engines that share other work than they are given."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from support.cards import OFFLINE, PATH, card
from xreg.publisher.batch import Card
from xreg.publisher.engines.cluster import Cluster
from xreg.publisher.engines.needs import Needs, needs_of

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "hub"
LONGEST = 60.0  # seconds until a test gives up to wait for a node, or a task would be done
NODE = {"num_cpus": 1, "object_store_memory": 100 << 20}
NEEDS: Needs = needs_of(OFFLINE)


class Altered:
    """An engine that shares other work than it is given: `alter` makes it of the work."""

    chunk = Cluster.chunk

    def __init__(self, engine: Cluster, alter: Callable[[Any], Any]) -> None:
        self._engine, self._alter = engine, alter

    def map(self, work: Any, chunks: Sequence[list[Any]], given: Any) -> AbstractContextManager[Iterator[list[Any]]]:
        return self._engine.map(self._alter(work), chunks, given)


class Killing(Altered):
    """An engine, whose answers call `kill` once the first of them has come."""

    kill: Callable[[], None]

    @contextmanager
    def map(self, work: Any, chunks: Sequence[list[Any]], given: Any) -> Iterator[Iterator[list[Any]]]:
        with super().map(work, chunks, given) as answers:
            yield self._with_a_kill(answers)

    def _with_a_kill(self, answers: Iterator[list[Any]]) -> Iterator[list[Any]]:
        yield next(answers)
        self.kill()
        yield from answers


def some_cards(number: int) -> list[Card]:
    """Real cards of the hub where they are here, else cards that are made of this project's."""
    found = sorted(str(path) for path in CORPUS.rglob("*_v1.*.md"))[:number] if CORPUS.is_dir() else []
    if len(found) == number:
        return [Card(path, Path(path).read_bytes()) for path in found]
    texts = (card(), (ROOT / "cards" / "xception.md").read_text(encoding="utf-8"), card("xception"), "no card")
    return [Card(f"{n}/{PATH}", f"{texts[n % len(texts)]}\n<!-- {n} -->\n".encode()) for n in range(number)]
