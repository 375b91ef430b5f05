"""XR61x: what the Usage code gives to `mindspore_hub.load` against the code that takes it."""

from collections.abc import Iterator
from typing import NamedTuple

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.load_call import Argument, LoadCall, load_calls
from xreg.schema.repository import Code
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.usage import usage_modules
from xreg.schema.signature import IGNORED, REFUSED, Parameter, Signature
from xreg.schema.text import Span

CLASS_COUNTS = frozenset({"num_classes", "num_class", "class_num", "n_class", "n_classes", "classes"})


class _Load(NamedTuple):
    """A call on the card, and what the code that it reaches may be given."""

    field: str
    call: LoadCall
    name: str
    code: Code
    signature: Signature

    @property
    def fact(self) -> Fact:
        """What the code takes, and where it was read."""
        claim = f"what create_network({self.name!r}, …) in {self.code.folder.path} may be given"
        return Fact(Origin.REPOSITORY, self.code.source, claim, str(self.signature) or "nothing")

    @property
    def taken(self) -> list[Parameter]:
        """The parameters that the arguments without a keyword are for."""
        return list(self.signature.places[: len(self.call.places)])


def _loads(document: Document, evidence: Evidence) -> Iterator[_Load]:
    code, name = evidence.repository.code if evidence.repository else None, document.value("model-name")
    # Nearly all cards end here.
    signature = code.folder.signature(name) if code else None
    if not code or not signature:
        return
    for part, module in usage_modules(document):
        for call in load_calls(module):
            yield _Load(part.field, call, name, code, signature)


@rule("XR611", "load-argument-not-accepted", Severity.ERROR, Applicability.UNSAFE)
def load_argument_not_accepted(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds arguments of `mindspore_hub.load` that the model's code refuses or never reads.

    `mindspore_hub.load` hands everything behind the model's name to `create_network` in the `mindspore_hub_conf.py` of
    the folder that repo-link goes to. What that takes was read from its syntax tree, followed to the network's own
    class, and not run; where the code does not tell, nothing is said.

    Example: `mshub.load(model, num_classes=10)` where LeNet5 takes `num_class`.

    The fix removes the argument where the network can be built without it. It is unsafe: the branch may have changed
    since it was read.
    """
    for load in _loads(document, evidence):
        for argument in load.call.keywords:
            fate = load.signature.more_names
            if not load.signature.parameter(argument.keyword) and fate in (REFUSED, IGNORED):
                said = "refuses" if fate == REFUSED else "never reads"
                message = f"create_network in {load.code.folder.path} {said} `{argument.keyword}`{_takes(load)}"
                yield Hit(message, argument.span, load.field, (load.fact,), _without(load, argument))
        if load.signature.more_places in (REFUSED, IGNORED):
            yield from _surplus(load)


def _takes(load: _Load) -> str:
    names = ", ".join(each.name for each in load.signature.parameters)
    return f": it takes {names}" if names else ": it takes nothing besides the name"


def _surplus(load: _Load) -> Iterator[Hit]:
    """Arguments without a keyword for which there is no parameter."""
    for argument in load.call.places[len(load.signature.places) :][:1]:
        message = (
            f"create_network in {load.code.folder.path} takes {len(load.signature.places)} arguments by place"
            f" besides the name; the code gives {len(load.call.places)}"
        )
        yield Hit(message, argument.span, load.field, (load.fact,))


def _without(load: _Load, argument: Argument) -> Fix | None:
    if _missing(load):
        return None
    return Fix(Applicability.UNSAFE, f"remove `{argument.keyword}`", (Edit(argument.whole, ""),))


def _missing(load: _Load) -> list[Parameter]:
    """The parameters without a default that the call does not give."""
    given = {each.keyword for each in load.call.keywords} | {each.name for each in load.taken}
    return [each for each in load.signature.parameters if each.default is None and each.name not in given]


@rule("XR612", "load-argument-missing", Severity.ERROR, Applicability.UNSAFE)
def load_argument_missing(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds calls of `mindspore_hub.load` that do not give what the model's code requires.

    Whoever copies the example gets a TypeError. What the code requires was read from its syntax tree and not run.
    Where a release's tag was read in place of its branch nothing is said: hub files were mended after the release.

    Example: `mshub.load(model)` where GoogLeNet requires `num_classes`.

    The fix gives the number of classes of the card's dataset, as the repository's own configuration counts them, where
    that is all that is missing. It is unsafe: the checkpoint may have been trained for another number.
    """
    for load in _loads(document, evidence):
        missing = _missing(load) if not load.code.revision else []
        if missing and len(load.call.places) <= len(load.signature.places):
            names = ", ".join(f"`{each.name}`" for each in missing)
            message = f"create_network in {load.code.folder.path} requires {names}; the code does not give it"
            facts, fix = (load.fact, *_class_facts(evidence)), None
            if len(missing) == 1 and missing[0].name in CLASS_COUNTS:
                fix = _giving(load, evidence, missing[0])
            yield Hit(message, load.call.span, load.field, facts, fix)


def _giving(load: _Load, evidence: Evidence, parameter: Parameter) -> Fix | None:
    """A fix that gives the number of classes under the code's own name for it."""
    classes = _configured(load.code, _classes(evidence))
    if not classes:
        return None
    content = f", {parameter.name}={classes}"
    return Fix(Applicability.UNSAFE, f"give {content[2:]}", (Edit(Span(load.call.end, load.call.end), content),))


def _classes(evidence: Evidence) -> int:
    dataset = evidence.subject.dataset
    return dataset.classes or 0 if dataset else 0


def _configured(code: Code, classes: int) -> int:
    """The number as the repository's configurations for this dataset have it, where they agree: some count one more."""
    found = {each.classes for each in code.folder.configurations if each.classes and not _differ(each.classes, classes)}
    return found.pop() if len(found) == 1 else classes


def _class_facts(evidence: Evidence) -> tuple[Fact, ...]:
    dataset = evidence.subject.dataset
    if not dataset or not dataset.classes:
        return ()
    return (Fact(Origin.KNOWLEDGE, dataset.source, f"classes of {dataset.name}", str(dataset.classes)),)


@rule("XR613", "class-count-not-given", Severity.ERROR, Applicability.UNSAFE)
def class_count_not_given(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds calls of `mindspore_hub.load` that leave the number of classes at a default that is not the dataset's.

    The network is built with a last layer of another size, and the checkpoint does not fit. A background class more
    is no contradiction.

    Example: `mshub.load(model)` on a card of VGG16 on CIFAR-10, where the code's default is 1,000 classes.

    The fix gives the number of classes of the card's dataset, as the repository's own configuration counts them (1,001
    for ImageNet), under the code's own name for it. It is unsafe: the checkpoint may have been trained for another
    number.
    """
    classes = _classes(evidence)
    for load in _loads(document, evidence) if classes else ():
        given = {each.keyword for each in load.call.keywords} | {each.name for each in load.taken}
        for parameter in load.signature.parameters:
            default = parameter.default or ""
            if parameter.name in CLASS_COUNTS - given and default.isdigit() and _differ(int(default), classes):
                message = (
                    f"without `{parameter.name}` create_network in {load.code.folder.path} builds {default} classes;"
                    f" the card's dataset has {classes}"
                )
                facts = (load.fact, *_class_facts(evidence))
                yield Hit(message, load.call.span, load.field, facts, _giving(load, evidence, parameter))


def _differ(one: int, other: int) -> bool:
    return abs(one - other) > 1


RULES = (load_argument_not_accepted, load_argument_missing, class_count_not_given)
