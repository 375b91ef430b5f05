"""XR4xx: the files that a card publishes: their digests, links and names."""

import re
from collections.abc import Iterator

from xreg.schema.document import Asset, Document
from xreg.schema.evidence import AssetFile, Evidence
from xreg.schema.figure_checks import KINDS
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

EMPTY_FILE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_DIGEST = re.compile(r"[0-9a-f]{64}")
# What a file ends in, and the format that it is then; `geir` is the old name of `air`, and no value of file-format.
_ENDINGS = {"ms": "mslite", "geir": "air"}
_OLD = ("geir",)
_WORD = re.compile(r"[A-Za-z]{4,}")


def _digests(document: Document) -> Iterator[tuple[Asset, Scalar]]:
    """The assets whose sha256 is well formed."""
    for asset in document.assets:
        scalar = asset.scalar("asset-sha256")
        if scalar and _DIGEST.fullmatch(scalar.value.strip()):
            yield asset, scalar


def _file(evidence: Evidence, asset: Asset) -> AssetFile | None:
    return next((file for file in evidence.files if file.number == asset.number), None)


@rule("XR401", "digest-not-verified", Severity.INFO)
def digest_not_verified(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of each well-formed digest that no bytes were seen to check it.

    A digest that nobody has compared with a file proves nothing; a tenth of the hub's digests belong to other files.

    Give the downloaded file with `--asset FILE`, or a folder of files with `--assets DIR`, to have it checked.
    """
    for asset, scalar in _digests(document):
        if not _file(evidence, asset):
            name = asset.file_name or "FILE"
            message = (
                "the sha256 is well formed, but no bytes were seen to check it:"
                f" download the file and run `xreg lint {document.path} --asset {name}`"
            )
            yield Hit(message, scalar.span, asset.field("asset-sha256"))


@rule("XR402", "digest-mismatch", Severity.ERROR)
def digest_mismatch(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds digests that are not the digest of the file that was given.

    Either the file is not the one that was published (cut off, replaced, another version) or the card is wrong.

    There is no fix: a digest is never corrected from the file that failed it.
    """
    for asset, scalar in _digests(document):
        file = _file(evidence, asset)
        if file and file.sha256 != scalar.value.strip():
            facts = (Fact(Origin.ASSET, file.path, f"sha256 of {file.size:,} bytes, read {file.seen}", file.sha256),)
            message = f"the file's sha256 is {file.sha256[:12]}…, the card says {scalar.value[:12]}…"
            yield Hit(message, scalar.span, asset.field("asset-sha256"), facts)


@rule("XR406", "digest-verified", Severity.INFO)
def digest_verified(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of each digest that it is the digest of the file that was given, and which file that was.

    There is no fix: nothing is wrong.
    """
    for asset, scalar in _digests(document):
        file = _file(evidence, asset)
        if file and file.sha256 == scalar.value.strip():
            facts = (Fact(Origin.ASSET, file.path, f"sha256 of {file.size:,} bytes, read {file.seen}", file.sha256),)
            yield Hit("the sha256 is that of the file", scalar.span, asset.field("asset-sha256"), facts)


@rule("XR403", "digest-of-empty-file", Severity.ERROR)
def digest_of_empty_file(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds the sha256 of a file without a single byte.

    It was computed before the file was there, or from a path that did not exist.

    There is no fix: compute it from the published file.
    """
    for asset, scalar in _digests(document):
        if scalar.value.strip() == EMPTY_FILE:
            facts = (Fact(Origin.KNOWLEDGE, "FIPS 180-4", "sha256 of no bytes", EMPTY_FILE),)
            message = "this is the sha256 of an empty file"
            yield Hit(message, scalar.span, asset.field("asset-sha256"), facts)


@rule("XR404", "asset-name-misspelled", Severity.INFO)
def asset_name_misspelled(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds misspelt words in the file names of assets.

    It is information only: the file may really be published under that name, and then the link is right.

    Example: `xception_…_offcial_cv_….ckpt`, for "official".
    """
    words = evidence.knowledge.vocabulary.misspellings
    for asset in document.assets:
        scalar = asset.scalar("asset-link")
        for match in _WORD.finditer(scalar.value) if scalar else ():
            right = words.get(match[0].lower())
            if right and scalar and match.end() > scalar.value.rfind("/"):
                at = Span(*match.span()).shift(scalar.start) if scalar.verbatim else scalar.span
                message = f'the asset\'s file name has "{match[0]}" for "{right}"; the link may be right all the same'
                yield Hit(message, at, asset.field("asset-link"))


@rule("XR405", "file-format-contradicts-link", Severity.ERROR, Applicability.UNSAFE)
def file_format_contradicts_link(document: Document, _: Evidence) -> Iterator[Hit]:
    """Finds values of `file-format` that are not the format that the asset's file name ends in.

    `mindspore_hub.load` chooses how to read the file by it.

    Example: `file-format: air` where the file is `model.ckpt`.

    The fix writes the file's own ending. It is unsafe: the link may be the wrong one.
    """
    for asset in document.assets:
        scalar, ending = asset.scalar("file-format"), asset.file_name.rpartition(".")[2].lower()
        said = _ENDINGS.get(ending, ending)
        if not scalar or said not in ("ckpt", "air", "mindir", "onnx", "mslite", "safetensors"):
            continue
        if _ENDINGS.get(scalar.value.strip(), scalar.value.strip()) != said or scalar.value.strip() in _OLD:
            fix = Fix(Applicability.UNSAFE, f"write {said}", (Edit(scalar.span, said),))
            facts = (Fact(Origin.CARD, asset.field("asset-link"), "the asset's file name", asset.file_name),)
            message = (
                f"file-format `{scalar.value}` contradicts the file's own ending `.{ending}`"
                if scalar.value.strip() not in _OLD
                else "`geir` is the old name of the format `air`"
            )
            yield Hit(message, scalar.span, asset.field("file-format"), facts, fix)


@rule("XR407", "impossible-metric-in-asset-name", Severity.WARNING)
def impossible_metric_in_asset_name(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds file names of assets that state figures which cannot be.

    The hub's file names end with what the checkpoint reached; who compares checkpoints by them is misled. A metric of
    another task, a figure outside of the metric's range, figures that contradict each other, and a dataset without a
    metric among others that have one.

    Example: `aecrnet_ascend_v160_reside_research_cv_SSIM46.ckpt`: the structural similarity lies between -1 and 1.

    There is no fix: the file is published under that name. Publish it under a right one, then correct the link.
    """
    for asset in document.assets:
        if scalar := asset.scalar("asset-link"):
            yield from _impossible(asset, scalar, evidence)


def _impossible(asset: Asset, scalar: Scalar, evidence: Evidence) -> Iterator[Hit]:
    start = scalar.start + scalar.value.rfind(asset.file_name)
    figures = list(evidence.knowledge.metric_names.figures_of_file(asset.file_name, start))
    for wrong in (wrong for kind in KINDS for wrong in kind(figures, evidence.knowledge, evidence.subject)):
        span = wrong.figure.whole if scalar.verbatim else scalar.span
        message = f"the asset's file name is wrong about its metric: {wrong.message}"
        yield Hit(message, span, asset.field("asset-link"), wrong.evidence)


RULES = (
    digest_not_verified,
    digest_mismatch,
    digest_of_empty_file,
    asset_name_misspelled,
    file_format_contradicts_link,
    digest_verified,
    impossible_metric_in_asset_name,
)
