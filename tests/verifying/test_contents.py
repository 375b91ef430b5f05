"""The format of a file: read, damaged, or not understood, which is never called right."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.protobuf import content, entry

from xreg.publisher.verifying import contents
from xreg.publisher.verifying.contents import check_format, check_input
from xreg.publisher.verifying.measured import Measured
from xreg.registry.formats.values import Contents, Port
from xreg.schema.document import Document
from xreg.schema.verification import State

V, F, U = State.VERIFIED, State.FAILED, State.UNVERIFIED
Card = Callable[..., Document]
Write = Callable[[bytes], Measured]

# The stated format, the bytes; the state, and a part of the message.
CASES = {
    "good": ("ckpt", entry("a") + entry("b"), V, "The file is read as ckpt: 2 parameters of 12 numbers."),
    "truncated": ("ckpt", entry("a")[:-1], F, "The card states ckpt: truncated or damaged"),
    "html": ("ckpt", b"<!DOCTYPE html>", F, "this is an HTML page"),
    "pickle": ("ckpt", b"\x80\x04K\x01.", F, "a pickle"),
    "only-a-tail": ("ckpt", b"crc_num0123456789", F, "The ckpt file holds no parameters."),
    "unknown-type": ("ckpt", entry("a", (1,), "Quaternion", b"x"), U, "not all understood: a is of the type"),
    "hash-map": ("ckpt", content(1, content(1, b"a") + content(3, b"x")), U, "a is a hash map"),
    "air": ("air", b"anything", U, "The file was not read: not understood: AIR"),
    "unknown-format": ("tflite", b"anything", U, "'tflite' is no format that is known."),
    "no-format": ("", b"anything", U, "The card states no file-format"),
}


@pytest.mark.parametrize("name", CASES)
def test_formats(name: str, card: Card, write: Write) -> None:
    kind, data, state, message = CASES[name]
    check, found = check_format(card(kind=kind).assets[0], write(data))
    assert check.state is state
    assert message in check.message
    assert (found is not None) == (state is V)


def test_a_file_that_is_gone(card: Card, write: Write) -> None:
    file = write(entry("a"))
    file.path.unlink()
    check, found = check_format(card().assets[0], file)
    assert check.state is U and "cannot be read: No such file" in check.message and found is None


def test_a_library_that_is_missing(card: Card, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "safetensors", None)
    check, _ = check_format(card(kind="safetensors").assets[0], write(b"\x02\0\0\0\0\0\0\0{}"))
    assert check.state is U and "install xreg[formats] to read safetensors" in check.message


def test_a_graph_says_what_it_takes(card: Card, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Contents("onnx", (), (Port("x", "Float", (1, 3)),), (Port("y\x1b", "Float", ("n",)),), ("old",))

    def read(_: Path, __: str) -> Contents:
        return graph

    monkeypatch.setattr(contents, "read_asset", read)
    check, found = check_format(card(kind="onnx").assets[0], write(b"x"))
    assert (check.state, check.message) == (V, "The file is read as onnx.")
    assert check.details == ("input x Float [1, 3]", "output y Float ['n']", "old")
    assert found is graph


INPUTS: dict[str, tuple[tuple[tuple[int | str, ...], ...], State]] = {
    "channels-first": (((1, 3, 299, 320),), V),
    "channels-last": (((1, 299, 320, 3),), V),
    "open": ((("n", -1, 0, "w"),), V),
    "other": (((1, 3, 224, 224),), F),
    "two": (((1, 3, 299, 320), (1,)), U),
    "no-image": (((1, 10),), U),
}


@pytest.mark.parametrize("name", INPUTS)
def test_the_input_of_a_graph(name: str) -> None:
    shapes, state = INPUTS[name]
    graph = Contents("onnx", inputs=tuple(Port("x", "Float", shape) for shape in shapes))
    assert check_input(graph, (299, 320, 3)).state is state


def test_a_card_without_a_shape() -> None:
    assert check_input(Contents("onnx", inputs=(Port("x", "Float", (1,)),)), None).state is U
