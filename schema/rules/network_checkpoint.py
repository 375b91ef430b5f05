"""XR503 to XR505: the bytes of a checkpoint against the real network that they are for."""

from collections.abc import Iterator

from xreg.schema.document import Document
from xreg.schema.evidence import AssetFile, Evidence
from xreg.schema.findings import Fact, Origin, Severity
from xreg.schema.network import CheckpointCheck, NetworkEvidence
from xreg.schema.network_facts import beyond_optimisers, code_of, guessed, how_built, network_facts, supplied
from xreg.schema.rule import Hit, rule
from xreg.schema.rules.load_arguments import CLASS_COUNTS


def _hit(document: Document, file: AssetFile, message: str, facts: tuple[Fact, ...]) -> Hit:
    asset = document.asset(file.number)
    return Hit(message, (asset.scalar("asset-link") or asset.mapping).span, asset.field("asset-link"), facts)


def _loaded(evidence: Evidence) -> tuple[NetworkEvidence, CheckpointCheck] | None:
    network = evidence.network
    return (network, network.checkpoint) if network and network.checkpoint else None


@rule("XR503", "checkpoint-does-not-fit", Severity.ERROR)
def checkpoint_does_not_fit(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Finds checkpoints whose parameters are not the network's, by name and by shape.

    Such a file cannot be loaded, or is loaded in part, and the rest of the network stays as it was initialised. What an
    optimiser leaves in a file (`moments.conv1.weight`, `learning_rate`) is no fault. Where the network was built with
    arguments that are not the card's own, and these may be what differs, nothing is called wrong.

    There is no fix: the asset, or the name of the network, is another one's.
    """
    found = _loaded(evidence)
    differences = _differences(*found) if found else []
    if not found or not differences or _may_be_ours(*found):
        return
    network = found[0]
    for file in evidence.files[:1]:
        facts = tuple(Fact(Origin.NETWORK, file.path, claim, value) for claim, value in differences)
        message = f"the checkpoint does not fit {code_of(network)}: {' '.join(differences[0])}"
        yield _hit(document, file, message, (*facts, *how_built(network)))


def _may_be_ours(network: NetworkEvidence, check: CheckpointCheck) -> bool:
    """Whether what differs may come from arguments that the card does not give.

    A number of classes changes shapes, and no names.
    """
    given = guessed(network)
    counts = all(each.name in CLASS_COUNTS for each in given)
    return bool(given) and not (counts and (check.missing or beyond_optimisers(network)))


def _differences(network: NetworkEvidence, check: CheckpointCheck) -> list[tuple[str, str]]:
    said = [
        ("it lacks", ", ".join(check.missing)),
        ("it has besides", ", ".join(beyond_optimisers(network))),
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
    found = _loaded(evidence)
    if not found or not found[1].loaded or found[1].finite is not False:
        return
    network, check = found
    for file in evidence.files[:1]:
        facts = (Fact(Origin.NETWORK, file.path, f"{network.network} with this checkpoint", check.error),)
        message = f"{code_of(network)} with this checkpoint gives values that are not finite"
        yield _hit(document, file, message, (*facts, *how_built(network)))


@rule("XR505", "checkpoint-fits", Severity.INFO)
def checkpoint_fits(document: Document, evidence: Evidence) -> Iterator[Hit]:
    """Says of a file that was given that it fits the network, or why that is not known.

    It is not known where the file was not loaded, and where it differs from a network that had to be built with
    arguments that the card does not give.

    There is no fix: nothing is wrong.
    """
    network = evidence.network
    message = _fits(network) if network else ""
    for file in evidence.files[:1] if network and message else ():
        yield _hit(document, file, message, tuple(network_facts(network)) if network else ())


def _fits(network: NetworkEvidence) -> str:
    check = network.checkpoint
    if not check:
        return f"the file was not loaded into {code_of(network)}: {network.note or network.reason}"
    differences = _differences(network, check)
    if differences and _may_be_ours(network, check):
        return (
            f"whether the file fits {code_of(network)} is not known: built with {supplied(guessed(network))},"
            f" {' '.join(differences[0])}"
        )
    if differences or not check.loaded or not check.finite:
        return ""
    return (
        f"the file fits {code_of(network)}: all {len(network.parameters)} parameters by name, shape and dtype;"
        f" with it the output {list(check.output or ())} is finite{_besides(network, check)}"
    )


def _besides(network: NetworkEvidence, check: CheckpointCheck) -> str:
    left = len(check.unexpected) - len(beyond_optimisers(network))
    return f"; {left} more are an optimiser's" if left else ""


RULES = (checkpoint_does_not_fit, output_not_finite, checkpoint_fits)
