"""XR51x and XR71x: the card against the repository of the model's code, at the branch that the card links to."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import Section, links
from xreg.schema.names import normalise
from xreg.schema.repository import PLAIN_PATH, RepositoryEvidence, repository_link
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span


@rule("XR511", "name-not-accepted", Severity.ERROR, Applicability.UNSAFE)
def name_not_accepted(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `model-name` that `create_network` of the linked folder refuses.

    `mindspore_hub.load` hands the model's name, letter case and all, to `create_network` in the `mindspore_hub_conf.py`
    of the folder that repo-link goes to. Any other name than those that the code compares with ends in an error. The
    code was read and not run; where it does not tell which names it accepts, nothing is said.

    Example: `model-name: FasterRCNN` where the code accepts `faster_rcnn` alone.

    The fix writes the accepted name that is the same but for letter case and punctuation, or else the only one. It is
    unsafe: the branch may have changed since it was read.
    """
    scalar, repository = document.scalar("model-name"), evidence.repository
    names = repository.folder.names if repository and repository.folder else None
    if not scalar or not repository or not names or scalar.value.strip() in names:
        return
    same = [name for name in names if normalise(name) == normalise(scalar.value)] or list(names)
    fix = Fix(Applicability.UNSAFE, f"write {same[0]}", (Edit(scalar.span, same[0]),)) if len(same) == 1 else None
    accepted = ", ".join(names)
    claim = f"names that create_network in {repository.path} accepts"
    facts = (Fact(Origin.REPOSITORY, repository.source, claim, accepted),)
    message = f"create_network in {repository.path} does not accept `{scalar.value}`: it accepts {accepted}"
    yield Hit(message, scalar.span, "model-name", facts, fix)


@rule("XR711", "repository-path-missing", Severity.ERROR, Applicability.UNSAFE)
def repository_path_missing(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds a `repo-link` to a folder that does not exist on the linked branch.

    Nobody finds the code, and `mindspore_hub.load` cannot fetch it. Paths are compared with letter case, as git does.

    Example: `<…/models/tree/r1.9/official/cv/ResNet>` where that branch has `official/cv/resnet`.

    The fix writes the only folder of the branch whose last part is the same, letter case and punctuation aside. It is
    unsafe: the branch may have changed since it was read.
    """
    scalar, repository = document.scalar("repo-link"), evidence.repository
    if not scalar or not repository or repository.exists:
        return
    span = _path_span(document, scalar.span, repository.path) if scalar.verbatim else None
    fix = _fix(span, repository.same) if span else None
    yield Hit(_missing(repository), span or scalar.span, "repo-link", (_fact(repository),), fix)


def _path_span(document: Document, within: Span, path: str) -> Span | None:
    """Where a path stands in a part of the card."""
    at = document.text.readable.find(path, within.start, within.end)
    return Span(at, at + len(path)) if at >= 0 else None


def _fix(span: Span, path: str) -> Fix | None:
    return Fix(Applicability.UNSAFE, f"write {path}", (Edit(span, path),)) if path else None


def _fact(repository: RepositoryEvidence) -> Fact:
    value = ", ".join(repository.nearest) or "none of a similar name"
    return Fact(Origin.REPOSITORY, repository.source, f"models' folders nearest to {repository.path}", value)


def _missing(repository: RepositoryEvidence) -> str:
    said = f"{repository.branch} of {repository.repository} has no folder {repository.path}"
    return f"{said}; {repository.same} is there" if repository.same else said


@rule("XR712", "introduction-path-missing", Severity.WARNING, Applicability.UNSAFE)
def introduction_path_missing(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds introductions that send readers to a folder or README that the linked branch does not have.

    So does a path in plain text ("on Gitee at official/cv/resnet") that exists on the branch of repo-link no more than
    the links' paths do, or that is another one than repo-link's.

    Example: a link to `research/cv/xception` where the branch has `official/cv/xception`.

    The fix writes the only folder of the branch of that name, letter case and punctuation aside; for a path in plain
    text, that of repo-link. It is unsafe: the branch may have changed since it was read.
    """
    part, repository = document.section("Introduction"), evidence.repository
    if part and repository:
        yield from _links(document, part, repository)
        yield from _plain(document, part, repository)


def _links(document: Document, part: Section, repository: RepositoryEvidence) -> Iterator[Hit]:
    known = {(each.branch, each.path, each.file): each for each in repository.linked}
    for link in links(document.text.readable, part.span):
        read = repository_link(link.target)
        found = known.get((read.branch, read.path, read.file)) if read else None
        if found and not found.exists:
            target = Span(link.text.end, link.span.end)
            span = _path_span(document, target, found.path)
            yield Hit(_missing(found), span or link.span, part.field, (_fact(found),), span and _fix(span, found.same))
        elif found and found.folder and _lacks_readme(found):
            fact = Fact(Origin.REPOSITORY, found.source, f"a README.md in {found.path}", "none")
            message = f"{found.branch} of {found.repository} has no {found.file} in {found.path}"
            yield Hit(message, link.span, part.field, (fact,))


def _lacks_readme(found: RepositoryEvidence) -> bool:
    return found.file.lower() == "readme.md" and bool(found.folder) and not found.folder.readme


def _plain(document: Document, part: Section, repository: RepositoryEvidence) -> Iterator[Hit]:
    """The template's path in plain text. Where repo-link's own folder does not exist, neither can be told right."""
    if not repository.exists:
        return
    for match in PLAIN_PATH.finditer(document.text.readable, part.span.start, part.span.end):
        if match["path"] != repository.path:
            span = Span(*match.span("path"))
            facts = (
                Fact(Origin.CARD, "repo-link", "the model's folder", repository.path),
                Fact(Origin.REPOSITORY, repository.source, f"a folder {repository.path}", "exists"),
            )
            message = f"the introduction says that the code is at {match['path']}; repo-link goes to {repository.path}"
            yield Hit(message, span, part.field, facts, _fix(span, repository.path))


RULES = (name_not_accepted, repository_path_missing, introduction_path_missing)
