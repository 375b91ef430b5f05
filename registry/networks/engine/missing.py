"""Refusing to go on where a protection is required and this system does not give it."""

from collections.abc import Iterable
from typing import NoReturn

from xreg.schema.network import NetworkError

REFUSALS = ("not ", "files outside", "privileges were not", "it stays root", "the user's", "no limits")


class IsolationError(NetworkError):
    """What is missing on this system for a network to be run in isolation, and what to install."""


def refuse_without(missing: Iterable[str], isolation: Iterable[str]) -> NoReturn:
    """Raise IsolationError that names what is missing, with the reasons among the sentences of the steps."""
    reasons = "; ".join(each for each in isolation if each.startswith(REFUSALS))
    raise IsolationError(
        f"a network would not be kept from {_listed(missing)} here ({reasons}), so none was run: install bubblewrap "
        f"(`apt-get install bubblewrap`) on a Linux of version 5.13 or later that allows user namespaces, or use "
        f"`--isolation auto`"
    )


def _listed(words: Iterable[str]) -> str:
    names = {"network": "the network", "files": "files", "processes": "other processes", "memory": "memory"}
    *first, last = [names.get(word, word) for word in words]
    return f"{', '.join(first)} and {last}" if first else last
