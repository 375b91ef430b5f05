"""What can go wrong with signing and with checking a signature: an exception a state."""

from xreg.schema.errors import XregError


class SigningError(XregError):
    """Something cannot be signed, or a signature does not hold."""


class KeyFileError(SigningError):
    """A key cannot be read or written, or is none that xreg uses."""


class PasswordError(SigningError):
    """A key's password is wrong, or there is none to be had."""


class EnvelopeError(SigningError):
    """An attestation is not what xreg writes: it was changed or damaged, or comes from elsewhere."""


class UntrustedError(SigningError):
    """An attestation is signed by a key that is not among the trusted ones."""


class SignatureError(SigningError):
    """A signature is not that of its key over its payload."""


class SubjectError(SigningError):
    """A statement was signed, and speaks of another release or of other bytes."""
