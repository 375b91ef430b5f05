"""What is known, ready to look up. The registry loads it; this is the value that rules and evidence work with."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from xreg.schema.entities import Architecture, Dataset, Paper, Vocabulary
from xreg.schema.names import NameIndex, normalise


class _Parts(NamedTuple):
    architectures: Mapping[str, Architecture]
    datasets: Mapping[str, Dataset]
    papers: Mapping[str, Paper]
    vocabulary: Vocabulary
    digest: str = ""


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
    def papers_by_title(self) -> dict[str, Paper]:
        """Papers by their normalised title."""
        return {normalise(paper.title): paper for paper in self.papers.values()}

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

    def fitting_papers(self, architecture: Architecture) -> frozenset[str]:
        """The ids of the papers that a card of an architecture may well cite: its own and its kin's."""
        if architecture.id not in self._fitting:
            kin = (item for item in self.architectures.values() if self.akin(architecture, item))
            self._fitting[architecture.id] = frozenset(item.paper for item in kin)
        return self._fitting[architecture.id]

    @cached_property
    def _fitting(self) -> dict[str, frozenset[str]]:
        return {}

    def paper_of(self, item: Architecture | Dataset) -> Paper | None:
        """The paper that introduced an architecture or a dataset."""
        return self.papers.get(item.paper)

    def lineage(self, architecture: Architecture) -> tuple[Architecture, ...]:
        """The architecture, then the families it belongs to, nearest first."""
        found = [architecture]
        while (parent := self.architectures.get(found[-1].family)) and parent not in found:
            found.append(parent)
        return tuple(found)

    def akin(self, one: Architecture, other: Architecture) -> bool:
        """Whether a card of one may well name the other: kin by family, or named as related by either."""
        ids = {item.id for item in self.lineage(one)}, {item.id for item in self.lineage(other)}
        return bool(ids[0] & ids[1]) or other.id in one.related or one.id in other.related
