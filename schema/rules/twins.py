"""XR231: the card against its twin in the other language."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.entities import Architecture
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Fact, Origin, Severity
from xreg.schema.knowledge import Knowledge
from xreg.schema.metrics import bare_metric
from xreg.schema.names import Mention
from xreg.schema.rule import Hit, rule
from xreg.schema.siblings import Claim, Claims, Sibling, claims_in, is_chinese, shortened
from xreg.schema.text import Span

# What says the same in every language. `used-for` and the summary are translated.
_SHARED = (
    *("model-name", "backbone-name", "module-type", "fine-tunable", "input-shape", "model-version", "train-dataset"),
    *("accuracy", "evaluation", "author", "update-time", "repo-link", "user-id", "train-backend", "infer-backend"),
    *("mindspore-version", "license"),
)
_OF_ASSETS = ("asset-link", "asset-sha256", "file-format")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION = re.compile(r"[\s<>\"'_-]|^\.")
_LEADING_ZERO = re.compile(r"(?<![\d.])0+(?=\d)")


@rule("XR231", "twin-disagrees", Severity.WARNING)
def twin_disagrees(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds values that differ between an English card and its Chinese twin.

    Both speak of one model and one file, and one of them was forgotten when the other was corrected. Letter case,
    blanks, punctuation and the ways to write a date, a share or a dataset do not count; of a summary, the model that it
    names does.

    Example: `摘要：使用AlexNet对Oxford-IIIT Pet数据集的37个类进行分类。` on the Chinese card of GhostNet.

    There is no fix: which of the two is right, a person must say.
    """
    twin = evidence.siblings.twin if evidence.siblings else None
    if not twin:
        return
    own = claims_in(document.text.readable)
    for key, number, mine, other in _pairs(own, twin.claims):
        if not _same(key, mine.value, other.value, evidence.knowledge):
            field = f"asset[{number}].{key}" if key in _OF_ASSETS else key
            said = f"which says `{shortened(other.value)}`"
            message = f"{key} `{shortened(mine.value)}` contradicts the {_language(twin)} card, {said}"
            yield Hit(message, mine.span, field, (Fact(Origin.SIBLING, twin.path, key, other.value),))
    yield from _summary_of_twin(own, twin, evidence)


def _pairs(own: Claims, other: Claims) -> Iterator[tuple[str, int, Claim, Claim]]:
    """The claims of both cards of the same key, asset by asset where they list as many."""
    for key in (*_SHARED, *_OF_ASSETS):
        mine, theirs = own.get(key, []), other.get(key, [])
        if len(mine) == len(theirs):
            yield from ((key, number, one, two) for number, (one, two) in enumerate(zip(mine, theirs, strict=True)))


def _same(key: str, one: str, other: str, knowledge: Knowledge) -> bool:
    """Whether two values say the same; what is not ASCII was translated, and says nothing."""
    if _plain(one) == _plain(other) or not (one.isascii() and other.isascii()):
        return True
    if key == "train-dataset":
        names = [knowledge.dataset_names.resolve(value) for value in (one, other)]
        return bool(names[0] and names[1] and names[0].id == names[1].id)
    figures = [bare_metric(value) for value in (one, other)] if key == "accuracy" else []
    return bool(figures and figures[0] and figures[1] and figures[0].agrees(figures[1]))


def _plain(value: str) -> str:
    return _PUNCTUATION.sub("", _LEADING_ZERO.sub("", value.replace("-", " "))).casefold()


def _language(sibling: Sibling) -> str:
    return "Chinese" if is_chinese(sibling.place.name) else "English"


def _summary_of_twin(own: Claims, twin: Sibling, evidence: Evidence) -> Iterator[Hit]:
    """A summary that names another model than the twin's does, unless it is this one that names the card's own."""
    claim, other = own.get("summary", [None])[0], twin.value("summary")
    knowledge, subject = evidence.knowledge, evidence.subject.architecture
    mine, theirs = (_models(text, knowledge) for text in (claim.value if claim else "", other))
    if not claim or not mine or not theirs or any(knowledge.akin(one, two) for one in mine for two in theirs):
        return
    if not subject or not any(knowledge.akin(subject, each) for each in mine):
        message = f"the summary names {mine[0].name}; that of the {_language(twin)} card names {theirs[0].name}"
        yield Hit(message, claim.span, "summary", (Fact(Origin.SIBLING, twin.path, "summary", other),))


def _models(text: str, knowledge: Knowledge) -> list[Architecture]:
    """The models that a sentence names; Chinese stands around a name without a blank."""
    plain = _NOT_ASCII.sub(" ", text)
    found: Iterator[Mention] = knowledge.architecture_names.mentions(plain, Span(0, len(plain)))
    return [knowledge.architectures[mention.name.id] for mention in found]


RULES = (twin_disagrees,)
