"""Signing a statement, and checking who signed what. Nothing here asks the network or the clock."""

from collections.abc import Iterable
from typing import NamedTuple

from xreg.registry.signing.envelope import Envelope, decode, encode, to_sign
from xreg.registry.signing.errors import SignatureError, SigningError, SubjectError, UntrustedError
from xreg.registry.signing.keys import PrivateKey, PublicKey
from xreg.registry.signing.statement import Statement, differences, read_statement, statement_of
from xreg.registry.signing.trust import Trusted
from xreg.schema.release import Release

_MOST_NAMED = 5


class Signed(NamedTuple):
    """What a trusted key signed: the name under which it is trusted, its id, and the statement."""

    by: str
    key_id: str
    statement: Statement


def sign(statement: Statement, key: PrivateKey) -> bytes:
    """Signs a statement; the envelope's bytes. The same statement and key always give the same bytes."""
    payload = statement.payload
    return encode(Envelope(payload, key.id, key.sign(to_sign(payload))))


def verify(content: bytes, trusted: Iterable[Trusted]) -> Signed:
    """Who signed an envelope, and what. Raises EnvelopeError, UntrustedError or SignatureError."""
    envelope = decode(content)
    known = next((item for item in trusted if item.key.id == envelope.key_id), None)
    if known is None:
        raise UntrustedError(
            f"the attestation is signed by the key {envelope.key_id}, which is not trusted: add its public key to"
            " trusted-keys in [tool.xreg] if you trust whoever holds it."
        )
    if not _holds(known.key, envelope):
        raise SignatureError(
            f"the signature is not that of {known.name} over this payload: the payload or the signature was changed."
        )
    return Signed(known.name, envelope.key_id, read_statement(envelope.payload))


def verify_release(content: bytes, trusted: Iterable[Trusted], release: Release, report: bytes) -> Signed:
    """Who signed a release, whose attestation and report are given as they are stored.

    Raises SigningError, whose class and text name what was changed: payload, signature, a subject's digest, a fact of
    the release, or the report.
    """
    expected = _expected(release, report)
    try:
        signed = verify(content, trusted)
    except SignatureError as error:
        raise SignatureError(f"{release.name}: {_changed(decode(content), expected)}") from error
    if found := differences(signed.statement, expected):
        raise SubjectError(
            f"{release.name} is not what {signed.by} signed: {_listed(found)}. Take the files from a good copy."
        )
    return signed


def _expected(release: Release, report: bytes) -> Statement:
    try:
        return statement_of(release, report)
    except SigningError as error:
        raise SubjectError(f"{release.name} is not what was signed: {error}") from error


def _holds(key: PublicKey, envelope: Envelope) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(envelope.signature, to_sign(envelope.payload))
    except InvalidSignature:
        return False
    return True


def _changed(envelope: Envelope, expected: Statement) -> str:
    """Which of the two was changed, where the signature does not fit the payload: the release tells what was signed."""
    if envelope.payload == expected.payload:
        return "the signature was changed, since the payload is what the release says: sign it again."
    try:
        found = differences(read_statement(envelope.payload), expected)
    except SigningError as error:
        return f"the payload was changed: {error}"
    return f"the payload was changed: {_listed(found)}."


def _listed(found: tuple[str, ...]) -> str:
    more = f"; and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return "; ".join(found[:_MOST_NAMED]) + more
