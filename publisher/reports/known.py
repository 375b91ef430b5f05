"""What the knowledge base says of a name, as lines of text: each entry with its source."""

from collections.abc import Iterator

from xreg.schema.entities import Architecture, Dataset, Paper
from xreg.schema.knowledge import Knowledge
from xreg.schema.names import Name, normalise


def known(name: str, knowledge: Knowledge) -> Iterator[str]:
    """The lines of every entry that a name means; none where nothing is known of it."""
    model, dataset = knowledge.architecture_names.resolve(name), knowledge.dataset_names.resolve(name)
    if model:
        yield from _architecture(_said(name, model), knowledge.architectures[model.id], knowledge)
    if dataset:
        yield from _dataset(_said(name, dataset), knowledge.datasets[dataset.id], knowledge)
    key = normalise(name)
    paper = knowledge.papers.get(name) or knowledge.papers_by_arxiv.get(name) or knowledge.papers_by_title.get(key)
    if paper:
        yield f"{name}: the paper {paper.id}"
        yield from _paper(paper)


def _said(name: str, found: Name) -> str:
    """The name, and how it stands for the entry where it is not the entry's very name."""
    if found.ambiguous:
        return f"{name} (which may mean another one too)"
    return name if found.exact else f"{name} (a variant, {found.variant})"


def _architecture(name: str, item: Architecture, knowledge: Knowledge) -> Iterator[str]:
    yield f"{name}: the architecture {item.name}"
    yield from _lines(
        ("id", item.id),
        ("task", item.task),
        ("module types", ", ".join(item.module_types)),
        ("also written", ", ".join(item.aliases)),
        ("family", " < ".join(each.name for each in knowledge.lineage(item)[1:])),
        ("input", " x ".join(map(str, item.input or ()))),
        ("related", ", ".join(item.related)),
        ("source", item.source),
    )
    yield from _introduced(knowledge.paper_of(item))


def _dataset(name: str, item: Dataset, knowledge: Knowledge) -> Iterator[str]:
    yield f"{name}: the dataset {item.name}"
    yield from _lines(
        ("id", item.id),
        ("holds", item.holds),
        ("classes", str(item.classes or "")),
        ("also written", ", ".join(item.aliases)),
        ("may be meant by", ", ".join(item.ambiguous)),
        ("source", item.source),
    )
    yield from _introduced(knowledge.paper_of(item))


def _introduced(paper: Paper | None) -> Iterator[str]:
    if paper:
        yield "  introduced by"
        yield from (f"  {line}" for line in _paper(paper))


def _paper(paper: Paper) -> Iterator[str]:
    yield from _lines(
        ("title", paper.title),
        ("authors", ", ".join(paper.authors)),
        ("published", paper.venue if str(paper.year) in paper.venue else f"{paper.venue} {paper.year}".strip()),
        ("link", paper.link),
        ("source", paper.source),
    )


def _lines(*pairs: tuple[str, str]) -> Iterator[str]:
    yield from (f"  {key + ':':<17} {value}" for key, value in pairs if value)
