"""XR711 and XR713: the folders that the front matter links to, at the branch that it links to."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.nodes import Scalar
from xreg.schema.repository import REPOSITORY_LINK, Elsewhere, RepositoryEvidence, readme_for
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span


@rule("XR711", "repository-path-missing", Severity.ERROR, Applicability.UNSAFE)
def repository_path_missing(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds a `repo-link` to a folder that does not exist on the linked branch.

    Nobody finds the code, and `mindspore_hub.load` cannot fetch it. Paths are compared with letter case, as git does.
    Other keys that end in `repo-link` (`vit-repo-link`) are held against their branch as well.

    Example: `<…/models/tree/r1.9/official/cv/ResNet>` where that branch has `official/cv/resnet`;
    `<…/mindspore/tree/master/model_zoo/…>`, which moved to another repository.

    The fix writes the same path on the branch for the card's version where it exists there, else the place to which it
    moved, else the only folder of the branch whose last part is the same, letter case and punctuation aside; a link to
    `master` stays on it where that has the model. It is unsafe: the branch may have changed since it was read.
    """
    for key, repository in _linked(evidence):
        scalar = document.scalar(key)
        if scalar and not repository.exists:
            span, fix = _mended(document, scalar, repository)
            yield Hit(missing(repository), span or scalar.span, key, facts_of(repository), fix)


def _linked(evidence: Evidence) -> Iterator[tuple[str, RepositoryEvidence]]:
    if evidence.repository:
        yield "repo-link", evidence.repository
    yield from evidence.repository_keys


def _mended(document: Document, scalar: Scalar, repository: RepositoryEvidence) -> tuple[Span | None, Fix | None]:
    """Where the path stands, and how it is mended."""
    if not scalar.verbatim:
        return None, None
    span = path_span(document, scalar.span, repository.path)
    if found := preferred(repository):
        return span, moving_fix(document, scalar.span, found, repository.file)
    return span, fix_path([span], repository.same) if span else None


def preferred(repository: RepositoryEvidence) -> Elsewhere | None:
    """The other place, unless the link goes to no release and its own branch has the model under another path."""
    if repository.same and repository.branch in ("master", "main"):
        return None
    return repository.elsewhere


def path_span(document: Document, within: Span, path: str) -> Span | None:
    """Where a path stands in a part of the card."""
    at = document.text.readable.find(path, within.start, within.end)
    return Span(at, at + len(path)) if at >= 0 else None


def fix_path(spans: list[Span], path: str) -> Fix | None:
    """A fix that writes a path wherever another one stands."""
    edits = tuple(Edit(span, path) for span in spans)
    return Fix(Applicability.UNSAFE, f"write {path}", edits) if path else None


def moving_fix(document: Document, within: Span, found: Elsewhere, file: str) -> Fix | None:
    """A fix that leads the link within a part of the card to the place where its folder is found."""
    edit = moving_edit(document, within, found, file)
    return Fix(Applicability.UNSAFE, f"write {edit.content}", (edit,)) if edit else None


def moving_edit(document: Document, within: Span, found: Elsewhere, file: str) -> Edit | None:
    """The smallest edit of a link that leads to another branch, or another repository."""
    match = REPOSITORY_LINK.search(document.text.readable, within.start, within.end)
    if not match:
        return None
    name = file if not file or not found.readmes or file in found.readmes else readme_for(file, found.readmes)
    path = f"{found.path}/{name}".rstrip("/")
    here = f"{match['host']}/{match['repository']}".lower()
    if (match["path"] or "").strip("/") == path and here == found.repository:
        return Edit(Span(*match.span("branch")), found.branch)
    kind = "blob" if name else "tree"
    return Edit(Span(*match.span()), f"https://{found.repository}/{kind}/{found.branch}/{path}")


def facts_of(repository: RepositoryEvidence) -> tuple[Fact, ...]:
    """What the branch has instead of a folder that is missing."""
    value = ", ".join(repository.nearest) or "none of a similar name"
    facts = [Fact(Origin.REPOSITORY, repository.source, f"models' folders nearest to {repository.path}", value)]
    if found := repository.elsewhere:
        where = f"{found.path} on {found.branch} of {found.repository}"
        facts.append(Fact(Origin.REPOSITORY, found.source, f"a folder for {repository.path}", where))
    return tuple(facts)


def missing(repository: RepositoryEvidence) -> str:
    """One sentence: which branch lacks which folder, and at which commit that was seen."""
    where = f"{repository.branch} of {repository.repository}"
    said = f"{where} has no folder {repository.path} (at {repository.commit[:8]}, {repository.date})"
    if found := preferred(repository):
        return f"{said}; {found.why}"
    return f"{said}; {repository.same} is there" if repository.same else said


@rule("XR713", "repository-release-contradicts-version", Severity.ERROR, Applicability.UNSAFE)
def repository_release_contradicts_version(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds a `repo-link` to a release of a library that is for another version of MindSpore than the card.

    MindCV states which version of MindSpore each of its releases supports; the code of another release may not run
    there, or build another network.

    Example: `<…/mindcv/tree/v0.4.0/configs/vit>`, which is for MindSpore 2.3, on a card for MindSpore 2.5.

    The fix writes the release for the card's version, where that has the folder. It is unsafe: the card's version may
    be the wrong one.
    """
    for key, repository in _linked(evidence):
        scalar, release = document.scalar(key), repository.release
        if not scalar or not release or not release.source:
            continue  # branches that are called by versions are another rule's
        match = REPOSITORY_LINK.search(scalar.value)
        span = Span(*match.span("branch")).shift(scalar.start) if match and scalar.verbatim else None
        fix = None
        if span and release.exists:
            fix = Fix(Applicability.UNSAFE, f"write {release.branch}", (Edit(span, release.branch),))
        facts = (
            Fact(Origin.REPOSITORY, release.source, f"the version that {repository.branch} is for", release.linked_for),
            Fact(Origin.CARD, "mindspore-version", "the card's version", release.version),
        )
        message = (
            f"{key} goes to release {repository.branch}, which is for MindSpore {release.linked_for};"
            f" the card is for MindSpore {release.version}"
        )
        yield Hit(message, span or scalar.span, key, facts, fix)


RULES = (repository_path_missing, repository_release_contradicts_version)
