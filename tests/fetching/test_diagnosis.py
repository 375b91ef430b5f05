"""Each kind of mismatch is named, and no digest is offered that was measured on the file that failed."""

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from xreg.publisher.fetching.diagnosis import Lookups, diagnose
from xreg.schema.digests import Digest

CASES = yaml.safe_load((Path(__file__).parents[1] / "data/fetching/diagnoses.yaml").read_text(encoding="utf-8"))
OTHER = hashlib.sha256(b"another").hexdigest()


def filled(text, digest):
    """The text of a case with its digests put in."""
    text = re.sub(r"DIGEST\[(\d+):(\d+)\](!?)", lambda m: quoted(digest[int(m[1]) : int(m[2])], m[3]), text)
    return text.replace("DIGEST", digest).replace("UPPER", digest.upper()).replace("OTHER", OTHER)


def quoted(text, mark):
    return repr(text) if mark else text


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_mismatch_is_diagnosed(case, tmp_path):
    content = case["bytes"].encode()
    path = tmp_path / "model.ckpt"
    path.write_bytes(content)
    measured = Digest.of(content)
    known = {
        kind: {filled(key, measured.hex): names for key, names in case.get(kind, {}).items()}
        for kind in ("releases", "links")
    }
    said = diagnose(
        path,
        filled(case["expected"], measured.hex),
        measured,
        link="https://here.example/x",
        stated=case.get("stated"),
        lookups=Lookups(lambda key: known["releases"].get(key, ()), lambda key: known["links"].get(key, ())),
    )
    assert said == filled(case["says"], measured.hex)


def test_without_lookups_a_mismatch_is_a_mismatch(tmp_path):
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"x")
    assert diagnose(path, OTHER, Digest.of(b"x")).startswith("The file's digest is ")
