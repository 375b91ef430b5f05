"""XR305: the title against the card's other names."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.rule import Hit, rule
from xreg.schema.text import Span

# With so many names agreed, the one that differs is the slip.
_ENOUGH = 4


@rule("XR305", "title-names-other-model", Severity.ERROR, Applicability.UNSAFE)
def title_names_other_model(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds titles that name another model than all the other names on the card.

    Example: `# Resnet50` where model-name, backbone-name, file name and repository say `resnext50`.

    The fix writes the model's name. It is unsafe: it may be written otherwise in a title.
    """
    own, name = evidence.subject.architecture, document.title_text
    found = evidence.knowledge.architecture_names.resolve(name) if name.isascii() else None
    if not own or not found or not document.title or found.id == own.id or len(evidence.subject.facts) < _ENOUGH:
        return
    other, right = evidence.knowledge.architectures[found.id], document.value("model-name")
    at = document.title.start + document.text[document.title].index(name)
    span = Span(at, at + len(name))
    known = evidence.knowledge.architecture_names.resolve(right)
    if normalise(name) in normalise(right) or not known or known.id != own.id:
        return
    fix = Fix(Applicability.UNSAFE, f"write {right}", (Edit(span, right),))
    message = f"the title names {other.name}; all other names on this card say {own.name}"
    known_other = Fact(Origin.KNOWLEDGE, other.source, f"the architecture {other.name}", other.task)
    yield Hit(message, span, "title", (*evidence.subject.facts, known_other), fix)


RULES = (title_names_other_model,)
