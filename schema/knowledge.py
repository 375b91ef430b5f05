"""What is known, ready to look up. The registry loads it; this is the value that rules and evidence work with."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from xreg.schema.entities import Architecture, Dataset, Metric, Paper, Vocabulary
from xreg.schema.metrics import MetricNames
from xreg.schema.names import NameIndex, normalise

# A title of fewer letters ("Going deeper") may stand inside another one.
TITLE_LETTERS = 16


class _Parts(NamedTuple):
    architectures: Mapping[str, Architecture]
    datasets: Mapping[str, Dataset]
    papers: Mapping[str, Paper]
    vocabulary: Vocabulary
    digest: str = ""
    metrics: Mapping[str, Metric] = MappingProxyType({})


class Knowledge(_Parts):
    """Architectures, datasets and papers by id, and the hub's vocabulary; `digest` tells one state from another."""

    @cached_property
    def architecture_names(self) -> NameIndex:
        known = self.architectures.values()
        names = [(name, item.id) for item in known for name in (item.id, item.name, *item.aliases)]
        return NameIndex(names, words=[(item.name, item.id) for item in known if item.word])

    @cached_property
    def dataset_names(self) -> NameIndex:
        known = self.datasets.values()
        names = [(name, item.id) for item in known for name in (item.id, item.name, *item.aliases)]
        ambiguous = [(name, item.id) for item in known for name in item.ambiguous]
        return NameIndex(names, ambiguous, [(item.name, item.id) for item in known if item.word])

    @cached_property
    def metric_names(self) -> MetricNames:
        return MetricNames(self.metrics.values())

    @cached_property
    def slips(self) -> frozenset[str]:
        """The words that are misspelt, and those that are so beside another one."""
        words = self.vocabulary
        beside = (set(wrong.split()) - set(right.split()) for wrong, right in words.phrases.items())
        return frozenset(words.misspellings).union(*beside)

    @cached_property
    def papers_by_title(self) -> dict[str, Paper]:
        """Papers by their normalised title."""
        return {normalise(paper.title): paper for paper in self.papers.values()}

    @cached_property
    def title_starts(self) -> dict[str, list[str]]:
        """The normalised titles by their first letters; shorter ones, which may stand inside others, are left out."""
        starts: dict[str, list[str]] = {}
        for title in self.papers_by_title:
            if len(title) >= TITLE_LETTERS:
                starts.setdefault(title[:TITLE_LETTERS], []).append(title)
        return starts

    @cached_property
    def papers_by_arxiv(self) -> dict[str, Paper]:
        return {paper.arxiv: paper for paper in self.papers.values() if paper.arxiv}

    @cached_property
    def introduced_by(self) -> dict[str, str]:
        """What each paper introduced, by the paper's id: the names of architectures and datasets."""
        items: list[Architecture | Dataset] = [*self.architectures.values(), *self.datasets.values()]
        names: dict[str, list[str]] = {}
        for item in items:
            names.setdefault(item.paper, []).append(item.name)
        return {paper: " and ".join(introduced[:2]) for paper, introduced in names.items() if paper}

    def family_papers(self, architecture: Architecture) -> frozenset[str]:
        """The ids of the papers of an architecture, of the families it belongs to, and of all their members."""
        return frozenset[str]().union(*(self._members.get(item.id, frozenset()) for item in self.lineage(architecture)))

    def fitting_papers(self, architecture: Architecture) -> frozenset[str]:
        """The ids of the papers that a card of an architecture may well cite: its own and its kin's."""
        if architecture.id not in self._fitting:
            related = {self.architectures[id_].paper for id_ in self._relatives.get(architecture.id, ())}
            self._fitting[architecture.id] = self.family_papers(architecture) | related
        return self._fitting[architecture.id]

    @cached_property
    def _fitting(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        """The papers of each family: of the architecture itself and of all that belong to it."""
        members: dict[str, set[str]] = {}
        for item in self.architectures.values():
            for ancestor in self.lineage(item):
                members.setdefault(ancestor.id, set()).add(item.paper)
        return {id_: frozenset(papers) for id_, papers in members.items()}

    @cached_property
    def _relatives(self) -> dict[str, set[str]]:
        """What each architecture is related to, by its own word or the other's."""
        relatives: dict[str, set[str]] = {}
        for item in self.architectures.values():
            for other in item.related:
                relatives.setdefault(item.id, set()).add(other)
                relatives.setdefault(other, set()).add(item.id)
        return relatives

    def paper_of(self, item: Architecture | Dataset) -> Paper | None:
        """The paper that introduced an architecture or a dataset."""
        return self.papers.get(item.paper)

    def lineage(self, architecture: Architecture) -> tuple[Architecture, ...]:
        """The architecture, then the families it belongs to, nearest first."""
        found = [architecture]
        while (parent := self.architectures.get(found[-1].family)) and parent not in found:
            found.append(parent)
        return tuple(found)

    def same_family(self, one: Architecture, other: Architecture) -> bool:
        """Whether one is a variant of the other, or both are variants of a third."""
        return bool({item.id for item in self.lineage(one)} & {item.id for item in self.lineage(other)})

    def of_one_kind(self, one: Architecture, other: Architecture) -> bool:
        """Whether two architectures are of one family, or were introduced by one paper."""
        return self.same_family(one, other) or bool(one.paper and one.paper == other.paper)

    def akin(self, one: Architecture, other: Architecture) -> bool:
        """Whether a card of one may well name the other: of the same family, or named as related by either."""
        return self.same_family(one, other) or other.id in one.related or one.id in other.related
