"""XR51x and XR71x: the card against the repository of the model's code, at the branch that the card links to."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import Link, Section, links
from xreg.schema.names import normalise
from xreg.schema.repository import PLAIN_PATH, RepositoryEvidence, repository_link
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span
from xreg.schema.variants import full_name

_SIZE = re.compile(r"\d{2,}")


@rule("XR511", "name-not-accepted", Severity.ERROR, Applicability.UNSAFE)
def name_not_accepted(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `model-name` that `create_network` of the linked folder refuses.

    `mindspore_hub.load` hands the model's name, letter case and all, to `create_network` in the `mindspore_hub_conf.py`
    of the folder that repo-link goes to. Any other name than those that the code compares with ends in an error. The
    code was read and not run; where it does not tell which names it accepts, nothing is said.

    Example: `model-name: FasterRCNN` where the code accepts `faster_rcnn` alone.

    The fix writes the accepted name that is the same but for letter case and punctuation, or else the one that both
    file names say, or else the only one, but never one of another size (`resnext50` for `resnext101`). It is unsafe:
    the branch may have changed since it was read.
    """
    scalar, repository = document.scalar("model-name"), evidence.repository
    names = repository.folder.names if repository and repository.folder else None
    if not scalar or not repository or not names or scalar.value.strip() in names:
        return
    full = full_name(document)
    right = _right_name(scalar.value, full.letters if full else "", names)
    fix = Fix(Applicability.UNSAFE, f"write {right}", (Edit(scalar.span, right),)) if right else None
    accepted = ", ".join(names)
    claim = f"names that create_network in {repository.path} accepts"
    facts = (Fact(Origin.REPOSITORY, repository.source, claim, accepted),)
    message = f"create_network in {repository.path} does not accept `{scalar.value}`: it accepts {accepted}"
    yield Hit(message, scalar.span, "model-name", facts, fix)


def _right_name(name: str, full: str, names: tuple[str, ...]) -> str:
    """The accepted name that a card's name must mean, or nothing; `full` is what both file names say."""
    sizes = _sizes(name) or _sizes(full)
    for wanted in (normalise(name), full):
        same = [each for each in names if normalise(each) == wanted and _sizes(each) == sizes]
        if same:
            return same[0] if len(same) == 1 else ""
    return names[0] if len(names) == 1 and _sizes(names[0]) in ([], sizes) else ""


def _sizes(name: str) -> list[str]:
    """The numbers of two digits and more: depths and widths, whose difference is a difference of networks."""
    return _SIZE.findall(name)


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
    fix = _fix([span], repository.same) if span else None
    yield Hit(_missing(repository), span or scalar.span, "repo-link", (_fact(repository),), fix)


def _path_span(document: Document, within: Span, path: str) -> Span | None:
    """Where a path stands in a part of the card."""
    at = document.text.readable.find(path, within.start, within.end)
    return Span(at, at + len(path)) if at >= 0 else None


def _fix(spans: list[Span], path: str) -> Fix | None:
    edits = tuple(Edit(span, path) for span in spans)
    return Fix(Applicability.UNSAFE, f"write {path}", edits) if path else None


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
    wrong = {(each.branch, each.path, each.file): each for each in repository.linked if _leads_nowhere(each)}
    # Nearly all cards end here.
    for link in links(document.text.readable, part.span) if wrong else ():
        read = repository_link(link.target)
        found = wrong.get((read.branch, read.path, read.file)) if read else None
        if found and not found.exists:
            spans = _path_spans(document, link, found.path)
            fix = _fix(spans, found.same) if spans else None
            yield Hit(_missing(found), spans[-1] if spans else link.span, part.field, (_fact(found),), fix)
        elif found:
            fact = Fact(Origin.REPOSITORY, found.source, f"a README.md in {found.path}", "none")
            message = f"{found.branch} of {found.repository} has no {found.file} in {found.path}"
            yield Hit(message, link.span, part.field, (fact,))


def _path_spans(document: Document, link: Link, path: str) -> list[Span]:
    """Where a link has the path: in its target, and before it where its text is that very path."""
    target = _path_span(document, Span(link.text.end, link.span.end), path)
    text = [link.text] if document.text[link.text] == path else []
    return [*text, target] if target else []


def _leads_nowhere(found: RepositoryEvidence) -> bool:
    """Folders with a README.md are recorded however deep they lie, so one that is not recorded has none."""
    lacks = found.file.lower() == "readme.md" and not (found.folder and found.folder.readme)
    return lacks or not found.exists


def _plain(document: Document, part: Section, repository: RepositoryEvidence) -> Iterator[Hit]:
    """The template's path in plain text, against the folder that repo-link goes to, or must mean."""
    right = repository.path if repository.exists else repository.same
    for match in PLAIN_PATH.finditer(document.text.readable, part.span.start, part.span.end) if right else ():
        if match["path"] != right:
            span = Span(*match.span("path"))
            facts = (
                Fact(Origin.CARD, "repo-link", "the model's folder", repository.path),
                Fact(Origin.REPOSITORY, repository.source, f"a folder {right}", "exists"),
            )
            message = f"the introduction says that the code is at {match['path']}; {_said_of(repository)}"
            yield Hit(message, span, part.field, facts, _fix([span], right))


def _said_of(repository: RepositoryEvidence) -> str:
    return f"repo-link goes to {repository.path}" if repository.exists else _missing(repository)


RULES = (name_not_accepted, repository_path_missing, introduction_path_missing)
