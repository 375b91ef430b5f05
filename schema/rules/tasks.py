"""XR20x: the task that a card names in one place against the task in another, and against its architecture."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.entities import Architecture, ModuleType, Vocabulary
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule
from xreg.schema.spelling import near
from xreg.schema.text import Span

_IS_A = re.compile(r"\bis (?P<claim>an?\s+(?P<words>[\w -]{2,40}?))\s+(?:network|model)\b", re.IGNORECASE)
_CLASSIFIER = "cv-classification"
_A_BEFORE_VOWEL = re.compile(r"[Aa](?=\s+[aeioAEIO][a-z])")


def _module_type(scalar: Scalar | None, vocabulary: Vocabulary) -> ModuleType | None:
    """What a value means, whichever its letter case and its hyphens."""
    name = _plain(scalar.value) if scalar else ""
    return next((kind for known, kind in vocabulary.module_types.items() if _plain(known) == name), None)


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")


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


@rule("XR203", "module-type-contradicts-architecture", Severity.WARNING, Applicability.UNSAFE)
def module_type_contradicts_architecture(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `module-type` in another field than the one that the card's architecture belongs to.

    Example: `module-type: nlp` on a card of GAT, a graph network.

    The fix writes the field's own value where the architecture belongs to one field alone. It is unsafe: one
    architecture may serve several tasks.
    """
    scalar, own = document.scalar("module-type"), evidence.subject.architecture
    vocabulary = evidence.knowledge.vocabulary
    own_type = _module_type(scalar, vocabulary)
    if not scalar or not own or not own_type:
        return
    domains = {kind.domain for name in own.module_types if (kind := vocabulary.module_types.get(name))}
    if domains and own_type.domain not in domains:
        fix = _write(scalar, domains.pop()) if len(domains) == 1 else None
        message = f"module-type `{scalar.value}` is not a field of {own.name}, which is used for {own.task}"
        yield Hit(message, scalar.span, "module-type", _task_facts(evidence, own), fix)


@rule("XR204", "module-type-of-other-task", Severity.WARNING, Applicability.UNSAFE)
def module_type_of_other_task(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `module-type` that name another task of the field than the one that the network was made for.

    A classifier may serve as the trunk of a network for any task of its field, and is left alone.

    Example: `module-type: cv-multi-person_pose_detection` on a card of CenterFace, which detects faces.

    The fix writes the field, which cannot be wrong (`cv`). It is unsafe: it rests on what is known of the architecture.
    """
    scalar, own = document.scalar("module-type"), evidence.subject.architecture
    own_type = _module_type(scalar, evidence.knowledge.vocabulary)
    if not scalar or not own or not own_type or _may_be(scalar.value, own):
        return
    if own_type.domain in own.module_types:
        message = f"module-type `{scalar.value}` is not the task of {own.name}, which is used for {own.task}"
        fix = _write(scalar, own_type.domain)
        yield Hit(message, scalar.span, "module-type", _task_facts(evidence, own), fix)


def _may_be(value: str, own: Architecture) -> bool:
    """Whether an architecture may serve a task: the field as a whole, its own ones, any where it is a classifier."""
    known = {_plain(name) for name in own.module_types}
    return "-" not in value or _plain(value) in known or not any("-" in name for name in known) or _CLASSIFIER in known


@rule("XR205", "module-type-retired", Severity.WARNING, Applicability.UNSAFE)
def module_type_retired(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values of `module-type` that the hub has replaced on its own cards, or that no list knows.

    Who filters the hub by task does not find the card.

    Example: `module-type: cv-image-segmentation`, `CV`, or `cvtmodel`, which is a folder of the model zoo.

    The fix writes the value that the hub uses now. It is unsafe: what the hub replaced was at times another task.
    """
    scalar, own = document.scalar("module-type"), evidence.subject.architecture
    right = _standard(scalar.value, evidence.knowledge.vocabulary, own) if scalar else ""
    if scalar and right and right != scalar.value and (not own or _may_be(scalar.value, own)):
        message = f"the hub files such models under module-type `{right}`, and not under `{scalar.value}`"
        facts = (Fact(Origin.KNOWLEDGE, "the hub's own cards", "module-type", right),)
        yield Hit(message, scalar.span, "module-type", facts, _write(scalar, right))


def _standard(value: str, vocabulary: Vocabulary, own: Architecture | None) -> str:
    """The hub's own value for one that is retired, written otherwise, misspelt, or only begins with the own field."""
    known, name = vocabulary.module_types, _plain(value)
    for written, kind in known.items():
        if name == _plain(written):
            return kind.standard or written
    slips = [written for written in known if "-" in written and near(name, _plain(written))]
    fields = (
        [field for field in own.module_types if field in vocabulary.domains and name.startswith(field)] if own else []
    )
    return next(iter(slips + fields), "")


def _write(scalar: Scalar, content: str) -> Fix:
    return Fix(Applicability.UNSAFE, f"write {content}", (Edit(scalar.span, content),))


def _task_facts(evidence: Evidence, own: Architecture) -> tuple[Fact, ...]:
    return (*evidence.subject.facts, Fact(Origin.KNOWLEDGE, own.source, f"the task of {own.name}", own.task))


RULES = (
    introduction_contradicts_module_type,
    wrong_article,
    module_type_contradicts_architecture,
    module_type_of_other_task,
    module_type_retired,
)
