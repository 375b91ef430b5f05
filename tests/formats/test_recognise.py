"""Files that are no model are named for what they are; pickles are refused wherever they hide."""

import gzip
import io
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from xreg.registry.formats.reading import read_asset
from xreg.registry.formats.values import FormatError

Write = Callable[[bytes], Path]


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    return made.getvalue()


def saved(array: object) -> bytes:
    made = io.BytesIO()
    numpy.save(made, numpy.array(array, dtype=object), allow_pickle=True)
    return made.getvalue()


PICKLE = pickle.dumps({"weight": [1, 2, 3]})
REFUSED = {
    "empty": (b"", "the file is empty"),
    "page": (b"\xef\xbb\xbf\n<!DOCTYPE html><title>404</title>", "this is an HTML page"),
    "page-without-doctype": (b"<HTML><body>Sign in", "this is an HTML page"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "this is a Git LFS pointer"),
    "error-of-a-store": (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "an XML document"),
    "pdf": (b"%PDF-1.7", "this is a PDF"),
    "pickle": (PICKLE, "this is a pickle"),
    "pickle-in-a-zip": (zipped("archive/data.pkl", PICKLE), "asset holds archive/data.pkl, a pickle"),
    "pickle-in-a-zip-by-another-name": (zipped("weights", PICKLE), "asset holds weights, a pickle"),
    "pickle-in-a-tar": (tarred("model.pth", b"x"), "asset holds model.pth, a pickle"),
    "pickle-in-a-compressed-tar": (gzip.compress(tarred("weights", PICKLE)), "asset holds weights, a pickle"),
    "array-of-objects": (saved([{"a": 1}]), "this array holds Python objects as a pickle"),
    "damaged-zip": (zipped("a", b"b")[:20], "a damaged zip archive"),
    "gzip-of-nothing": (gzip.compress(b"hello"), "an archive that cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, write: Write) -> None:
    content, message = REFUSED[name]
    with pytest.raises(FormatError) as caught:
        read_asset(write(content), "ckpt")
    assert message in str(caught.value)


def test_an_archive_without_a_pickle_is_no_checkpoint_all_the_same(write: Write) -> None:
    with pytest.raises(FormatError, match=r"no (protobuf|checkpoint)"):
        read_asset(write(zipped("readme.txt", b"hello")), "ckpt")


@pytest.mark.parametrize("stated", ["air", "AIR", "om"])
def test_what_is_not_understood_is_said(stated: str, write: Write) -> None:
    found = read_asset(write(b"\x0a\x01\x00"), stated)
    assert found.parameters == ()
    assert found.notes[0].startswith("not understood")
