"""Digests, UIDs, reports and verified assets as values."""

import copy
import pickle

import pytest

from xreg.schema.digests import Digest, DigestError
from xreg.schema.release import Uid, UidError

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_digest_is_measured_and_prints_itself():
    digest = Digest.of(b"")
    assert (digest.hex, str(digest)) == (EMPTY, f"sha256:{EMPTY}")
    assert Digest.parse(str(digest)) == digest == pickle.loads(pickle.dumps(digest)) == copy.copy(digest)
    assert len({digest, Digest(EMPTY)}) == 1
    assert min(Digest("b" * 64), Digest("a" * 64)).hex == "a" * 64


@pytest.mark.parametrize("text", ["", "sha256:", EMPTY, f"md5:{EMPTY}", f"sha256:{EMPTY}0", f"sha256:{EMPTY.upper()}"])
def test_what_is_no_digest_is_refused(text):
    with pytest.raises(DigestError):
        Digest.parse(text)


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, f"{EMPTY}\n", "0" * 65])
def test_no_other_text_gets_into_a_digest(text):
    with pytest.raises(DigestError, match="give 64 lower-case hexadecimal digits"):
        Digest(text)


@pytest.mark.parametrize("text", ["mindspore/1.7/resnet50", "mindspore/ascend/0.7/lenet_mnist", "a/1/c.d+e-f_g"])
def test_a_uid_is_read_and_written(text):
    uid = Uid.parse(text)
    assert str(uid) == text
    assert uid == pickle.loads(pickle.dumps(uid))


def test_the_parts_of_a_uid_have_names():
    assert Uid.parse("mindspore/1.7/resnet50") == ("mindspore", "", "1.7", "resnet50")
    assert Uid.parse("mindspore/ascend/0.7/lenet") == ("mindspore", "ascend", "0.7", "lenet")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a/b",
        "a/b/c/d/e",
        "a//b/c",
        "/a/b",
        "a/b/",
        "a/../b",
        "./a/b",
        "a/b/.hidden",
        "a b/c/d",
        "é/b/c",
        "a/b/c\n",
        f"a/b/{'c' * 129}",
        "a\\b/c/d",
        "-a/b/c",
    ],
)
def test_what_is_no_uid_is_refused(text):
    with pytest.raises(UidError, match="UID"):
        Uid.parse(text)
