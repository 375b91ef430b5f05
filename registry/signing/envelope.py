"""The DSSE envelope (protocol version 1.0.2): what is signed, and the JSON that holds it.

Read is only what `encode` writes, byte for byte: one signature, standard base64, canonical JSON. So no byte of an
envelope is free, though DSSE itself leaves blanks, order and the key's id unsigned.
"""

import base64
import re
from typing import Any, NamedTuple

from xreg.registry.signing.canonical import canonical, read_canonical
from xreg.registry.signing.errors import EnvelopeError

PAYLOAD_TYPE = "application/vnd.in-toto+json"
LARGEST = 16 << 20
_SIGNATURE_BYTES = 64
_ID = re.compile(r"[0-9a-f]{64}")
_KEYS = {"payload", "payloadType", "signatures"}
_SIGNATURE_KEYS = {"keyid", "sig"}


class Envelope(NamedTuple):
    """A payload with one signature: the signing key's id, and 64 bytes of Ed25519."""

    payload: bytes
    key_id: str
    signature: bytes


def to_sign(payload: bytes) -> bytes:
    """The bytes that are signed (PAE): type and payload, each with its length, so that neither passes for the other."""
    kind = PAYLOAD_TYPE.encode()
    return b" ".join((b"DSSEv1", str(len(kind)).encode(), kind, str(len(payload)).encode(), payload))


def encode(envelope: Envelope) -> bytes:
    """Writes an envelope."""
    signature = {"keyid": envelope.key_id, "sig": _text(envelope.signature)}
    return canonical(
        {"payload": _text(envelope.payload), "payloadType": PAYLOAD_TYPE, "signatures": [signature]},
    )


def decode(content: bytes) -> Envelope:
    """Reads an envelope. Raises EnvelopeError, which names the part that is not as xreg writes it."""
    if len(content) > LARGEST:
        raise _wrong(f"it is larger than {LARGEST:,} bytes")
    try:
        item = read_canonical(content)
    except ValueError as error:
        raise _wrong(f"the envelope is {error}") from error
    if not isinstance(item, dict) or set(item) != _KEYS:
        raise _wrong(f"the envelope has other keys than {', '.join(sorted(_KEYS))}")
    if item["payloadType"] != PAYLOAD_TYPE:
        raise _wrong(f"its payload type is not {PAYLOAD_TYPE}")
    key_id, signature = _signature(item["signatures"])
    return Envelope(_bytes(item["payload"], "the payload"), key_id, signature)


def _signature(value: Any) -> tuple[str, bytes]:
    if not isinstance(value, list) or len(value) != 1:
        raise _wrong(f"it has {len(value) if isinstance(value, list) else 'no list of'} signatures, not one")
    item = value[0]
    if not isinstance(item, dict) or set(item) != _SIGNATURE_KEYS:
        raise _wrong(f"the signature has other keys than {', '.join(sorted(_SIGNATURE_KEYS))}")
    if not isinstance(item["keyid"], str) or not _ID.fullmatch(item["keyid"]):
        raise _wrong("the signature's keyid is no SHA-256 in lower-case hex")
    signature = _bytes(item["sig"], "the signature")
    if len(signature) != _SIGNATURE_BYTES:
        raise _wrong(f"the signature has {len(signature)} bytes, not the {_SIGNATURE_BYTES} of Ed25519")
    return item["keyid"], signature


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(value: Any, what: str) -> bytes:
    """Decodes base64 in the one form that `encode` writes: others would be other bytes with the same meaning."""
    try:
        content = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError as error:
        raise _wrong(f"{what} is no base64") from error
    if not content or _text(content) != value:
        raise _wrong(f"{what} is not in standard base64")
    return content


def _wrong(why: str) -> EnvelopeError:
    return EnvelopeError(f"the attestation was changed or is not of xreg: {why}; take it from the registry again.")
