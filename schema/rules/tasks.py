"""XR20x: the task that a card names in one place against the task in another, and against its architecture."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.entities import ModuleType, Vocabulary
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_IS_A = re.compile(r"\bis (?P<claim>an?\s+(?P<words>[\w -]{2,40}?))\s+(?:network|model)\b", re.IGNORECASE)
_A_BEFORE_VOWEL = re.compile(r"[Aa](?=\s+[aeioAEIO][a-z])")


def _module_type(scalar: Scalar | None, vocabulary: Vocabulary) -> ModuleType | None:
    return vocabulary.module_types.get(scalar.value.strip().lower().replace("_", "-")) if scalar else None


def _claimed_domain(words: str, vocabulary: Vocabulary) -> str:
    """The domain that the words before "network" claim, by the last of them that claims one."""
    said = " " + words.lower()
    found = [
        (len(word), name)
        for name, domain in vocabulary.domains.items()
        for word in domain.words
        if said.endswith((f" {word}", f"-{word}"))
    ]
    return max(found)[1] if found else ""


@rule("XR201", "introduction-contradicts-module-type", Severity.ERROR, Applicability.UNSAFE)
def introduction_contradicts_module_type(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds introductions that call the model a network of another field than `module-type` says.

    Example: "xception is a audio network" where module-type is `cv-classification`.

    The fix names the task of `module-type`, where what is known of the architecture agrees with it. It is unsafe: it
    rests on that knowledge. Where nothing is known a person must decide which of the two is right.
    """
    scalar, vocabulary = document.scalar("module-type"), evidence.knowledge.vocabulary
    part, own_type = document.section("Introduction"), _module_type(scalar, vocabulary)
    if not part or not scalar or not own_type:
        return
    match = _IS_A.search(document.text.readable, part.span.start, part.span.end)
    domain = _claimed_domain(match["words"], vocabulary) if match else ""
    if not match or not domain or domain == own_type.domain:
        return
    span = Span(*match.span("claim"))
    own, facts = evidence.subject.architecture, [Fact(Origin.CARD, "module-type", "the task", scalar.value)]
    fix = None
    if own and scalar.value in own.module_types:
        facts.append(Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task))
        content = with_article(own_type.phrase)
        fix = Fix(Applicability.UNSAFE, f'write "{content}"', (Edit(span, content),))
    said = document.text[Span(*match.span())]
    yield Hit(f'"{said}" contradicts module-type `{scalar.value}`', span, part.field, tuple(facts), fix)


def with_article(phrase: str) -> str:
    """The phrase with "a" or "an" before it, by its first letter."""
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


@rule("XR202", "wrong-article", Severity.INFO, Applicability.SAFE)
def wrong_article(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds "a" before a word of the introduction that begins with a vowel's letter, where the card says what it is.

    Example: "is a audio network", "is a image classification network".

    The fix writes "an". It is safe: the claim stays.
    """
    part = document.section("Introduction")
    match = _IS_A.search(document.text.readable, part.span.start, part.span.end) if part else None
    article = _A_BEFORE_VOWEL.match(match["claim"]) if match else None
    if not part or not match or not article:
        return
    known = [word for domain in evidence.knowledge.vocabulary.domains.values() for word in domain.words]
    if any(match["words"].lower().startswith(word) for word in known):
        span = Span(match.start("claim"), match.start("claim") + 1)
        fix = Fix(Applicability.SAFE, f'write "{article[0]}n"', (Edit(span, f"{article[0]}n"),))
        yield Hit(f'"{match["claim"]}" wants "an"', span, part.field, fix=fix)


@rule("XR203", "module-type-contradicts-architecture", Severity.WARNING)
def module_type_contradicts_architecture(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `module-type` in another field than the one that the card's architecture belongs to.

    Example: `module-type: audio` on a card of Xception.

    There is no fix: one architecture may serve several tasks, and only the author knows which one this is.
    """
    scalar, own = document.scalar("module-type"), evidence.subject.architecture
    vocabulary = evidence.knowledge.vocabulary
    own_type = _module_type(scalar, vocabulary)
    if not scalar or not own or not own_type:
        return
    domains = {kind.domain for name in own.module_types if (kind := vocabulary.module_types.get(name))}
    if domains and own_type.domain not in domains:
        facts = (*evidence.subject.facts, Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task))
        message = f"module-type `{scalar.value}` is not a field of {own.name}, which is used for {own.task}"
        yield Hit(message, scalar.span, "module-type", facts)


RULES = (introduction_contradicts_module_type, wrong_article, module_type_contradicts_architecture)
