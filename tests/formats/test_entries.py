"""The quick reading of an entry against the parser: it says the same, or leaves the entry to the parser."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.protobuf import content, entry, number, varint

from xreg.registry.formats import checkpoint
from xreg.registry.formats.entries import Slice, quick_entry
from xreg.registry.formats.values import FormatError
from xreg.registry.formats.wire import Wire

GOOD = entry("conv.weight") + entry("fc.bias", (300,), "Float16", bytes(600))


def test_the_usual_form_is_read_quickly() -> None:
    assert quick_entry(entry("a", (2, 300), "Int8", bytes(600)), 0, 10**6) == (
        Slice("a", "Int8", (2, 300), 600, 9),
        len(entry("a", (2, 300), "Int8", bytes(600))),
    )


OTHERS = {
    "no-entry": b"\x12\x00",
    "ends-beyond-the-file": content(1, content(1, b"a"), 200),
    "no-tensor": content(1, content(1, b"a") + content(3, b"x")),
    "packed": content(1, content(1, b"a") + content(2, content(1, varint(2)) + content(2, b"Int8"))),
    "no-contents": content(1, content(1, b"a") + content(2, number(1, 2) + content(2, b"Int8") + number(4, 1))),
    "a-name-that-is-no-text": content(1, content(1, b"\xff") + content(2, content(2, b"Int8") + content(3, b""))),
    "more-after-the-contents": content(
        1, content(1, b"a") + content(2, content(2, b"Int8") + content(3, b"") + number(4, 1))
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_forms_are_left_to_the_parser(name: str) -> None:
    assert quick_entry(OTHERS[name], 0, len(OTHERS[name])) is None


def test_a_zero_in_two_bytes_is_a_scalar_too() -> None:
    tensor = b"\x08\x80\x00" + content(2, b"Int8") + content(3, b"x")
    found = quick_entry(content(1, content(1, b"a") + content(2, tensor)), 0, 100)
    assert found is not None and found[0].shape == ()


@given(
    st.integers(0, len(GOOD) - 1),
    st.binary(max_size=4),
    st.integers(0, 6),
)
def test_both_say_the_same(tmp_path_factory: pytest.TempPathFactory, at: int, changed: bytes, left_out: int) -> None:
    data = GOOD[:at] + changed + GOOD[at + left_out :]
    found = quick_entry(data[:512], 0, len(data))
    if found is not None:
        assert found == _parsed(tmp_path_factory.getbasetemp() / "entry.ckpt", data)


def _parsed(path: Path, data: bytes) -> tuple[Slice, int] | str:
    path.write_bytes(data)
    with path.open("rb", buffering=0) as file:
        try:
            return checkpoint._entry(Wire(file, len(data)), 0, len(data))
        except FormatError as error:
            return str(error)


def test_fields_that_a_later_format_may_add_are_passed_over(tmp_path: Path) -> None:
    tensor = content(2, b"Int8") + content(3, b"x") + number(9, 1)
    path = tmp_path / "later.ckpt"
    path.write_bytes(content(1, content(1, b"a") + number(9, 1) + content(2, tensor)))
    assert [item.name for item in checkpoint.read_checkpoint(path).parameters] == ["a"]


def test_the_parser_reads_on_beyond_what_was_read_ahead(tmp_path: Path) -> None:
    path = tmp_path / "long.ckpt"
    path.write_bytes(entry("a" * 900, (2,), "Int8", bytes(2)) + entry("b"))
    assert [len(item.name) for item in checkpoint.read_checkpoint(path).parameters] == [900, 1]


def test_small_entries_are_read_ahead_together(tmp_path: Path) -> None:
    path = tmp_path / "small.ckpt"
    path.write_bytes(b"".join(entry(f"p{index}", (1,)) for index in range(100)) + b"crc_num0123456789")
    assert [item.name for item in checkpoint.read_checkpoint(path).parameters] == [f"p{index}" for index in range(100)]
    path.write_bytes(b"crc_num0123456789")
    assert checkpoint.read_checkpoint(path).parameters == ()
