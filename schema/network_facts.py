"""A network's evidence in words: the facts that findings and pages rest on, and with what the network was built."""

import re
from collections.abc import Iterator
from itertools import groupby

from xreg.schema.findings import Fact, Origin
from xreg.schema.network import GUESS, Attempt, Build, NetworkEvidence, Supplied
from xreg.schema.optimisers import is_optimisers

# The source of an argument that the card itself gives, as providers name it.
USAGE = "the card's Usage"
_MOST_ATTEMPTS = 6
_LITERAL = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?|True|False|None|'[\w./-]{0,80}'")


def where(network: NetworkEvidence) -> str:
    """Whose code it is, at which commit, what ran it, and how and when."""
    ran = f"{network.framework} on {network.device}, " if network.framework else ""
    return "; ".join(filter(None, (_origin(network), f"{ran}{network.how} {network.date}")))


def code_of(network: NetworkEvidence) -> str:
    """The network, and where its code is."""
    origin = _origin(network)
    return f"{network.network} ({origin})" if origin else network.network


def _origin(network: NetworkEvidence) -> str:
    """Where the code is from, unless it is xreg's own."""
    return "" if network.provider == "built-in" else network.origin


def supplied(arguments: tuple[Supplied, ...]) -> str:
    """Arguments by their source: `num_classes=10, from the card's Usage`."""
    told = [
        f"{', '.join(map(written, given))}, from {source}"
        for source, given in groupby(arguments, key=lambda each: each.source)
    ]
    return "; ".join(told)


def written(argument: Supplied) -> str:
    """An argument as a call has it."""
    return argument.value if argument.name.startswith("#") else f"{argument.name}={argument.value}"


def is_literal(argument: Supplied) -> bool:
    """Whether an argument can be written into a card: a keyword, and a plain value."""
    return argument.name.isidentifier() and bool(_LITERAL.fullmatch(argument.value))


def guessed(network: NetworkEvidence) -> tuple[Supplied, ...]:
    """What the network was built with that the card itself does not give."""
    arguments = network.built.arguments if network.built else ()
    return tuple(each for each in arguments if each.source != USAGE)


def told(error: str, place: str) -> str:
    """An error and the line of the network's own code that raised it."""
    error = error.strip().rstrip(".")
    return f"{error} ({place})" if place and place not in error else error


def beyond_optimisers(network: NetworkEvidence) -> tuple[str, ...]:
    """The parameters that the checkpoint has besides the network's, without those of an optimiser."""
    unexpected, own = network.checkpoint.unexpected if network.checkpoint else (), None
    if unexpected:
        own = {each.name for each in network.parameters}
    return tuple(name for name in unexpected if not is_optimisers(name, own or ()))


def network_facts(network: NetworkEvidence) -> Iterator[Fact]:
    """All that was seen, and what must be known of how."""
    source = where(network)
    yield from how_built(network)
    for attempt in _shown(network.attempts):
        yield Fact(Origin.NETWORK, source, f"{network.network} given {_given(attempt)}", _answer(attempt))
    if network.accepted:
        claim = f"square inputs that {network.network} accepts"
        yield Fact(Origin.NETWORK, network.accepted_from, claim, network.sizes)


def how_built(network: NetworkEvidence) -> Iterator[Fact]:
    """The calls that were refused, the arguments that the network was built with, and what stood in for gone API."""
    source = where(network)
    for build in network.builds:
        if build.error:
            claim = f"{network.network} built with {supplied(build.arguments) or 'its name alone'}"
            yield Fact(Origin.NETWORK, source, claim, told(build.error, build.where))
    built = network.built
    if built and built.arguments:
        yield Fact(Origin.NETWORK, source, f"{network.network} was built with", supplied(built.arguments))
    if network.shims:
        yield Fact(Origin.NETWORK, source, "what stood in for API that MindSpore no longer has", _list(network.shims))


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _shown(attempts: tuple[Attempt, ...]) -> list[Attempt]:
    """Those at shapes that were asked for, and of the others those that ran."""
    return [each for each in attempts if each.asked or each.output is not None][:_MOST_ATTEMPTS]


def _given(attempt: Attempt) -> str:
    first = _tensor(attempt.shape, attempt.dtype)
    given = ", ".join([first, *(_tensor(each.shape, each.dtype) for each in attempt.rest)])
    return f"{given}{_from(attempt.source)}"


def _from(source: str) -> str:
    """Where an input comes from: `, from export.py:31`, or `, a guess`."""
    if not source:
        return ""
    return f", {source}" if source.startswith(GUESS) else f", from {source}"


def _tensor(shape: tuple[int, ...], dtype: str) -> str:
    return str(shape) if dtype == "float32" else f"{shape} {dtype}"


def _answer(attempt: Attempt) -> str:
    if attempt.output is None:
        return told(attempt.error, attempt.where)
    several = ", ".join(map(str, attempt.outputs))
    return f"outputs {several}" if several else f"output {attempt.output}"


def first_refusal(network: NetworkEvidence) -> Build | None:
    """The first call, where it was refused: it is the card's own."""
    first = next(iter(network.builds), None)
    return first if first and first.error else None
