"""What can go wrong with a registry, each with what to do."""

from xreg.schema.errors import XregError


class StoreError(XregError):
    """A registry cannot do what it was asked; nothing was changed by it."""


class NotReleasedError(StoreError):
    """A release or a blob that the registry does not hold."""


class DamagedError(StoreError):
    """Bytes that are not those that were released: lost, or changed."""
