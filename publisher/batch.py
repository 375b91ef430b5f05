"""Linting many cards: what the cache knows is taken from it, the rest is shared among processes or by an engine."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from xreg.publisher import files
from xreg.publisher.cache import Cache, key_of, state_of
from xreg.publisher.files import InputError
from xreg.publisher.linting import Options, lint
from xreg.publisher.progress import progress
from xreg.publisher.reports.result import CardResult
from xreg.registry.asset_files import AssetSource
from xreg.registry.siblings.evidence import sibling_state, trees_read_once
from xreg.schema.errors import XregError
from xreg.schema.findings import Finding
from xreg.schema.text import Text

if TYPE_CHECKING:
    from xreg.publisher.baseline import Accepted
    from xreg.publisher.engines.engine import Engine

# Below this many cards the start of processes, and of the cache, costs more than it saves.
WORTH_PROCESSES = 96
WORTH_CACHE = 16

G = TypeVar("G")
T = TypeVar("T")


class Card(NamedTuple):
    """A card that was read, from a file or from standard input, and what a baseline accepts on it."""

    path: str
    data: bytes
    stdin: bool = False
    accepted: "Accepted | None" = None

    def result(self, text: Text, found: tuple[Finding, ...]) -> CardResult:
        """What was found on the card, without what is accepted."""
        result = CardResult(self.path, text, found)
        return self.accepted.without(result) if self.accepted else result


class Bug(NamedTuple):
    """A card on which xreg itself failed: where, and the traceback to report."""

    path: str
    traceback: str


class Answer(NamedTuple):
    """What linting one card gave, and whether the cache may keep it: a run of a network or a file may change."""

    found: tuple[Finding, ...] | Bug
    lasting: bool


def read_cards(paths: Iterable[str], stdin: Card | None) -> Iterator[Card | InputError]:
    """The cards that the paths name, read; what cannot be read is an InputError in its place."""
    for path in files.cards(paths):
        if isinstance(path, InputError):
            yield path
        elif path == files.STDIN and stdin:
            yield stdin
        else:
            try:
                yield Card(path, files.read(path))
            except InputError as error:
                yield error


def lint_cards(
    cards: Sequence[Card], options: Options, cache: Cache | None, jobs: "int | Engine"
) -> list[CardResult | Bug]:
    """Lints the cards, in so many processes or by an engine; the results come in their order."""
    with siblings_of(cards, options):
        return _lint_cards(cards, options, cache, jobs)


def siblings_of(cards: Iterable[Card], options: Options) -> AbstractContextManager[None]:
    """Reads the trees in which the cards lie once for all of them, as they are at its beginning."""
    return trees_read_once(((card.path, card.data) for card in cards), options.sources.siblings, options.sources.cache)


def _lint_cards(
    cards: Sequence[Card], options: Options, cache: Cache | None, jobs: "int | Engine"
) -> list[CardResult | Bug]:
    from_files = options.sources.assets != AssetSource()  # they may be there now, and changed: no cache for them
    keep = cache if cache and len(cards) >= WORTH_CACHE and not from_files else None
    state = state_of(options) if keep else ""
    keys = [_key(card, state) for card in cards] if keep else []
    known = keep.get(keys) if keep else {}
    todo = [place for place in range(len(cards)) if not keep or keys[place] not in known]
    run_networks_of([cards[place] for place in todo], options, jobs)
    answers = dict(zip(todo, in_chunks(_chunk, [cards[place] for place in todo], options, jobs), strict=True))
    if keep:
        fresh = {keys[place]: answer.found for place, answer in answers.items() if answer.lasting}
        keep.put({key: found for key, found in fresh.items() if not isinstance(found, Bug)})
    results: list[CardResult | Bug] = []
    for place, card in enumerate(cards):
        found = answers[place].found if place in answers else known[keys[place]]
        results.append(found if isinstance(found, Bug) else card.result(Text.from_bytes(card.data), found))
    return results


def run_networks_of(cards: Sequence[Card], options: Options, jobs: "int | Engine") -> None:
    """Runs the networks of the cards before any is linted; by the engine, or, for more than one card, here."""
    engine = None if isinstance(jobs, int) else jobs
    if (engine or len(cards) > 1) and (options.sources.network == "run" or options.sources.repositories):
        from xreg.publisher.network_runs import run_networks  # for runs with clones alone

        run_networks(((card.path, card.data) for card in cards), options.sources, engine)


def _key(card: Card, state: str) -> bytes:
    """The cache's key of a card: what its siblings say is a part of it."""
    return key_of(card.path, card.data, state + sibling_state(card.path))


def in_chunks(
    work: Callable[[list[Card], G], list[T]], cards: Sequence[Card], given: G, jobs: "int | Engine"
) -> Iterator[T]:
    """What `work` makes of the cards, in their order; in processes where there are enough of both, or by an engine."""
    if isinstance(jobs, int) and (jobs < 2 or len(cards) < WORTH_PROCESSES):
        with progress(len(cards)) as bar:
            for card in cards:
                yield from work([card], given)
                bar.advance()
    elif cards:
        yield from _parallel(work, cards, given, jobs)


def _parallel(
    work: Callable[[list[Card], G], list[T]], cards: Sequence[Card], given: G, jobs: "int | Engine"
) -> Iterator[T]:
    engine = _processes(jobs) if isinstance(jobs, int) else jobs
    chunks = [list(cards[start : start + engine.chunk]) for start in range(0, len(cards), engine.chunk)]
    # The engine first: it starts its processes before the bar's thread.
    with engine.map(work, chunks, given) as answers, progress(len(cards)) as bar:
        for done in answers:
            bar.advance(len(done))
            yield from done


def _processes(jobs: int) -> "Engine":
    from xreg.publisher.engines.processes import Processes  # not at the top: few cards start no process

    return Processes(jobs)


def _chunk(cards: list[Card], options: Options) -> list[Answer]:
    with siblings_of(cards, options):  # read already, but where processes are not forked
        return [answer(card, options) for card in cards]


def answer(card: Card, options: Options) -> Answer:
    """Lints one card; a defect of xreg is an answer too, so that the other cards go on."""
    try:
        linted = lint(Text.from_bytes(card.data), card.path, options)
    except XregError:
        raise
    except Exception:
        import traceback

        return Answer(Bug(card.path, traceback.format_exc()), lasting=False)
    network = linted.evidence.network
    return Answer(linted.findings, lasting=not linted.evidence.files and (network is None or network.lasting))


def default_jobs() -> int:
    """As many processes as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
