"""Another implementation of DSSE reads and verifies our attestations: they are no dialect."""

import json

import pytest

from xreg.registry.signing.envelope import decode
from xreg.registry.signing.keys import PrivateKey, new_key

WHY = "securesystemslib is not installed: pip install 'xreg[test]'"
dsse = pytest.importorskip("securesystemslib.dsse", reason=WHY)
signer = pytest.importorskip("securesystemslib.signer", reason=WHY)
exceptions = pytest.importorskip("securesystemslib.exceptions", reason=WHY)


def test_it_verifies_ours(envelope: bytes, key: PrivateKey) -> None:
    read = dsse.Envelope.from_dict(json.loads(envelope))
    public = signer.SSlibKey(key.id, "ed25519", "ed25519", {"public": key.public.raw.hex()})
    assert list(read.verify([public], 1)) == [key.id]
    assert read.payload == decode(envelope).payload


def test_it_refuses_another_key(envelope: bytes, key: PrivateKey) -> None:
    read = dsse.Envelope.from_dict(json.loads(envelope))
    other = signer.SSlibKey(key.id, "ed25519", "ed25519", {"public": new_key().public.raw.hex()})
    with pytest.raises(exceptions.VerificationError):
        read.verify([other], 1)
