"""XR712: the links and paths of the introduction, at the branches that they go to."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import Link, Section, links
from xreg.schema.repository import PLAIN_PATH, RepositoryEvidence, is_readme, readme_for, repository_link
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.repository_links import facts_of, fix_path, missing, moving_fix, path_span, preferred
from xreg.schema.text import Span


@rule("XR712", "introduction-path-missing", Severity.WARNING, Applicability.UNSAFE)
def introduction_path_missing(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds introductions that send readers to a folder or README that the linked branch does not have.

    So does a path in plain text ("on Gitee at official/cv/resnet") that exists on the branch of repo-link no more than
    the links' paths do, or that is another one than repo-link's.

    Example: a link to `research/cv/xception` where the branch has `official/cv/xception`; a link to `README.md` where
    the folder has `README_CN.md` alone.

    The fix writes the only folder of the branch of that name, letter case and punctuation aside, or the same path on
    the branch for the card's version; for a README, the one in the same language, else the only one; for a path in
    plain text, that of repo-link. It is unsafe: the branch may have changed since it was read.
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
            yield Hit(missing(found), _shown(link, spans), part.field, facts_of(found), _mended(document, link, found))
        elif found:
            yield _readme(document, link, found, part.field)


def _mended(document: Document, link: Link, found: RepositoryEvidence) -> Fix | None:
    if other := preferred(found):
        return moving_fix(document, _target(document, link), other, found.file)
    spans = _path_spans(document, link, found.path)
    return fix_path(spans, found.same) if spans else None


def _readme(document: Document, link: Link, found: RepositoryEvidence, field: str) -> Hit:
    """A README that its folder lacks."""
    readmes = found.folder.readmes if found.folder else ()
    right = readme_for(found.file, readmes)
    target = _target(document, link)
    at = document.text.readable.rfind(found.file, target.start, target.end) if right else -1
    span = Span(at, at + len(found.file)) if at >= 0 else link.span
    fix = Fix(Applicability.UNSAFE, f"write {right}", (Edit(span, right),)) if at >= 0 else None
    fact = Fact(Origin.REPOSITORY, found.source, f"READMEs in {found.path}", ", ".join(readmes) or "none")
    said = f"{found.branch} of {found.repository} has no {found.file} in {found.path}"
    seen = f"(at {found.commit[:8]}, {found.date})"
    message = f"{said} {seen}; {right} is there" if right else f"{said} {seen}"
    return Hit(message, span, field, (fact,), fix)


def _target(document: Document, link: Link) -> Span:
    """Where a link's target stands, without what encloses it."""
    at = document.text.readable.find(link.target, link.text.end, link.span.end)
    return Span(at, at + len(link.target)) if at >= 0 else Span(link.text.end, link.span.end)


def _shown(link: Link, spans: list[Span]) -> Span:
    return spans[-1] if spans else link.span


def _path_spans(document: Document, link: Link, path: str) -> list[Span]:
    """Where a link has the path: in its target, and before it where its text is that very path."""
    target = path_span(document, _target(document, link), path)
    text = [link.text] if document.text[link.text] == path else []
    return [*text, target] if target else []


def _leads_nowhere(found: RepositoryEvidence) -> bool:
    """Folders with a README are recorded however deep they lie, so one that is not recorded has none."""
    lacks = is_readme(found.file) and not (found.folder and found.file in found.folder.readmes)
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
            yield Hit(message, span, part.field, facts, fix_path([span], right))


def _said_of(repository: RepositoryEvidence) -> str:
    return f"repo-link goes to {repository.path}" if repository.exists else missing(repository)


RULES = (introduction_path_missing,)
