"""XR509 and XR510: what else the built network shows of a card: its number of classes, and of parameters."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.entities import Dataset
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Fact, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.network import NetworkEvidence
from xreg.schema.network_facts import code_of, network_facts, supplied, where
from xreg.schema.parameter_counts import count, stated
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.load_arguments import class_count_not_given
from xreg.schema.rules.network_calls import as_on_card, own_call
from xreg.schema.text import Span

_TASK = "image classification"
# Newer cards of classifiers say no more than `cv`.
_MODULE_TYPES = frozenset({"cv", "cv-classification"})


def _outputs(network: NetworkEvidence) -> int:
    """How many numbers the network gives for each image, where it gives one list of them and always as many."""
    ran = [each for each in network.attempts if each.output is not None]
    flat = [each.output[1] for each in ran if each.output and _is_list(each.shape, each.output) and not each.outputs]
    return flat[0] if flat and len(flat) == len(ran) and len(set(flat)) == 1 else 0


def _is_list(shape: tuple[int, ...], output: tuple[int, ...]) -> bool:
    return len(shape) == 4 and len(output) == 2 and shape[0] == output[0]


def _dataset(document: Document, evidence: Evidence) -> Dataset | None:
    """The dataset whose classes the network must tell apart."""
    own, dataset = evidence.subject.architecture, evidence.subject.dataset
    classifies = own and own.task == _TASK and document.value("module-type").strip().lower() in _MODULE_TYPES
    return dataset if classifies and dataset and dataset.classes else None


@rule("XR509", "class-count-contradicts-network", Severity.ERROR)
def class_count_contradicts_network(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds image classifiers that tell apart another number of classes than the card's dataset has.

    The network was built by the card's own call and run. A background class more is no contradiction. Nothing is said
    where the network was built with other arguments than the card gives, or gives several outputs, and where the code's
    text alone shows the number (XR613).

    Example: a card of a network on ImageNet whose output is `(1, 10)`.

    There is no fix: the call in Usage lacks the number of classes, or the dataset is another one.
    """
    network, dataset = evidence.network, _dataset(document, evidence)
    outputs = _outputs(network) if network and as_on_card(document, network) else 0
    if not network or not dataset or not dataset.classes or outputs < 2:
        return
    if outputs in (dataset.classes, dataset.classes + 1) or any(class_count_not_given.check(document, evidence)):
        return
    arguments = supplied(network.built.arguments) if network.built else ""
    built = f", built with {arguments}," if arguments else ""
    message = f"{code_of(network)}{built} tells {outputs:,} classes apart; {dataset.name} has {dataset.classes:,}"
    fact = Fact(Origin.KNOWLEDGE, dataset.source, f"classes of {dataset.name}", str(dataset.classes))
    for field, span in _where(document):
        yield Hit(message, span, field, (*network_facts(network), fact))


def _where(document: Document) -> Iterator[tuple[str, Span]]:
    """The card's call of the network, or else the name of its dataset."""
    call, scalar = own_call(document), document.scalar("train-dataset")
    if call:
        yield call[0], call[1].span
    elif scalar:
        yield "train-dataset", scalar.span


@rule("XR510", "parameter-count-contradicts-network", Severity.WARNING)
def parameter_count_contradicts_network(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds numbers of parameters in a card's tables that the real network does not have.

    Read are columns `params(M)`, in the row of the card's own model. Any number between that of the parameters that are
    trained and that of all, which counts the statistics of normalisations too, is right, rounded or cut off, and so is
    one that is off by a hundredth: two versions of one network differ by as much.

    Example: 11.69 under `params(M)` on a card of ResNet-50, whose network has 25.56 or, with the statistics, 25.61.
    """
    network = evidence.network
    least, most = count(network) if network and as_on_card(document, network) else (0, 0)
    for each in stated(document) if network and most else ():
        if network and _own_row(each.model, network, document) and not each.within(least, most):
            part = document.section_at(each.span.start)
            message = (
                f"{code_of(network)} has {_millions(least, most)} million parameters; the table says {each.digits}"
            )
            claim = f"parameters of {network.network}, without the statistics of normalisations and with them"
            fact = Fact(Origin.NETWORK, where(network), claim, f"{least:,}; {most:,}")
            yield Hit(message, each.span, part.field if part else "", (fact,))


def _own_row(model: str, network: NetworkEvidence, document: Document) -> bool:
    names = {normalise(network.network)} & {normalise(document.value("model-name"))}
    return normalise(model) in names - {""}


def _millions(least: int, most: int) -> str:
    one, other = f"{least / 1e6:,.2f}", f"{most / 1e6:,.2f}"
    return one if one == other else f"{one} to {other}"


RULES = (class_count_contradicts_network, parameter_count_contradicts_network)
