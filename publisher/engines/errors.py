"""What can go wrong with an engine, as opposed to the work that it shares."""

from xreg.schema.errors import XregError


class EngineError(XregError):
    """An engine cannot start, was lost, or is not fit for the work; the text says what to do."""
