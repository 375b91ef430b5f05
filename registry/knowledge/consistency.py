"""Whether the knowledge base agrees with itself: names clash with nothing, papers resolve, identifiers are well formed.

Pydantic has checked each entry by itself; this checks them against each other, on what was read (`entries`) and on what
was loaded (`known`), in which of two entries with one id only the last is left.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from xreg.schema.entities import Architecture, Dataset, Metric, Paper
from xreg.schema.knowledge import Knowledge
from xreg.schema.metrics import metric_key
from xreg.schema.names import normalise

_ARXIV = re.compile(r"\d{4}\.\d{4,5}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LETTERS = re.compile(r"[A-Za-z]+")
_FIRST_YEAR, _LAST_YEAR = 1950, 2026
_LARGEST = 2048
_Check = Callable[[Knowledge], Iterable[str]]


def contradictions(entries: dict[str, Any], known: Knowledge) -> Iterator[str]:
    """One sentence for each thing that is wrong; none where the knowledge base is consistent."""
    for kind in ("architectures", "datasets", "papers", "metrics"):
        yield from (f"{kind}: the id {id_} is there twice" for id_ in _repeated(item.id for item in entries[kind]))
    for check in _CHECKS:
        yield from check(known)


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if value and count > 1]


def _names(known: Knowledge) -> Iterator[str]:
    for items in (known.architectures, known.datasets):
        meanings: dict[str, set[str]] = {}
        for item in items.values():
            for name in (item.id, item.name, *item.aliases, *getattr(item, "ambiguous", ())):
                meanings.setdefault(normalise(name), set()).add(item.id)
        yield from (
            f"the name {name} means {' and '.join(sorted(ids))}" for name, ids in meanings.items() if len(ids) > 1
        )


def _architectures(known: Knowledge) -> Iterator[str]:
    for item in known.architectures.values():
        yield from _said(f"architecture {item.id}", _wrong_architecture(item, known))


def _wrong_architecture(item: Architecture, known: Knowledge) -> Iterator[tuple[bool, str]]:
    types = set(item.module_types) - known.vocabulary.module_types.keys()
    unknown = set(item.related) - known.architectures.keys()
    yield bool(item.paper) and item.paper not in known.papers, f"its paper {item.paper} is not known"
    yield bool(item.family) and item.family not in known.architectures, f"its family {item.family} is not known"
    yield bool(unknown), f"what it is related to is not known: {', '.join(sorted(unknown))}"
    yield bool(types), f"no module types of the hub: {', '.join(sorted(types))}"
    yield not item.source, "it has no source"
    yield any(not 0 < size <= _LARGEST for size in item.input or ()), f"its input {item.input} cannot be"


def _datasets(known: Knowledge) -> Iterator[str]:
    for item in known.datasets.values():
        yield from _said(f"dataset {item.id}", _wrong_dataset(item, known))


def _wrong_dataset(item: Dataset, known: Knowledge) -> Iterator[tuple[bool, str]]:
    yield bool(item.paper) and item.paper not in known.papers, f"its paper {item.paper} is not known"
    yield not item.source, "it has no source"
    yield item.classes is not None and item.classes < 2, f"a classifier of {item.classes} classes tells nothing apart"


def _papers(known: Knowledge) -> Iterator[str]:
    for item in known.papers.values():
        yield from _said(f"paper {item.id}", _wrong_paper(item))


def _wrong_paper(item: Paper) -> Iterator[tuple[bool, str]]:
    cut = [name for name in item.authors if len(name.split()) < 2 and not name.isupper()]
    yield item.title != " ".join(item.title.split()), "its title has blanks too many"
    yield not item.authors, "it has no authors"
    yield bool(cut), f"authors without a first or a last name: {', '.join(cut)}"
    yield not _FIRST_YEAR <= item.year <= _LAST_YEAR, f"the year {item.year} cannot be"
    yield bool(item.arxiv) and not _ARXIV.fullmatch(item.arxiv), f"{item.arxiv} is no arXiv identifier"
    yield bool(item.doi) and not _DOI.fullmatch(item.doi), f"{item.doi} is no DOI"
    yield not item.source, "it has no source"


def _metrics(known: Knowledge) -> Iterator[str]:
    meanings: dict[str, set[str]] = {}
    tasks = {item.task for item in known.architectures.values()}
    for item in known.metrics.values():
        for name in (item.id, item.name, *item.aliases, *item.kinds):
            meanings.setdefault(metric_key(name), set()).add(item.id)
        yield from _said(f"metric {item.id}", _wrong_metric(item, tasks, known))
    for name, ids in meanings.items():
        if len(ids) > 1:
            yield f"the metric {name} means {' and '.join(sorted(ids))}"


def _wrong_metric(item: Metric, tasks: set[str], known: Knowledge) -> Iterator[tuple[bool, str]]:
    unknown = [task for task in item.tasks if task not in tasks and not _on_dataset(task, tasks, known)]
    yield not item.source, "it has no source"
    yield item.trend not in ("", "up", "down"), f"its trend {item.trend} is neither up nor down"
    yield bool(unknown), f"no architecture is made for {', '.join(unknown)}"
    empty = item.least is not None and item.most is not None and item.least >= item.most
    yield empty, f"no figure is between {item.least} and {item.most}"


def _on_dataset(task: str, tasks: set[str], known: Knowledge) -> bool:
    what, _, dataset = task.rpartition(" on ")
    return what in tasks and dataset in known.datasets


def _said(entry: str, checks: Iterable[tuple[bool, str]]) -> Iterator[str]:
    yield from (f"{entry}: {wrong}" for is_wrong, wrong in checks if is_wrong)


def _identifiers(known: Knowledge) -> Iterator[str]:
    papers = known.papers.values()
    for kind, values in (
        ("title", (normalise(paper.title) for paper in papers)),
        ("arXiv identifier", (paper.arxiv for paper in papers)),
        ("DOI", (paper.doi for paper in papers)),
    ):
        yield from (f"two papers have the {kind} {value}" for value in _repeated(values))


def _vocabulary(known: Knowledge) -> Iterator[str]:
    words = known.vocabulary
    for name, kind in words.module_types.items():
        if kind.domain not in words.domains:
            yield f"module type {name}: its domain {kind.domain} is not known"
    for word in sorted(words.misspellings.keys() & set(words.misspellings.values())):
        yield f"{word} is a misspelling and a correction"
    for name in sorted(words.misspellings.keys() & _named(known)):
        yield f"{name} is a misspelling and stands in a known name"
    for name, kind in words.module_types.items():
        if kind.standard and kind.standard not in words.module_types:
            yield f"module type {name}: its standard {kind.standard} is not known"
    for word in _repeated(word for domain in words.domains.values() for word in domain.words):
        yield f"two domains claim the word {word}"


def _named(known: Knowledge) -> set[str]:
    """The words of all known names and titles, and of the papers' authors."""
    items: list[Architecture | Dataset] = [*known.architectures.values(), *known.datasets.values()]
    names = [name for item in items for name in (item.id, item.name, *item.aliases)]
    papers = [text for paper in known.papers.values() for text in (paper.title, *paper.authors)]
    return {word.lower() for text in (*names, *papers) for word in _LETTERS.findall(text)}


_CHECKS: tuple[_Check, ...] = (_names, _architectures, _datasets, _papers, _metrics, _identifiers, _vocabulary)
