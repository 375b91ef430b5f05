"""The card's own call of `mindspore_hub.load` beside the calls that a network was built with."""

import ast

from xreg.schema.document import Document
from xreg.schema.load_call import Argument, LoadCall, load_calls
from xreg.schema.network import NetworkEvidence, Supplied
from xreg.schema.network_facts import guessed
from xreg.schema.rules.usage import usage_modules


def own_call(document: Document) -> tuple[str, LoadCall] | None:
    """The first call of Usage, and the field that it stands in."""
    calls = ((part.field, call) for part, module in usage_modules(document) for call in load_calls(module))
    return next(calls, None)


def differing(document: Document, arguments: tuple[Supplied, ...]) -> set[str]:
    """The names of arguments that only one of the two gives, the card's own call or another one, or both otherwise."""
    found = own_call(document)
    ours = set(_given(found[1])) if found else set()
    theirs = {(each.name, each.value) for each in arguments}
    return {name for name, _ in ours ^ theirs}


def as_on_card(document: Document, network: NetworkEvidence) -> bool:
    """Whether a network was built by the card's own call, or by its name alone where there is none."""
    arguments = network.built.arguments if network.built else ()
    return not network.fault and not guessed(network) and not differing(document, arguments)


def _given(call: LoadCall) -> list[tuple[str, str]]:
    places = [(f"#{number}", _written(each)) for number, each in enumerate(call.places, 1)]
    return [*places, *((each.keyword, _written(each)) for each in call.keywords)]


def _written(argument: Argument) -> str:
    """A literal as Python writes it, anything else as nothing."""
    try:
        return repr(ast.literal_eval(argument.value))
    except (ValueError, TypeError, RecursionError, MemoryError):
        return ""
