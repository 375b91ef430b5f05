"""XR512 to XR514: what a card says of the model against what the repository's README and configuration say."""

import re
from collections.abc import Iterator
from functools import lru_cache

from xreg.schema.citations import citation_section
from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.figures import Figure
from xreg.schema.findings import Fact, Origin, Severity
from xreg.schema.metrics import MetricNames, bare_metric
from xreg.schema.readme_figures import readme_figures
from xreg.schema.repository import Folder, RepositoryEvidence
from xreg.schema.rule import Hit, rule
from xreg.schema.shape import card_shape

# A checkpoint of another training run differs by less.
_POINTS = 3.0
# So many results are read of a README; where there are more, the one that is looked for may be among the rest.
_ALL_READ = 12
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})|arXiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)


def _folder(evidence: Evidence) -> tuple[RepositoryEvidence, Folder] | None:
    repository = evidence.repository
    return (repository, repository.folder) if repository and repository.folder else None


@rule("XR512", "figure-not-in-readme", Severity.INFO)
def figure_not_in_readme(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of a figure that the README of the linked folder reports the same metric and no figure near it.

    A checkpoint may come from another training run, so a difference of up to three points is none, and a larger one
    is no proof.

    Example: `accuracy: 0.57` where the README's table says 93.4% and 92.17%.
    """
    found = _folder(evidence)
    if not found or not 0 < len(found[1].results) < _ALL_READ:
        return
    repository, folder = found
    names = evidence.knowledge.metric_names
    for key in ("accuracy", "evaluation"):
        scalar = document.scalar(key)
        for stated in names.figures(scalar.value, scalar.start) if scalar and not bare_metric(scalar.value) else ():
            reported = _reported(folder.results, names) if stated.metric and not stated.of else ()
            same = [each for each in reported if each.name == stated.name]
            if scalar and same and not any(_near(stated, each) for each in same):
                said = ", ".join(dict.fromkeys(each.digits for each in same))
                facts = (Fact(Origin.REPOSITORY, repository.source, f"{stated.shown} in the README", said),)
                message = f"{key} says {stated.shown} {stated.digits}; the README of {folder.path} says {said}"
                yield Hit(message, stated.span if scalar.verbatim else scalar.span, key, facts)


@lru_cache(maxsize=512)
def _reported(results: tuple[str, ...], names: MetricNames) -> tuple[Figure, ...]:
    return tuple(readme_figures(results, names))


def _near(one: Figure, other: Figure) -> bool:
    return one.agrees(other) or abs(one.percent - other.percent) <= _POINTS


@rule("XR513", "input-shape-not-in-configuration", Severity.INFO)
def input_shape_not_in_configuration(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of an input shape that it is none of the image sizes in the linked folder's configuration and README.

    Example: `input-shape: [227, 227, 3]` where `default_config.yaml` says 299.
    """
    found, shape, node = _folder(evidence), card_shape(document), document.front.get("input-shape")
    if not found or not shape or not node:
        return
    repository, folder = found
    sizes = {each.image: each.file for each in folder.configurations if each.image}
    sizes.update((size, "README") for size in folder.inputs)
    if sizes and not {f"{shape[0]}x{shape[1]}", f"{shape[1]}x{shape[0]}"} & sizes.keys():
        said = ", ".join(f"{size} ({file})" for size, file in sizes.items())
        facts = (Fact(Origin.REPOSITORY, repository.source, f"image sizes in {folder.path}", said),)
        message = f"the input shape is {shape[0]} x {shape[1]}; {folder.path} says {said}"
        yield Hit(message, node.span, "input-shape", facts)


@rule("XR514", "paper-not-in-readme", Severity.INFO)
def paper_not_in_readme(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of a list of citations that it has no arXiv paper of those that the linked folder's README names.

    Nothing is said of a card that cites the paper of its own architecture, or a relative's.

    Example: arXiv 1610.02357 where the README's paper is 1512.03385.
    """
    found, part = _folder(evidence), citation_section(document)
    if not found or not part or not found[1].papers:
        return
    repository, folder = found
    own = evidence.subject.architecture
    fitting = evidence.knowledge.fitting_papers(own) if own else frozenset()
    if any(each.paper and each.paper.id in fitting for each in evidence.citations):
        return
    text = document.text.readable
    cited = [match[1] or match[2] for match in _ARXIV.finditer(text, part.span.start, part.span.end)]
    cited += [each.paper.arxiv for each in evidence.citations if each.paper and each.paper.arxiv]
    if cited and not any(paper in cited or paper in text for paper in folder.papers):
        said = ", ".join(folder.papers)
        facts = (Fact(Origin.REPOSITORY, repository.source, f"arXiv papers in the README of {folder.path}", said),)
        shown = ", ".join(dict.fromkeys(cited))
        message = f"the card cites arXiv {shown}; the README of {folder.path} names {said}"
        yield Hit(message, part.heading, part.field, facts)


RULES = (figure_not_in_readme, input_shape_not_in_configuration, paper_not_in_readme)
