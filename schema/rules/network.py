"""XR501 and XR502: the card's input shape against the real network, built and run in MindSpore."""

import re
from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.names import normalise
from xreg.schema.network import Attempt, NetworkEvidence, Supplied
from xreg.schema.network_facts import guessed, is_literal, network_facts, supplied, told
from xreg.schema.network_shapes import alike, as_on_card, tried
from xreg.schema.nodes import Node
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.load_arguments import CLASS_COUNTS, load_argument_missing, load_argument_not_accepted
from xreg.schema.rules.network_building import network_name_refused, usage_call_refused
from xreg.schema.rules.network_calls import differing
from xreg.schema.rules.repository_names import name_not_accepted
from xreg.schema.shape import Shape, card_shape

# A size or a width within a value; smaller numbers are depths, strides, devices.
_SIZE = re.compile(r"\d\d")


def _failed(network: NetworkEvidence, shape: Shape | None) -> tuple[Attempt, list[Attempt]] | None:
    """An attempt that shows the card's shape to be wrong, and what ran in its place."""
    attempts = tried(network, shape)
    if any(each.output is not None for each in attempts):
        return None
    pairs = ((each, alike(network, each)) for each in attempts if each.asked and each.error)
    return next((pair for pair in pairs if pair[1]), None)


def _may_be_ours(document: Document, network: NetworkEvidence) -> bool:
    """Whether an argument that is not as on the card may decide which sizes run: `image_size=224`, a configuration."""
    arguments = network.built.arguments if network.built else ()
    values = {each.name: each for each in arguments}
    unlike = {*differing(document, arguments), *(each.name for each in guessed(network))} - CLASS_COUNTS
    return any(name not in values or _may_be_size(values[name]) for name in unlike)


def _may_be_size(argument: Supplied) -> bool:
    return not is_literal(argument._replace(name="any")) or bool(_SIZE.search(argument.value))


@rule("XR501", "input-shape-fails", Severity.ERROR, Applicability.UNSAFE)
def input_shape_fails(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds input shapes at which the real network fails.

    The network is built and given an input of the card's shape (height, width, channels); the finding quotes the
    framework's own error, with the line of the network's code, and says which sizes do run. Nothing is said unless
    another shape ran that differs in its sizes alone, nor where the network was built with other arguments than the
    card's that may decide which sizes run. Where MindSpore is not installed the record of an earlier run
    answers, and the evidence says so.

    Example: `input-shape: [227, 227, 3]` on a card of Xception, which runs from 295 to 326 pixels.

    The fix writes the architecture's canonical shape, where that was seen to run, or else the shape that ran and that
    the network's own repository names. It is unsafe: other sizes run too.
    """
    network, shape, node = evidence.network, card_shape(document), document.front.get("input-shape")
    found = _failed(network, shape) if network and not _may_be_ours(document, network) else None
    if not network or not found or not node or not shape:
        return
    failed, ran = found
    facts, fix = list(network_facts(network)), _fix(node, _right(network, evidence, ran))
    if canonical := _canonical(network, evidence):
        claim, own = f"the canonical input of {canonical[0]}", canonical[1]
        facts.append(Fact(Origin.KNOWLEDGE, canonical[2], claim, str(list(own))))
    error = told(failed.error, failed.where)
    message = f"{_name(network, evidence)} fails at the card's input shape {list(shape)}: {error}"
    yield Hit(f"{message}{_sizes(network, evidence, ran)}", node.span, "input-shape", tuple(facts), fix)


def _name(network: NetworkEvidence, evidence: Evidence) -> str:
    own = evidence.subject.architecture
    same = own and normalise(own.name) == normalise(network.network)
    name = own.name if own and same else network.network
    arguments = supplied(guessed(network))
    return f"{name}, built with {arguments}," if arguments else name


def _canonical(network: NetworkEvidence, evidence: Evidence) -> tuple[str, Shape, str] | None:
    """The architecture's name, its canonical input where that ran, and the source of it."""
    own = evidence.subject.architecture
    if not own or not own.input or all(each.output is None for each in tried(network, own.input)):
        return None
    return own.name, own.input, own.source


def _right(network: NetworkEvidence, evidence: Evidence, ran: list[Attempt]) -> Shape | None:
    """The shape that the card can state."""
    if canonical := _canonical(network, evidence):
        return canonical[1]
    return as_on_card(ran[0]) if ran[0].asked else None


def _fix(node: Node, shape: Shape | None) -> Fix | None:
    if not shape:
        return None
    return Fix(Applicability.UNSAFE, f"write {list(shape)}", (Edit(node.span, str(list(shape))),))


def _sizes(network: NetworkEvidence, evidence: Evidence, ran: list[Attempt]) -> str:
    """Which sizes do run."""
    canonical = _canonical(network, evidence)
    if not network.accepted:
        return f"; {list(as_on_card(ran[0]))} runs"
    sizes = f"; square inputs of {network.sizes} run"
    return f"{sizes}, {canonical[1][0]} is canonical" if canonical else sizes


# What says nothing of the card, or might, and no other rule can say where it is wrong.
_UNCHECKED = {"here": " here", "card": ""}
_SAY_MORE = (
    network_name_refused,
    usage_call_refused,
    name_not_accepted,
    load_argument_not_accepted,
    load_argument_missing,
)


def _said_by_others(document: Document, evidence: Evidence) -> bool:
    """Whether other rules say what is wrong in the card, and where."""
    wrong = evidence.network and evidence.network.fault == "card"
    return bool(wrong) and any(True for each in _SAY_MORE for _ in each.check(document, evidence))


@rule("XR502", "network-not-checked", Severity.INFO)
def network_not_checked(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of a card whose network is known that it, or its input shape, could not be tried here, and why.

    Nothing is ever skipped in silence. What could not be tried here says nothing of the card: the network may need a
    device, a package or a MindSpore that this machine does not have, or arguments that the card does not tell. Where no
    run was made, only the card's input shape is spoken of.

    Example: the run took too long; or MindSpore is not installed and the record holds no such shape.
    """
    network = evidence.network
    found = _not_checked(document, network) if network else None
    if network and found and not _said_by_others(document, evidence):
        node, field, message = found
        yield Hit(message, node.span, field, tuple(network_facts(network)))


def _not_checked(document: Document, network: NetworkEvidence) -> tuple[Node, str, str] | None:
    """What is said of the network, and where."""
    node, reason = document.front.get("input-shape"), (network.reason or network.note).rstrip(".")
    if network.fault in _UNCHECKED and network.how == "run":
        keys = ((key, document.front.get(key)) for key in ("input-shape", "repo-link", "model-name"))
        message = f"{network.network} could not be checked{_UNCHECKED[network.fault]}: {reason or 'no reason is known'}"
        return next(((found, key, message) for key, found in keys if found), None)
    if network.fault or not node or tried(network, card_shape(document)):
        return None
    message = f"the input shape was not tried in {network.network}: {network.note or 'no run of it is recorded'}"
    return node, "input-shape", message


RULES = (input_shape_fails, network_not_checked)
