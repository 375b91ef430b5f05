"""XR30x: summary and introduction against what the card is about."""

import re
from collections.abc import Callable, Iterator

from xreg.schema.claims import class_counts, subject_mention
from xreg.schema.document import Document
from xreg.schema.entities import Architecture, Dataset
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import Mention, normalise
from xreg.schema.nodes import Scalar
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

_PLAIN_NAME = re.compile(r"[A-Za-z]\w*(?:[.+-]\w+)*")
_HUB_SENTENCE = re.compile(r"\S+ is used for [a-z]+\.?")


def _other_model(
    document: Document,
    evidence: Evidence,
    mentions: tuple[Mention, ...],
    near: Callable[[Architecture, Architecture], bool],
) -> tuple[Mention, Architecture] | None:
    """The name that the prose is about, where that is neither the card's architecture nor one near to it."""
    own = evidence.subject.architecture
    if not own or any(mention.name.id == own.id for mention in mentions):
        return None
    subject = subject_mention(document.text.readable, mentions)
    other = evidence.knowledge.architectures.get(subject.name.id) if subject else None
    if not subject or not other or near(own, other):
        return None
    return subject, other


def _summarised(document: Document, evidence: Evidence) -> tuple[Mention, Architecture] | None:
    """The model of another family, and of another paper, that the summary is about."""
    return _other_model(document, evidence, evidence.named.summary_models, evidence.knowledge.of_one_kind)


def _other_dataset(evidence: Evidence) -> tuple[Mention, Dataset] | None:
    """The dataset that the summary names, where the card names another one."""
    own, mentions = evidence.subject.dataset, evidence.named.summary_datasets
    if not own or not mentions or any(mention.name.id == own.id for mention in mentions):
        return None
    other = evidence.knowledge.datasets.get(mentions[0].name.id)
    several = len({mention.name.id for mention in mentions}) > 1
    return (mentions[0], other) if other and not several and not mentions[0].name.ambiguous else None


def _dataset_edits(document: Document, own: Dataset, mention: Mention, span: Span) -> Iterator[Edit]:
    written = document.text[mention.span]
    yield Edit(mention.span, own.id if written == normalise(written) else own.name)
    yield from _count_edits(document, own, span)


def _count_edits(document: Document, own: Dataset, span: Span) -> Iterator[Edit]:
    for count in class_counts(document.text.readable, span):
        if own.classes and count.number != own.classes:
            yield Edit(count.span, str(own.classes))


def _known(item: Architecture | Dataset) -> Fact:
    kind = "architecture" if isinstance(item, Architecture) else "dataset"
    return Fact(Origin.KNOWLEDGE, item.source, f"the {kind} {item.name}", _what(item))


def _what(item: Architecture | Dataset) -> str:
    return item.task if isinstance(item, Architecture) else item.holds


@rule("XR301", "summary-names-other-model", Severity.ERROR, Applicability.UNSAFE)
def summary_names_other_model(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds summaries that describe another model than the card's.

    Cards are made by copying; the summary is what the hub shows in its lists, and it is forgotten first. What the card
    is about is taken from its own names (title, model name, file names, repository): at least two must agree. A model
    named in passing ("derived from VGG", "outperforms ResNet"), a relative or a variant is no error.

    Example: `summary: AlexNet used to classify the 10 classes of cifar10.` on a card of Xception.

    The fix puts the card's own model, as the title writes it, in the place of the other. Where the sentence is about
    another dataset too, nothing of it is left to trust: the fix then writes the hub's own sentence, `xception is used
    for cv`, as six of seven cards have it. It is unsafe: the rest of the sentence may not fit the card's model.
    """
    scalar, own = document.scalar("summary"), evidence.subject.architecture
    found = _summarised(document, evidence) if scalar else None
    if not scalar or not own or not found:
        return
    mention, other = found
    facts = [*evidence.subject.facts, _known(other)]
    wrong, right = other.name, own.name
    dataset, own_dataset = _other_dataset(evidence), evidence.subject.dataset
    if dataset and own_dataset:
        facts += [*evidence.subject.dataset_facts, _known(dataset[1])]
        wrong, right = f"{wrong} on {dataset[1].name}", f"{right} on {own_dataset.name}"
    edit = _own_sentence(document, scalar, dataset is not None) or Edit(mention.span, _own_name(document, evidence))
    fix = Fix(Applicability.UNSAFE, f'write "{edit.content}"', (edit,))
    yield Hit(f"the summary describes {wrong}; this card is {right}", scalar.span, "summary", tuple(facts), fix)


def _own_sentence(document: Document, summary: Scalar, foreign: bool) -> Edit | None:
    """The hub's sentence for the card, where the summary is of that form or speaks of nothing that is the card's."""
    name, domain = document.value("model-name"), document.value("module-type").partition("-")[0]
    if not _PLAIN_NAME.fullmatch(name) or not domain.isalpha():
        return None
    fits = foreign or _HUB_SENTENCE.fullmatch(summary.value)
    return Edit(summary.span, f"{name} is used for {domain}") if fits else None


def _own_name(document: Document, evidence: Evidence) -> str:
    """The card's model as its title writes it, where the title is such a name."""
    own, title = evidence.subject.architecture, document.title_text
    named = evidence.knowledge.architecture_names.resolve(title) if title.isascii() else None
    return title if own and named and named.id == own.id else own.name if own else ""


@rule("XR302", "summary-names-other-dataset", Severity.ERROR, Applicability.UNSAFE)
def summary_names_other_dataset(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds summaries that name another dataset than the one that the card's model was trained on.

    Example: `summary: ResNet used to classify the 10 classes of cifar10.` where train-dataset is `imagenet2012`.

    The fix writes the card's dataset, and its number of classes where the summary states one. It is unsafe: the model
    may have been tested on the other dataset.
    """
    scalar, own = document.scalar("summary"), evidence.subject.dataset
    found = _other_dataset(evidence) if scalar else None
    if not scalar or not own or not found or _summarised(document, evidence):
        return
    mention, other = found
    edits = tuple(_dataset_edits(document, own, mention, scalar.span))
    fix = Fix(Applicability.UNSAFE, f"write {edits[0].content}", edits)
    facts = (*evidence.subject.dataset_facts, _known(own), _known(other))
    message = f"the summary names the dataset {other.name}; this card's model was trained on {own.name}"
    yield Hit(message, mention.span, "summary", facts, fix)


@rule("XR303", "introduction-names-other-model", Severity.ERROR, Applicability.UNSAFE)
def introduction_names_other_model(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds introductions that are about another model than the card's, and never name the card's own.

    Example: "AlexNet is an image classification network." on a card of Xception.

    The fix writes the card's own model at that place. It is unsafe: the text around it may speak of the other one too.
    """
    part, own = document.section("Introduction", "Summary"), evidence.subject.architecture
    found = (
        _other_model(document, evidence, evidence.named.introduction_models, evidence.knowledge.akin) if part else None
    )
    if not part or not own or not found:
        return
    mention, other = found
    fix = Fix(Applicability.UNSAFE, f"write {own.name}", (Edit(mention.span, own.name),))
    message = f"the introduction is about {other.name}; this card is {own.name}"
    yield Hit(message, mention.span, part.field, (*evidence.subject.facts, _known(other)), fix)


@rule("XR304", "class-count-contradicts-dataset", Severity.ERROR, Applicability.UNSAFE)
def class_count_contradicts_dataset(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds summaries that state a number of classes that the card's dataset does not have.

    Example: "classify the 10 classes of imagenet2012", which has 1,000.

    The fix writes the dataset's number. It is unsafe: the model may tell only some of them apart.
    """
    scalar, own = document.scalar("summary"), evidence.subject.dataset
    if not scalar or not own or _speaks_of_another(document, evidence):
        return
    for edit in _count_edits(document, own, scalar.span):
        fix = Fix(Applicability.UNSAFE, f"write {edit.content}", (edit,))
        message = f"the summary says {document.text[edit.span]} classes; {own.name} has {own.classes}"
        yield Hit(message, edit.span, "summary", (*evidence.subject.dataset_facts, _known(own)), fix)


def _speaks_of_another(document: Document, evidence: Evidence) -> bool:
    return bool(_summarised(document, evidence) or _other_dataset(evidence))


RULES = (
    summary_names_other_model,
    summary_names_other_dataset,
    introduction_names_other_model,
    class_count_contradicts_dataset,
)
