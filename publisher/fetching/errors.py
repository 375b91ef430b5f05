"""What can go wrong with fetching: an exception a state, each with a text that says what to do."""

from xreg.schema.errors import XregError

# More of a text that somebody else wrote is never shown.
_SHOWN = 300


class FetchError(XregError):
    """An asset could not be fetched."""


class NotAllowedError(FetchError):
    """The policy does not allow the link, one of its redirects, or the address behind it. Nothing was sent there."""


class NotFoundError(FetchError):
    """The server says that there is no such file (404, 410)."""


class RefusedError(FetchError):
    """The server does not give the file to us (401, 403 and the like)."""


class UnreachableError(FetchError):
    """No host, no connection, no valid certificate, no answer in time, or errors of the server alone."""


class TruncatedError(FetchError):
    """The server ended before all bytes that it had stated were there."""


class BadAnswerError(FetchError):
    """The server's answer cannot be used: too many redirects, compressed bytes, a status that means nothing here."""


class TooLargeError(FetchError):
    """The file is larger than the limit."""


class NoSpaceError(FetchError):
    """The disk has no room for the file."""


class OfflineError(FetchError):
    """The file is not in the cache, and nothing else may be asked."""


class CacheError(FetchError):
    """The cache folder cannot be read or written."""


def shown(text: str) -> str:
    """A text of somebody else, fit for a message: one line, no terminal codes, of bounded length."""
    plain = "".join(character if character.isprintable() else "\ufffd" for character in text[: _SHOWN + 1])
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
