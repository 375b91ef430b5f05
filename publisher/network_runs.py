"""Running the networks of many cards before the cards are linted, with a bar that tells how far that is."""

from collections.abc import Iterable

from xreg.publisher.progress import progress
from xreg.registry.collect import Sources
from xreg.schema.document import parse
from xreg.schema.text import Text


def run_networks(cards: Iterable[tuple[str, bytes]], sources: Sources, jobs: int | None = None) -> None:
    """Runs each network of the cards (path and bytes) once, where networks of repositories are run at all.

    Raises NetworkError where that cannot be done.
    """
    from xreg.registry.networks.preparing import prepare, targets_of, worth_preparing

    if not worth_preparing(sources):
        return
    targets = targets_of((parse(Text.from_bytes(data), path) for path, data in cards), sources)
    with progress(len(targets), "networks") as bar:
        prepare(targets, sources, jobs, bar.advance)
