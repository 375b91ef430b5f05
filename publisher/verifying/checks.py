"""Checks in their three states, which never blur: each says which it is by how it is made."""

from collections.abc import Iterable

from xreg.schema.verification import Check, State


def verified(name: str, message: str, details: Iterable[str] = ()) -> Check:
    """A check that holds."""
    return Check(name, State.VERIFIED, message, tuple(details))


def failed(name: str, message: str, details: Iterable[str] = ()) -> Check:
    """A check that does not hold: the message or the details state the difference."""
    return Check(name, State.FAILED, message, tuple(details))


def unverified(name: str, message: str, details: Iterable[str] = ()) -> Check:
    """A check that could not be made: the message states the reason."""
    return Check(name, State.UNVERIFIED, message, tuple(details))
