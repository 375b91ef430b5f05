"""XR232: the card against earlier versions of itself."""

from collections.abc import Iterator
from functools import lru_cache

from xreg.schema.citations import HEADINGS, citation_section, citations
from xreg.schema.document import Document, parse
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.named import named_in
from xreg.schema.rule import Hit, Rule, rule
from xreg.schema.rules.repository_names import names_other_architecture
from xreg.schema.siblings import Sibling, digest_of, shortened, version_numbers, version_of
from xreg.schema.subject import subject_of
from xreg.schema.text import Span, Text

# Which rules judge a field; an earlier value must pass them all. Figures belong to the file that they were measured on.
_JUDGES = {
    "title": ("XR221", "XR305"),
    "model-name": ("XR222", "XR511"),
    "backbone-name": ("XR223",),
    "module-type": ("XR203",),
    "train-dataset": ("XR321",),
    "accuracy": ("XR211",),
    "evaluation": ("XR211", "XR212", "XR213", "XR214"),
    "summary": ("XR301", "XR302", "XR304"),
    "citations": ("XR311", "XR312", "XR314", "XR315", "XR316"),
}
_FIGURES = ("accuracy", "evaluation")


@rule("XR232", "correction-lost", Severity.WARNING, Applicability.UNSAFE)
def correction_lost(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds wrong values that an earlier version of the same card had right.

    New versions are made from old templates, and what was corrected in between is lost. Right is what the rules that
    find this card's value wrong do not find wrong in its place; figures are taken over only for the same file.

    Example: `model-name: dem`, which the code refuses, where the card of 1.8 says `DEM`.

    The fix writes the earlier value. It is unsafe: the model may have changed since. Where the finding itself has a
    fix, there is none here: other cards are the weakest evidence.
    """
    versions, own = evidence.siblings.versions if evidence.siblings else (), version_of(document)
    earlier = [each for each in versions if version_numbers(each.place.version) < own]
    for field in _JUDGES if earlier else ():
        span = _span(field, document)
        differing = _differing(field, document.text[span], earlier) if span else []
        wrong = _judged(field, document, evidence) if differing else []
        found = _right(field, span, document, evidence, differing) if wrong and span else None
        if found and span:
            yield _hit(*found, span, wrong)


def _differing(field: str, value: str, earlier: list[Sibling]) -> list[Sibling]:
    """The cards on which a value does not stand in the same way; on most it does, and no rule need be asked."""
    line = value.strip() if field in ("title", "citations") else f"{field}: {value}"
    written = f"{line}\n".encode("utf-8", "surrogateescape")
    return [each for each in earlier if written not in each.data]


def _hit(sibling: Sibling, value: str, span: Span, wrong: list[Hit]) -> Hit:
    version, first, fix = sibling.place.version, wrong[0], None
    if not any(hit.fix for hit in wrong):
        fix = Fix(Applicability.UNSAFE, f"write it as {version} has it", (Edit(span, value),))
    message = f"the card of {version} had this right: {shortened(value)}"
    fact = Fact(Origin.SIBLING, sibling.path, f"{first.field} in {version}", value.strip())
    return Hit(message, first.span, first.field, (fact,), fix)


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    from xreg.schema.rules.all import RULES  # that list holds this rule too

    return {each.code: each for each in RULES}


def _judged(field: str, document: Document, evidence: Evidence) -> list[Hit]:
    """What the rules that judge a field find in it."""
    hits = (hit for code in _JUDGES[field] for hit in _rules()[code].check(document, evidence))
    return [hit for hit in hits if hit.field == field or (field == "citations" and hit.field[5:] in HEADINGS)]


def _span(field: str, document: Document) -> Span | None:
    """Where a field's value stands."""
    if field == "title":
        return document.title
    if field == "citations":
        part = citation_section(document)
        return part.span if part else None
    scalar = document.scalar(field)
    return scalar.span if scalar else None


def _right(
    field: str, span: Span, document: Document, evidence: Evidence, earlier: list[Sibling]
) -> tuple[Sibling, str] | None:
    """The newest of the earlier cards whose value the rules accept in this card's place, and that value."""
    tried: set[str] = set()
    for sibling, value in _values(field, document, earlier):
        if field == "model-name" and names_other_architecture(value, evidence):
            continue
        if value not in tried and not _judged(field, *_with(value, span, document, evidence)):
            return sibling, value
        tried.add(value)
    return None


def _values(field: str, document: Document, earlier: list[Sibling]) -> Iterator[tuple[Sibling, str]]:
    """The values of the earlier cards, with this card's line ends."""
    digests = {digest_of(asset) for asset in document.assets} - {""}
    for sibling in earlier:
        other, span = sibling.document, _span(field, sibling.document)
        same_file = field not in _FIGURES or digests & {digest_of(asset) for asset in other.assets}
        value = other.text.readable[span.start : span.end] if span and same_file else ""
        if value.strip() and "\ufffd" not in value:
            value = value.replace("\r\n", "\n")
            yield sibling, value.replace("\n", "\r\n") if "\r\n" in document.text.value else value


def _with(value: str, span: Span, document: Document, evidence: Evidence) -> tuple[Document, Evidence]:
    """The card as it would be with an earlier value, and what is to be said of that card."""
    text = document.text.value
    changed = parse(Text(text[: span.start] + value + text[span.end :]), document.path)
    knowledge = evidence.knowledge
    subject = subject_of(changed, knowledge)
    named, cited = named_in(changed, knowledge, subject.architecture), tuple(citations(changed, knowledge))
    return changed, evidence._replace(subject=subject, named=named, citations=cited)


RULES = (correction_lost,)
