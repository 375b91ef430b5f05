"""XR7xx: versions and links: the card's path, its versions, its repository link and the links in its text."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.markdown import links
from xreg.schema.repository import REPOSITORY_LINK
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.values import written_version
from xreg.schema.text import Span

_SPACED = re.compile(r"\[[^\[\]\r\n]{1,300}\]\((?P<target>[^()<>\r\n]{1,600})\)")
_ADDRESS = re.compile(r"https?://[^\s()<>]{3,400}")
_TITLED = re.compile(r"\S{1,500}[ \t]{1,9}(?:\"[^\"]{0,300}\"|'[^']{0,300}')[ \t]{0,9}")
_RELEASE = re.compile(r"r(?P<version>\d+(?:\.\d+)+)")


@rule("XR701", "version-contradicts-path", Severity.ERROR, Applicability.SAFE)
def version_contradicts_path(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds a `mindspore-version` that is not the version of the folder in which the card lies.

    The hub looks a model up by its path; the page shows the value. One of the two sends users to the wrong release.

    Example: `mindspore-version: 1.8` on `assets/mindspore/1.9/resnet50_imagenet2012.md`.

    The fix writes the folder's version. It is safe: the hub serves the card for that release, whatever the card says.
    """
    scalar, folder = document.scalar("mindspore-version"), document.place.version.lstrip("v")
    if (
        scalar
        and folder
        and scalar.value.lstrip("vrVR ").replace(".", "").isdigit()
        and _numbers(scalar.value) != _numbers(folder)
    ):
        content = written_version(folder)
        fix = Fix(Applicability.SAFE, f"write {content}", (Edit(scalar.span, content),))
        facts = (Fact(Origin.CARD, document.path, "the version of the card's folder", folder),)
        message = f"mindspore-version {scalar.value} contradicts the card's folder, which is {folder}"
        yield Hit(message, scalar.span, "mindspore-version", facts, fix)


@rule("XR704", "backend-contradicts-path", Severity.ERROR, Applicability.SAFE)
def backend_contradicts_path(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds a `train-backend` or `infer-backend` that leaves out the backend in whose folder the card lies.

    Example: `train-backend: ascend` on `assets/mindspore/gpu/1.0/googlenet_v1_cifar10.md`.

    The fix writes the folder's backend. It is safe: the hub serves the card for that backend, whatever the card says.
    """
    folder = document.place.backend
    for key in ("train-backend", "infer-backend") if folder in ("ascend", "gpu", "cpu") else ():
        scalar = document.scalar(key)
        if scalar and folder not in re.split(r"[/,| ]+", scalar.value.lower()):
            fix = Fix(Applicability.SAFE, f"write {folder}", (Edit(scalar.span, folder),))
            facts = (Fact(Origin.CARD, document.path, "the backend of the card's folder", folder),)
            yield Hit(
                f"{key} {scalar.value} contradicts the card's folder, which is {folder}", scalar.span, key, facts, fix
            )


def _numbers(version: str) -> list[str]:
    return version.strip().lstrip("vr").split(".")


@rule("XR702", "repository-branch-contradicts-version", Severity.WARNING, Applicability.UNSAFE)
def repository_branch_contradicts_version(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds a `repo-link` to the branch of another release than `mindspore-version`.

    The code on that branch may build another network than the one that was trained.

    Example: `repo-link: <…/models/tree/r1.8/…>` where mindspore-version is 1.9.

    The fix writes the branch of the card's version, unless the folder is known not to exist there. It is unsafe: what
    is recorded of a branch may have changed.
    """
    scalar, version = document.scalar("repo-link"), document.value("mindspore-version")
    match = REPOSITORY_LINK.search(scalar.value) if scalar else None
    release = _RELEASE.fullmatch(match["branch"]) if match else None
    if not scalar or not match or not release or not version or _numbers(release["version"]) == _numbers(version):
        return
    span = Span(*match.span("branch")).shift(scalar.start)
    fix = Fix(Applicability.UNSAFE, f"write r{version}", (Edit(span, f"r{version}"),)) if scalar.verbatim else None
    facts = (Fact(Origin.CARD, "mindspore-version", "the card's version", version),)
    message = f"repo-link goes to branch {match['branch']}; the card is for MindSpore {version}"
    repository = evidence.repository
    if repository and repository.release and repository.release.exists is False:
        fix, message = None, f"{message}, whose branch has no such folder"
    yield Hit(message, span if scalar.verbatim else scalar.span, "repo-link", facts, fix)


@rule("XR703", "introduction-links-elsewhere", Severity.WARNING)
def introduction_links_elsewhere(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds introductions whose link to the repository goes to another folder or branch than `repo-link`.

    Example: a link to `research/cv/unet` where repo-link goes to `research/cv/xception`.

    There is no fix: one of the two is right, and only the repository tells which.
    """
    part, repository = document.section("Introduction"), REPOSITORY_LINK.search(document.value("repo-link"))
    if not part or not repository:
        return
    for link in links(document.text.readable, part.span):
        other = REPOSITORY_LINK.match(link.target)
        if other and other["repository"] == repository["repository"] and not _same_folder(repository, other):
            facts = (Fact(Origin.CARD, "repo-link", "the repository", document.value("repo-link")),)
            message = f"this link goes to {_where(other)}, repo-link goes to {_where(repository)}"
            yield Hit(message, link.span, part.field, facts)


def _where(match: re.Match[str]) -> str:
    return f"{(match['path'] or '/').strip('/')} on {match['branch']}"


def _same_folder(one: re.Match[str], other: re.Match[str]) -> bool:
    path, below = (one["path"] or "").strip("/"), (other["path"] or "").strip("/")
    return one["branch"] == other["branch"] and (
        f"{below}/".startswith(f"{path}/") or f"{path}/".startswith(f"{below}/")
    )


@rule("XR705", "link-to-no-address", Severity.ERROR, Applicability.UNSAFE)
def link_to_no_address(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds links whose target is a sentence with an address in it.

    It is what a tool reported where it should have written an address; readers see it as text, and the link is dead.

    Example: `[resnet152](resnet152 check readme link failed, now readmelink is https://… and https://…)`.

    The fix writes the address, where the sentence has one alone. It is unsafe: the tool may have guessed it.
    """
    for part in document.sections:
        for match in (match for prose in part.prose() for match in _SPACED.finditer(document.text.readable, *prose)):
            target, found = match["target"].strip(), list(dict.fromkeys(_ADDRESS.findall(match["target"])))
            if len(target.split()) > 1 and found and not _TITLED.fullmatch(target):
                at = Span(*match.span("target"))
                sure = Applicability.UNSAFE if len(found) == 1 else Applicability.DISPLAY
                fix = Fix(sure, f"write {found[0]}", (Edit(at, found[0]),))
                yield Hit("the target of this link is a sentence and no address", at, part.field, fix=fix)


RULES = (
    version_contradicts_path,
    repository_branch_contradicts_version,
    introduction_links_elsewhere,
    backend_contradicts_path,
    link_to_no_address,
)
