"""Running the networks of many cards before the cards are linted, with a bar that tells how far that is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xreg.publisher.progress import progress
from xreg.registry.collect import Sources
from xreg.schema.document import parse
from xreg.schema.text import Text

if TYPE_CHECKING:
    from xreg.publisher.engines.engine import Engine
    from xreg.registry.networks.providers.protocol import Target
    from xreg.schema.network import NetworkEvidence

FEW = 4  # networks a piece of an engine's work: MindSpore is imported once for them


def run_networks(cards: Iterable[tuple[str, bytes]], sources: Sources, engine: "Engine | None" = None) -> None:
    """Runs each network of the cards (path and bytes) once, where networks of repositories are run at all.

    On this machine, or by an engine. Raises NetworkError where that cannot be done.
    """
    from xreg.registry.networks.preparing import prepare, targets_of, worth_preparing

    if not worth_preparing(sources):
        return
    targets = targets_of((parse(Text.from_bytes(data), path) for path, data in cards), sources)
    if engine:
        _share(targets, sources, engine)
        return
    with progress(len(targets), "networks") as bar:
        prepare(targets, sources, None, bar.advance)


def _share(targets: list["Target"], sources: Sources, engine: "Engine") -> None:
    """Has an engine run what no earlier run answers; each result is kept here as it comes."""
    from xreg.registry.networks.targets import keep, known, name_of

    todo = [target for target in targets if known(target, sources.cache) is None]
    chunks = [todo[start : start + FEW] for start in range(0, len(todo), FEW)]
    if not chunks:
        return
    with engine.map(run_few, chunks, sources) as answers, progress(len(todo), "networks") as bar:
        for chunk, shown in zip(chunks, answers, strict=True):
            for target, (name, evidence) in zip(chunk, shown, strict=True):
                # What ran with other packages, or on another kind of machine, says nothing of later runs on this one.
                keep(target, evidence, sources.cache if name == name_of(target) else None)
            bar.advance(len(chunk))


def run_few(targets: list["Target"], sources: Sources) -> list[tuple[str, "NetworkEvidence"]]:
    """What each target shows, one after another in one session, under its name where it ran."""
    from xreg.registry.networks.targets import name_of, run_all

    return list(zip(map(name_of, targets), run_all(targets, sources.cache, 1, sources.isolation), strict=True))
