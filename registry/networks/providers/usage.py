"""What a card's Usage code gives to the network behind its name."""

import ast
from typing import NamedTuple

from xreg.registry.networks.providers.protocol import tellable
from xreg.schema.document import Document
from xreg.schema.load_call import Argument, load_calls
from xreg.schema.network import Supplied
from xreg.schema.network_facts import USAGE
from xreg.schema.rules.usage import usage_modules

NOT_MADE = "is no literal: its call was not made."


class Used(NamedTuple):
    """The arguments of the first call, and in `note`, for people, why the call cannot be made as it stands."""

    arguments: tuple[Supplied, ...] = ()
    note: str = ""


def used_call(document: Document) -> Used:
    """The card's own call; one without arguments where Usage has none."""
    for _, module in usage_modules(document):
        for call in load_calls(module):
            given = [(f"#{number + 1}", each) for number, each in enumerate(call.places)]
            given += [(each.keyword, each) for each in call.keywords]
            supplied = [_supplied(name, argument) for name, argument in given]
            unknown = [name for (name, _), each in zip(given, supplied, strict=True) if each is None]
            note = f"What Usage gives as {', '.join(unknown)} {NOT_MADE}" if unknown else ""
            return Used(tuple(each for each in supplied if each) if not unknown else (), note)
    return Used()


def _supplied(name: str, argument: Argument) -> Supplied | None:
    try:
        value = ast.literal_eval(argument.value)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None
    return Supplied(name, repr(value), USAGE) if tellable(value) else None
