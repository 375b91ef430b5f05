"""Whether the network runs with the file in it, at the card's input shape, to finite numbers of the stated size."""

from xreg.publisher.verifying.checks import failed, unverified, verified
from xreg.publisher.verifying.networks import Network, NotAsked
from xreg.schema.network import Attempt, CheckpointCheck, NetworkEvidence
from xreg.schema.shape import Shape, channels_first
from xreg.schema.verification import Check

Classes = tuple[str, int]


def check_run(network: Network, shape: Shape | None, classes: Classes | None) -> Check:
    """What running the network with the file showed."""
    if isinstance(network, NotAsked):
        return unverified("run", network.reason)
    check = network.checkpoint
    if check is None:
        return unverified("run", f"The file was not loaded into {network.network}. {network.note}".strip())
    if not check.loaded:
        return _not_loaded(network, check)
    ran = next((attempt for attempt in network.attempts if attempt.output is not None), None)
    if check.finite is None or check.output is None or ran is None:
        return unverified("run", f"{network.network} loads the file, and did not run. {network.note}".strip())
    if not check.finite:
        return failed("run", f"{network.network} with this file gives numbers that are not finite: {check.error}.")
    return _ran(network, ran, check.output, shape, classes)


def _not_loaded(network: NetworkEvidence, check: CheckpointCheck) -> Check:
    if check.error:
        return failed("run", f"{network.network} does not load the file: {check.error.rstrip('.')}.")
    return failed("run", f"{network.network} does not load the file, since its parameters differ.")


def _ran(
    network: NetworkEvidence, ran: Attempt, output: tuple[int, ...], shape: Shape | None, classes: Classes | None
) -> Check:
    """The checkpoint ran at the first shape that runs: that must be the card's, if the card states one."""
    own = network.attempt(channels_first(shape)) if shape else ran
    if own is None:
        message = f"The card's input shape {_listed(shape)} was not tried. {network.note}".strip()
        return unverified("run", message)
    if own.output is None:
        return failed("run", _fails_at(network, own, shape, ran))
    if classes and len(output) == 2 and output[-1] != classes[1]:
        return failed("run", f"The output has {output[-1]:,} values, and {classes[0]} has {classes[1]:,} classes.")
    return verified("run", _said(network, ran, output, classes))


def _fails_at(network: NetworkEvidence, own: Attempt, shape: Shape | None, ran: Attempt) -> str:
    sizes = f"; it accepts squares of {network.sizes}" if network.accepted else ""
    return (
        f"{network.network} does not run at the card's input shape {_listed(shape)}: {own.error.rstrip('.')}; at"
        f" {_pixels(ran)} it does with this file{sizes}."
    )


def _said(network: NetworkEvidence, ran: Attempt, output: tuple[int, ...], classes: Classes | None) -> str:
    size = f", as many as {classes[0]} has classes" if classes and len(output) == 2 else ""
    return (
        f"{network.network} with this file, given {_pixels(ran)}, answers with {_listed(output)} finite numbers{size}"
        f" ({network.framework} on {network.device}, {network.how} {network.date})."
    )


def _pixels(attempt: Attempt) -> str:
    """The input as a card writes it."""
    if len(attempt.shape) != 4:
        return _listed(attempt.shape)
    _, channels, height, width = attempt.shape
    return _listed((height, width, channels))


def _listed(shape: tuple[int, ...] | None) -> str:
    return str(list(shape or ()))
