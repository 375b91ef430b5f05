"""Checkpoints: the table of parameters, from good files and from all kinds of bad ones."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.protobuf import content, entry, number, varint

from xreg.registry.formats.checkpoint import read_checkpoint
from xreg.registry.formats.values import FormatError, Parameter

Write = Callable[[bytes], Path]
GOOD = entry("conv.weight") + entry("fc.bias", (3,), "Float16", bytes(6))


def test_the_table(write: Write) -> None:
    found = read_checkpoint(write(GOOD))
    assert found.format == "ckpt"
    assert found.parameters == (
        Parameter("conv.weight", "Float32", (2, 3), 24),
        Parameter("fc.bias", "Float16", (3,), 6),
    )
    assert found.values == 9


def test_a_scalar_is_written_with_no_dimension_or_with_one_of_zero(write: Write) -> None:
    assert read_checkpoint(write(entry("step", (), "Int32", bytes(4)))).parameters[0].shape == ()
    tensor = number(1, 0) + content(2, b"Int32") + content(3, bytes(4))
    zero = content(1, content(1, b"step") + content(2, tensor))
    assert read_checkpoint(write(zero)).parameters[0].shape == ()


def test_packed_dimensions(write: Write) -> None:
    tensor = content(1, varint(2) + varint(300)) + content(2, b"Int8") + content(3, bytes(600))
    assert read_checkpoint(write(content(1, content(1, b"a") + content(2, tensor)))).parameters[0].shape == (2, 300)


def test_slices_of_a_large_tensor_are_one_parameter(write: Write) -> None:
    parts = entry("big", (4,), "Float32", bytes(8)) + entry("big", (4,), "Float32", bytes(8)) + entry("next")
    assert [(each.name, each.size) for each in read_checkpoint(write(parts)).parameters] == [("big", 16), ("next", 24)]


def test_a_text_is_as_long_as_it_is(write: Write) -> None:
    assert read_checkpoint(write(entry("note", (1,), "str", b"hello"))).parameters[0].size == 5


def test_the_tail_is_no_entry(write: Write) -> None:
    assert len(read_checkpoint(write(GOOD + b"crc_num0123456789")).parameters) == 2


BAD = {
    "empty": (b"", "the file is empty"),
    "cut-in-contents": (GOOD[:-3], "truncated or damaged: a field at byte"),
    "cut-in-a-number": (entry("a") + b"\x0a\x80", "a number at byte"),
    "length-beyond-the-end": (content(1, b"abc", 1 << 40), "says it is 1,099,511,627,776 bytes long"),
    "number-without-end": (b"\x0a" + b"\xff" * 30, "does not end"),
    "html": (b"<!doctype html><html>", "no protobuf: wire type 4"),
    "wire-type-of-a-group": (b"\x0b", "no protobuf: wire type 3 at byte 0"),
    "field-zero": (b"\x02\x00", "no protobuf: field number 0"),
    "other-message": (number(7, 3), "no checkpoint: field 7"),
    "no-name": (content(1, content(2, content(2, b"Int8") + content(3, b""))), "has no name"),
    "no-tensor": (content(1, content(1, b"a")), "has no tensor"),
    "no-type": (content(1, content(1, b"a") + content(2, content(3, b"x"))), "a has no type"),
    "no-contents": (content(1, content(1, b"a") + content(2, content(2, b"Int8"))), "a has no contents"),
    "hash-map": (content(1, content(1, b"a") + content(3, b"x")), "a is a hash map, not a tensor"),
    "name-too-long": (entry("a" * 2000), "is no text of at most 1,024 bytes"),
    "name-is-a-number": (content(1, number(1, 5) + content(2, b"")), "is no text"),
    "name-is-no-text": (content(1, content(1, b"\xff\xfe") + content(2, b"")), "is not UTF-8"),
    "unknown-type": (entry("a", (1,), "Quaternion", b"x"), "a is of the type 'Quaternion': not understood"),
    "contents-too-short": (entry("a", (5,), "Float32", bytes(19)), "takes 20 bytes, and 19 are stored"),
    "contents-too-long": (entry("a", (5,), "Float32", bytes(21)), "takes 20 bytes, and 21 are stored"),
    "twice": (entry("a") + entry("b") + entry("a"), "a stands in the file twice, the second time at byte"),
    "twice-in-a-row": (entry("a") + entry("a"), "a stands in the file twice"),
    "endless-dimensions": (entry("a", (1,) * 40), "more than 32 dimensions"),
    "huge-dimension": (entry("a", (1 << 50,), stored=b""), "says a dimension of 1,125,899,906,842,624: damaged"),
    "packed-dimensions-without-end": (
        content(1, content(1, b"a") + content(2, content(1, b"\x01" * 100) + content(2, b"Int8") + content(3, b"x"))),
        "says a dimension of 1: damaged",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_named_for_what_is_wrong(name: str, write: Write) -> None:
    content_, message = BAD[name]
    with pytest.raises(FormatError) as caught:
        read_checkpoint(write(content_))
    assert message in str(caught.value)


def test_each_cut_of_a_good_file_is_found_or_falls_between_two_entries(write: Write) -> None:
    whole = {0, len(entry("conv.weight")), len(GOOD)}
    for length in range(1, len(GOOD)):
        path = write(GOOD[:length])
        if length in whole:
            assert len(read_checkpoint(path).parameters) == 1
        else:
            with pytest.raises(FormatError):
                read_checkpoint(path)


@given(st.binary(max_size=400) | st.binary(max_size=60).map(lambda some: GOOD[:40] + some + GOOD[40:]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content_: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ckpt"
    path.write_bytes(content_)
    try:
        assert read_checkpoint(path).parameters
    except FormatError as error:
        assert str(error)


def test_a_billion_tags_take_no_memory(tmp_path: Path) -> None:
    """A sparse file of 4 GB whose entries are a byte long each, read under a limit of 200 MB."""
    path = tmp_path / "tags.ckpt"
    with path.open("wb") as file:
        file.write(b"\x0a\x00" * 1000)
        file.truncate(1 << 32)
    script = (
        "import resource, sys; from pathlib import Path; resource.setrlimit(resource.RLIMIT_AS, (200 << 20,) * 2);"
        "from xreg.registry.formats.checkpoint import read_checkpoint; read_checkpoint(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "FormatError" in done.stderr


def test_too_many_entries_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xreg.registry.formats.checkpoint._MOST_PARAMETERS", 3)
    many = b"".join(entry(f"p{number_}", (1,)) for number_ in range(4))
    with pytest.raises(FormatError, match="more than 3 entries"):
        read_checkpoint(write(many))
