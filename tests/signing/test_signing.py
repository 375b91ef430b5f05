"""Signed releases: who signed is said, and each byte that was changed is found and named."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.registry.signing.canonical import canonical
from xreg.registry.signing.envelope import LARGEST, PAYLOAD_TYPE, Envelope, decode, encode, to_sign
from xreg.registry.signing.errors import EnvelopeError, SignatureError, SigningError, SubjectError, UntrustedError
from xreg.registry.signing.keys import PrivateKey, new_key
from xreg.registry.signing.signing import sign, verify, verify_release
from xreg.registry.signing.statement import statement_of
from xreg.registry.signing.trust import Trusted
from xreg.schema.digests import Digest
from xreg.schema.release import Release
from xreg.schema.verification import State

Keys = tuple[Trusted, ...]


def test_who_signed_what(envelope: bytes, trusted: Keys, key: PrivateKey, release: Release, report: bytes) -> None:
    signed = verify_release(envelope, trusted, release, report)
    assert (signed.by, signed.key_id) == ("team", key.id)
    assert dict(signed.statement.subjects) == {
        "raw": release.raw,
        "card": release.card,
        "evidence": release.evidence,
        "verification": release.verification,
        "asset[0]": release.assets[0].digest,
    }
    assert signed.statement.release["uid"] == "mindspore/1.1/xception_v1.1"
    assert signed.statement.report == json.loads(report)


def test_the_envelope_is_dsse_with_an_in_toto_statement(envelope: bytes, key: PrivateKey) -> None:
    item = json.loads(envelope)
    assert item["payloadType"] == "application/vnd.in-toto+json"
    statement = json.loads(base64.b64decode(item["payload"]))
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["subject"][1] == {"name": "card", "digest": {"sha256": Digest.of(b"card").hex}}
    assert item["signatures"][0]["keyid"] == key.id


def test_what_is_signed_is_the_protocol_s_own_encoding() -> None:
    assert to_sign(b"hello") == b"DSSEv1 28 application/vnd.in-toto+json 5 hello"


def test_the_same_is_signed_alike(envelope: bytes, release: Release, report: bytes, key: PrivateKey) -> None:
    assert sign(statement_of(release, report), key) == envelope
    later = release._replace(attestation=Digest.of(envelope), yanked="wrong weights")
    assert sign(statement_of(later, report), key) == envelope


def test_a_key_that_is_not_trusted(envelope: bytes, trusted: Keys, key: PrivateKey) -> None:
    with pytest.raises(UntrustedError, match=f"{key.id}, which is not trusted"):
        verify(envelope, trusted[:1])


@given(st.data())
def test_no_changed_byte_is_ever_verified(envelope: bytes, trusted: Keys, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(envelope) - 1))
    changed = bytearray(envelope)
    changed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SigningError):
        verify(bytes(changed), trusted)


@given(st.data())
def test_no_insertion_or_deletion_is_ever_verified(envelope: bytes, trusted: Keys, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(envelope)))
    inserted, deleted = data.draw(st.binary(max_size=8)), data.draw(st.integers(0, 8))
    changed = envelope[:at] + inserted + envelope[at + deleted :]
    if changed != envelope:
        with pytest.raises(SigningError):
            verify(changed, trusted)


def test_every_byte_once(envelope: bytes, trusted: Keys) -> None:
    for at in range(len(envelope)):
        changed = bytearray(envelope)
        changed[at] ^= 1
        with pytest.raises(SigningError):
            verify(bytes(changed), trusted)


@given(st.binary(max_size=200))
def test_any_bytes(trusted: Keys, content: bytes) -> None:
    with pytest.raises(EnvelopeError):
        verify(content, trusted)


Change = Callable[[dict[str, Any]], object]
HOSTILE: dict[str, tuple[Change, str]] = {
    "no-object": (lambda _: [], "other keys than payload"),
    "another-key": (lambda item: {**item, "alg": "none"}, "other keys than payload"),
    "a-key-less": (lambda item: {"payload": item["payload"]}, "other keys than payload"),
    "another-type": (lambda item: {**item, "payloadType": "text/plain"}, f"not {PAYLOAD_TYPE}"),
    "no-signatures": (lambda item: {**item, "signatures": []}, "0 signatures, not one"),
    "two-signatures": (lambda item: {**item, "signatures": item["signatures"] * 2}, "2 signatures, not one"),
    "signatures-of-another-type": (lambda item: {**item, "signatures": "none"}, "no list of signatures"),
    "a-signature-of-another-type": (lambda item: {**item, "signatures": ["x"]}, "other keys than keyid, sig"),
    "an-algorithm": (
        lambda item: {**item, "signatures": [{**item["signatures"][0], "alg": "HS256"}]},
        "other keys than keyid, sig",
    ),
    "a-key-id-of-another-form": (
        lambda item: {**item, "signatures": [{**item["signatures"][0], "keyid": "team"}]},
        "no SHA-256",
    ),
    "a-key-id-of-another-type": (
        lambda item: {**item, "signatures": [{**item["signatures"][0], "keyid": None}]},
        "no SHA-256",
    ),
    "a-short-signature": (
        lambda item: {**item, "signatures": [{**item["signatures"][0], "sig": "AAAA"}]},
        "3 bytes, not the 64 of Ed25519",
    ),
    "payload-of-another-type": (lambda item: {**item, "payload": 3}, "the payload is not in standard base64"),
    "empty-payload": (lambda item: {**item, "payload": ""}, "the payload is not in standard base64"),
    "url-safe-base64": (lambda item: {**item, "payload": "-_-_"}, "the payload is no base64"),
    "base64-with-a-line-end": (lambda item: {**item, "payload": item["payload"] + "\n"}, "the payload is no base64"),
    "base64-without-padding": (lambda item: {**item, "payload": "YQ"}, "the payload is no base64"),
    "base64-with-other-last-bits": (lambda item: {**item, "payload": "YR=="}, "not in standard base64"),
    "base64-of-other-letters": (lambda item: {**item, "payload": "é"}, "the payload is no base64"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_envelopes(name: str, envelope: bytes, trusted: Keys) -> None:
    change, message = HOSTILE[name]
    with pytest.raises(EnvelopeError) as caught:
        verify(canonical(change(json.loads(envelope))), trusted)
    assert message in str(caught.value)


def test_an_envelope_that_is_too_large(trusted: Keys) -> None:
    with pytest.raises(EnvelopeError, match="larger than 16,777,216 bytes"):
        verify(b"[" * (LARGEST + 1), trusted)


def test_a_key_that_stands_twice(envelope: bytes, trusted: Keys) -> None:
    twice = envelope.replace(b'{"payload":', b'{"payload":"YQ==","payload":', 1)
    with pytest.raises(EnvelopeError, match="not in its canonical form"):
        verify(twice, trusted)


def signed(payload: bytes, key: PrivateKey) -> bytes:
    """An envelope with a good signature over anything."""
    return encode(Envelope(payload, key.id, key.sign(to_sign(payload))))


Edit = Callable[[dict[str, Any]], object]
STATEMENTS: dict[str, tuple[Edit, str]] = {
    "no-object": (lambda _: [], "its keys are not"),
    "another-key": (lambda item: {**item, "more": 1}, "its keys are not"),
    "another-version": (lambda item: {**item, "_type": "https://in-toto.io/Statement/v0.1"}, "no in-toto statement v1"),
    "another-predicate": (lambda item: {**item, "predicateType": "https://slsa.dev/provenance/v1"}, "no in-toto"),
    "predicate-of-another-type": (lambda item: {**item, "predicate": []}, "not a release and a report"),
    "predicate-with-more": (lambda item: {**item, "predicate": {"release": {}, "report": 1, "x": 1}}, "not a release"),
    "release-of-another-type": (lambda item: {**item, "predicate": {"release": 1, "report": 1}}, "not a release"),
    "no-subjects": (lambda item: {**item, "subject": []}, "no list of subjects"),
    "subjects-of-another-type": (lambda item: {**item, "subject": {}}, "no list of subjects"),
    "subject-of-another-type": (lambda item: {**item, "subject": ["card"]}, "not a name and a digest"),
    "subject-twice": (lambda item: {**item, "subject": item["subject"][:1] * 2}, "have the same name"),
    "another-algorithm": (
        lambda item: {**item, "subject": [{"name": "card", "digest": {"md5": "0" * 32}}]},
        "not a SHA-256",
    ),
    "digest-of-another-form": (
        lambda item: {**item, "subject": [{"name": "card", "digest": {"sha256": "0"}}]},
        "digest is wrong",
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_good_signature_over_another_statement(name: str, envelope: bytes, trusted: Keys, key: PrivateKey) -> None:
    change, message = STATEMENTS[name]
    payload = canonical(change(json.loads(decode(envelope).payload)))
    with pytest.raises(EnvelopeError) as caught:
        verify(signed(payload, key), trusted)
    assert message in str(caught.value)


def test_a_good_signature_over_what_is_no_json(trusted: Keys, key: PrivateKey) -> None:
    with pytest.raises(EnvelopeError, match="no JSON"):
        verify(signed(b"hello", key), trusted)


RELEASES: dict[str, tuple[Callable[[Release], Release], str]] = {
    "card": (lambda item: item._replace(card=Digest.of(b"x")), "subject card: signed is "),
    "raw": (lambda item: item._replace(raw=Digest.of(b"x")), "subject raw: signed is "),
    "evidence": (lambda item: item._replace(evidence=Digest.of(b"x")), "subject evidence: signed is "),
    "asset": (
        lambda item: item._replace(assets=(item.assets[0]._replace(digest=Digest.of(b"x")), item.assets[1])),
        "subject asset[0]: signed is ",
    ),
    "asset-more": (
        lambda item: item._replace(assets=(item.assets[0], item.assets[1]._replace(digest=Digest.of(b"x")))),
        "subject asset[1]: signed is nothing",
    ),
    "asset-less": (lambda item: item._replace(assets=item.assets[1:]), "the release has nothing"),
    "uid": (lambda item: item._replace(uid=item.uid._replace(name="alexnet")), "uid: signed is "),
    "revision": (lambda item: item._replace(revision=2), "revision: signed is 1, the release has 2"),
    "state": (lambda item: item._replace(state=State.UNVERIFIED), 'state: signed is "verified"'),
    "claims": (lambda item: item._replace(claims={}), "claims: signed is "),
    "time": (lambda item: item._replace(time="2026-01-01T00:00:00Z"), "time: signed is "),
    "all": (
        lambda item: item._replace(revision=2, raw=item.card, card=item.raw, time="", publisher="", claims={}),
        "; and 1 more",
    ),
}


@pytest.mark.parametrize("name", RELEASES)
def test_a_release_that_is_not_what_was_signed(
    name: str, envelope: bytes, trusted: Keys, release: Release, report: bytes
) -> None:
    change, message = RELEASES[name]
    with pytest.raises(SubjectError) as caught:
        verify_release(envelope, trusted, change(release), report)
    assert message in str(caught.value)


def test_a_report_that_was_changed(envelope: bytes, trusted: Keys, release: Release) -> None:
    with pytest.raises(SubjectError, match="the report has the digest"):
        verify_release(envelope, trusted, release, b"{}")


def test_a_report_that_is_no_canonical_json(release: Release) -> None:
    with pytest.raises(SigningError, match="cannot be signed: it is no JSON"):
        statement_of(release._replace(verification=Digest.of(b"hello")), b"hello")


def test_another_report_under_the_release_s_digest(
    trusted: Keys, release: Release, report: bytes, key: PrivateKey
) -> None:
    payload = json.loads(statement_of(release, report).payload)
    payload["predicate"]["report"] = {"format": 1, "assets": []}
    with pytest.raises(SubjectError, match="report: signed is "):
        verify_release(signed(canonical(payload), key), trusted, release, report)


def test_another_order_of_the_subjects(trusted: Keys, release: Release, report: bytes, key: PrivateKey) -> None:
    payload = json.loads(statement_of(release, report).payload)
    payload["subject"].reverse()
    with pytest.raises(SubjectError, match="order of the subjects"):
        verify_release(signed(canonical(payload), key), trusted, release, report)


def changed(envelope: bytes, payload: bytes) -> bytes:
    """The envelope with another payload under the same signature."""
    return encode(decode(envelope)._replace(payload=payload))


def test_a_changed_signature_is_named(envelope: bytes, trusted: Keys, release: Release, report: bytes) -> None:
    found = decode(envelope)
    other = encode(found._replace(signature=bytes([found.signature[0] ^ 1]) + found.signature[1:]))
    with pytest.raises(SignatureError, match="the signature was changed, since the payload is what the release says"):
        verify_release(other, trusted, release, report)


def test_a_changed_payload_is_named(envelope: bytes, trusted: Keys, release: Release, report: bytes) -> None:
    payload = decode(envelope).payload.replace(release.card.hex.encode(), release.raw.hex.encode())
    with pytest.raises(SignatureError, match="the payload was changed: subject card: signed is"):
        verify_release(changed(envelope, payload), trusted, release, report)


def test_a_payload_that_is_no_statement_any_more(
    envelope: bytes, trusted: Keys, release: Release, report: bytes
) -> None:
    with pytest.raises(SignatureError, match=r"the payload was changed: .* no JSON"):
        verify_release(changed(envelope, b"hello"), trusted, release, report)


def test_another_key_under_the_trusted_key_s_id(envelope: bytes, trusted: Keys, key: PrivateKey) -> None:
    found = decode(envelope)
    forged = encode(found._replace(signature=new_key().sign(to_sign(found.payload))))
    with pytest.raises(SignatureError, match="not that of team"):
        verify(forged, trusted)
    assert found.key_id == key.id


def test_long_values_are_cut(trusted: Keys, release: Release, report: bytes, key: PrivateKey) -> None:
    long = release._replace(claims={"title": "x" * 10_000 + "\x1b"})
    with pytest.raises(SubjectError) as caught:
        verify_release(sign(statement_of(long, report), key), trusted, release, report)
    assert len(str(caught.value)) < 800 and "\x1b" not in str(caught.value)
