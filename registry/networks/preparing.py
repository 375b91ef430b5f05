"""The networks of many cards, run together before any card is checked: in one warm process, each network once.

Processes that are forked afterwards find the results in memory, later runs in the cache.
"""

from collections.abc import Callable, Iterable, Iterator

from xreg.registry.collect import Sources
from xreg.registry.knowledge.load import load
from xreg.registry.networks.cards import BUILT_IN
from xreg.registry.networks.providers.choose import choose
from xreg.registry.networks.providers.protocol import CardNetwork, Target
from xreg.registry.networks.table import framework_folder
from xreg.registry.repositories.evidence import card_links
from xreg.schema.document import Document
from xreg.schema.network import NetworkEvidence
from xreg.schema.shape import card_shape
from xreg.schema.subject import subject_of


def worth_preparing(sources: Sources) -> bool:
    """Whether networks of repositories are run at all: where a clone is given, and MindSpore is installed."""
    runs = sources.network == "run" or (sources.network == "auto" and bool(sources.repositories))
    return runs and framework_folder() is not None


def targets_of(documents: Iterable[Document], sources: Sources) -> list[Target]:
    """The networks of the cards that are to be run, each once; those that xreg itself holds are run with their card."""
    from xreg.registry.networks.targets import name_of

    found = {name_of(target): target for target in _targets(documents, sources)}
    return list(found.values())


def prepare(targets: list[Target], sources: Sources, jobs: int | None, advance: Callable[[], None]) -> None:
    """Runs what no earlier run answers; `advance` is called for each network as it is known."""
    from xreg.registry.networks.targets import run_all

    def done(_: Target, __: NetworkEvidence) -> None:
        advance()

    run_all(targets, sources.cache, jobs, sources.isolation, done)


def _targets(documents: Iterable[Document], sources: Sources) -> Iterator[Target]:
    knowledge = load()
    for document in documents:
        if not document.value("model-name"):
            continue
        linked = card_links(document, sources.repositories).own
        subject, files = subject_of(document, knowledge), tuple(sources.assets.files(document))
        card = CardNetwork(document, subject, card_shape(document), linked, sources.repositories, files)
        target = choose(card).target
        if target and target.provider != BUILT_IN and (sources.network == "run" or target.eager):
            yield target
