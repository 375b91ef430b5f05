"""XR5xx: the card against the real network, built and run in MindSpore."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import Evidence
from xreg.schema.findings import Applicability, Edit, Fact, Fix, Origin, Severity
from xreg.schema.network import Attempt, NetworkEvidence
from xreg.schema.nodes import Node
from xreg.schema.rule import Hit, rule
from xreg.schema.shape import card_shape, channels_first


def _attempt(document: Document, network: NetworkEvidence) -> tuple[Attempt, Node] | None:
    """What was seen when the network was given an input of the card's shape, and where the card states it."""
    node, shape = document.front.get("input-shape"), card_shape(document)
    attempt = network.attempt(channels_first(shape)) if shape else None
    return (attempt, node) if attempt and node else None


def _facts(network: NetworkEvidence) -> Iterator[Fact]:
    where = f"{network.framework} on {network.device}, {network.how} {network.date}"
    for attempt in network.attempts:
        answer = attempt.error or f"output {attempt.output}"
        yield Fact(Origin.NETWORK, where, f"{network.network} given {attempt.shape}", answer)
    if network.accepted:
        low, high = network.accepted
        claim = f"square inputs that {network.network} accepts"
        yield Fact(Origin.NETWORK, network.accepted_from, claim, f"{low} to {high} pixels")


@rule("XR501", "input-shape-fails", Severity.ERROR, Applicability.UNSAFE)
def input_shape_fails(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds input shapes at which the real network fails.

    The network is built and given an input of the card's shape (height, width, channels); the finding quotes the
    framework's own error and says which sizes do run. Where MindSpore is not installed the record of an earlier run
    answers, and the evidence says so.

    Example: `input-shape: [227, 227, 3]` on a card of Xception, which runs from 295 to 326 pixels.

    The fix writes the architecture's canonical shape, where that was seen to run. It is unsafe: other sizes run too.
    """
    network = evidence.network
    found = _attempt(document, network) if network else None
    if not network or not found or not found[0].error or not network.ever_ran:
        return
    attempt, node = found
    shape, sizes = card_shape(document), ""
    if network.accepted:
        sizes = f"; square inputs of {network.accepted[0]} to {network.accepted[1]} pixels run"
    own = evidence.subject.architecture
    facts, fix = list(_facts(network)), None
    if own and own.input and _ran(network, own.input):
        sizes += f", {own.input[0]} is canonical"
        facts.append(Fact(Origin.KNOWLEDGE, own.source, f"the canonical input of {own.name}", str(list(own.input))))
        fix = Fix(Applicability.UNSAFE, f"write {list(own.input)}", (Edit(node.span, str(list(own.input))),))
    name = own.name if own else network.network
    message = f"{name} fails at the card's input shape {list(shape or ())}: {attempt.error}{sizes}"
    yield Hit(message, node.span, "input-shape", tuple(facts), fix)


def _ran(network: NetworkEvidence, shape: tuple[int, int, int]) -> bool:
    attempt = network.attempt(channels_first(shape))
    return bool(attempt and attempt.output is not None)


@rule("XR502", "network-not-checked", Severity.INFO)
def network_not_checked(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of a card whose network is known that its input shape could not be tried, and why.

    Nothing is ever skipped in silence.

    Example: the run took too long; or MindSpore is not installed and the record holds no such shape.
    """
    network, node = evidence.network, document.front.get("input-shape")
    if network and node and not _attempt(document, network):
        message = f"the input shape was not tried in {network.network}: {network.note or 'no run of it is recorded'}"
        yield Hit(message, node.span, "input-shape", tuple(_facts(network)))


@rule("XR503", "checkpoint-does-not-fit", Severity.ERROR)
def checkpoint_does_not_fit(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds checkpoints whose parameters are not the network's, by name and by shape.

    Such a file cannot be loaded, or is loaded in part, and the rest of the network stays as it was initialised.

    There is no fix: the asset, or the name of the network, is another one's.
    """
    check = evidence.network.checkpoint if evidence.network else None
    if not evidence.network or not check or not (differences := _differences(evidence.network)):
        return
    for file in evidence.files[:1]:
        asset = document.asset(file.number)
        link = asset.scalar("asset-link")
        facts = tuple(Fact(Origin.NETWORK, file.path, claim, value) for claim, value in differences)
        message = f"the checkpoint does not fit {evidence.network.network}: {differences[0][0]} {differences[0][1]}"
        yield Hit(message, (link or asset.mapping).span, asset.field("asset-link"), facts)


def _differences(network: NetworkEvidence) -> list[tuple[str, str]]:
    check = network.checkpoint
    if not check:
        return []
    said = [
        ("it lacks", ", ".join(check.missing)),
        ("it has besides", ", ".join(check.unexpected)),
        (
            "it has in another shape",
            ", ".join(f"{name}: {want}, not {found}" for name, want, found in check.mismatched),
        ),
        ("the framework says", "" if check.loaded else check.error),
    ]
    return [(claim, _shortened(value)) for claim, value in said if value]


def _shortened(value: str) -> str:
    return value if len(value) <= 400 else f"{value[:400]}…"


@rule("XR504", "output-not-finite", Severity.ERROR)
def output_not_finite(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds checkpoints that fit the network, but whose output is not finite.

    Somewhere in the file stand values that are no numbers: it was saved after training had failed, or was damaged.

    There is no fix: publish another checkpoint.
    """
    check = evidence.network.checkpoint if evidence.network else None
    if not evidence.network or not check or not check.loaded or check.finite is not False:
        return
    for file in evidence.files[:1]:
        asset = document.asset(file.number)
        facts = (Fact(Origin.NETWORK, file.path, f"{evidence.network.network} with this checkpoint", check.error),)
        message = f"{evidence.network.network} with this checkpoint gives values that are not finite"
        yield Hit(message, (asset.scalar("asset-link") or asset.mapping).span, asset.field("asset-link"), facts)


@rule("XR505", "checkpoint-fits", Severity.INFO)
def checkpoint_fits(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of a file that was given that it fits the network, or why it was not loaded into it.

    There is no fix: nothing is wrong.
    """
    network = evidence.network
    if not network or not evidence.files:
        return
    asset, check = document.asset(evidence.files[0].number), network.checkpoint
    facts = tuple(_facts(network))
    if not check:
        message = f"the file was not loaded into {network.network}: {network.note}"
    elif check.loaded and check.finite and not _differences(network):
        message = (
            f"the file fits {network.network}: all {len(network.parameters)} parameters by name, shape and dtype;"
            f" with it the output {list(check.output or ())} is finite"
        )
    else:
        return
    yield Hit(message, (asset.scalar("asset-link") or asset.mapping).span, asset.field("asset-link"), facts)


RULES = (input_shape_fails, network_not_checked, checkpoint_does_not_fit, output_not_finite, checkpoint_fits)
