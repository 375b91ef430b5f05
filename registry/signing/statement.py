"""The in-toto statement (v1) of a release: its digests by name, and what was verified as the predicate."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xreg.registry.signing.canonical import canonical, read_canonical
from xreg.registry.signing.errors import EnvelopeError, SigningError
from xreg.schema.digests import Digest, DigestError
from xreg.schema.release import Release, ReleasedAsset

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:xreg:release-verification:v1"
_KEYS = {"_type", "subject", "predicateType", "predicate"}
_PREDICATE_KEYS = {"release", "report"}
_MOST_SUBJECTS = 10_000


class Subject(NamedTuple):
    """A part of a release (`card`, `asset[0]`) and the digest of its bytes."""

    name: str
    digest: Digest


class Statement(NamedTuple):
    """What is signed: the digests, what else makes the release (UID, revision, time, …), and the report."""

    subjects: tuple[Subject, ...]
    release: Mapping[str, Any]
    report: Any

    @property
    def payload(self) -> bytes:
        """The statement as canonical JSON."""
        subject = [{"name": name, "digest": {"sha256": digest.hex}} for name, digest in self.subjects]
        predicate = {"release": self.release, "report": self.report}
        return canonical(
            {"_type": TYPE, "subject": subject, "predicateType": PREDICATE_TYPE, "predicate": predicate},
        )


def statement_of(release: Release, report: bytes) -> Statement:
    """The statement about a release, whose report of the verification is given as it is stored.

    What comes after the signing is no part of it: the attestation, and whether the release was yanked. Raises
    SigningError where the report is not the release's, or no canonical JSON.
    """
    if (measured := Digest.of(report)) != release.verification:
        raise SigningError(f"the report has the digest {measured}, and {release.name} states {release.verification}.")
    try:
        value = read_canonical(report)
    except ValueError as error:
        raise SigningError(f"the report of {release.name} cannot be signed: it is {error}.") from error
    return Statement(tuple(_subjects(release)), _facts(release), value)


def _subjects(release: Release) -> Iterator[Subject]:
    yield Subject("raw", release.raw)
    yield Subject("card", release.card)
    yield Subject("evidence", release.evidence)
    yield Subject("verification", release.verification)
    for number, asset in enumerate(release.assets):
        if asset.digest is not None:
            yield Subject(f"asset[{number}]", asset.digest)


def _facts(release: Release) -> dict[str, Any]:
    return {
        "uid": str(release.uid),
        "revision": release.revision,
        "time": release.time,
        "publisher": release.publisher,
        "state": release.state.value,
        "claims": dict(release.claims),
        "assets": [_asset(asset) for asset in release.assets],
    }


def _asset(asset: ReleasedAsset) -> dict[str, Any]:
    digest = None if asset.digest is None else str(asset.digest)
    return {**asset._asdict(), "digest": digest, "state": asset.state.value}


def read_statement(payload: bytes) -> Statement:
    """The statement that a payload is. Raises EnvelopeError for any other."""
    try:
        item = read_canonical(payload)
    except ValueError as error:
        raise _wrong(f"it is {error}") from error
    if not isinstance(item, dict) or set(item) != _KEYS:
        raise _wrong(f"its keys are not {', '.join(sorted(_KEYS))}")
    if item["_type"] != TYPE or item["predicateType"] != PREDICATE_TYPE:
        raise _wrong(f"it is no in-toto statement v1 with the predicate {PREDICATE_TYPE}")
    predicate = item["predicate"]
    if (
        not isinstance(predicate, dict)
        or set(predicate) != _PREDICATE_KEYS
        or not isinstance(predicate["release"], dict)
    ):
        raise _wrong("its predicate is not a release and a report")
    return Statement(_read_subjects(item["subject"]), predicate["release"], predicate["report"])


def _read_subjects(value: Any) -> tuple[Subject, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_SUBJECTS:
        raise _wrong("it has no list of subjects")
    found = tuple(_read_subject(item) for item in value)
    if len({subject.name for subject in found}) != len(found):
        raise _wrong("two of its subjects have the same name")
    return found


def _read_subject(item: Any) -> Subject:
    if not isinstance(item, dict) or set(item) != {"name", "digest"} or not isinstance(item["name"], str):
        raise _wrong("a subject is not a name and a digest")
    digest = item["digest"]
    if not isinstance(digest, dict) or set(digest) != {"sha256"} or not isinstance(digest["sha256"], str):
        raise _wrong("a subject's digest is not a SHA-256")
    try:
        return Subject(item["name"], Digest(digest["sha256"]))
    except DigestError as error:
        raise _wrong(f"a subject's digest is wrong: {error}") from error


def differences(signed: Statement, expected: Statement) -> tuple[str, ...]:
    """What a signed statement says otherwise than the release it stands beside: a line for each part."""
    found = (
        *_between("subject ", _digests(signed), _digests(expected)),
        *_between("", signed.release, expected.release),
        *_between("", {"report": signed.report}, {"report": expected.report}),
    )
    ordered = ({"subjects": list(_digests(statement))} for statement in (signed, expected))
    return found or tuple(_between("order of the ", *ordered))


def _digests(statement: Statement) -> dict[str, str]:
    return {name: str(digest) for name, digest in statement.subjects}


def _between(prefix: str, signed: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*expected, *signed)):
        ours, theirs = _told(expected, name), _told(signed, name)
        if ours != theirs:
            yield f"{prefix}{_short(name)}: signed is {_short(theirs)}, the release has {_short(ours)}"


def _told(item: Mapping[str, Any], name: str) -> str:
    """A value as JSON, in which 1 and "1" and true differ."""
    return canonical(item[name]).decode() if name in item else "nothing"


def _short(text: str) -> str:
    plain = "".join(character if character.isprintable() else "\ufffd" for character in text[:161])
    return plain if len(plain) <= 160 else plain[:160] + "…"


def _wrong(why: str) -> EnvelopeError:
    return EnvelopeError(f"the attestation's payload was changed or is not of xreg: {why}.")
