"""What a worker writes is read without trust: a table of bad answers, in tests/data/networks/answers.json."""

import json
from pathlib import Path

import pytest

from xreg.registry.networks.answer import read_answer
from xreg.registry.networks.text import first_paragraph, printable, says_memory_ended

SHAPES = ((1, 3, 8, 8),)
TABLE = json.loads((Path(__file__).parent.parent / "data" / "networks" / "answers.json").read_bytes())
GOOD = b'{"event": "attempt", "shape": [1, 3, 8, 8], "output": [1, 7], "error": "", "seconds": 0.1}\n'


@pytest.mark.parametrize(("text", "failure"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_bad_answers(text: str, failure: str) -> None:
    answer = read_answer(text.encode("latin-1", "backslashreplace"), SHAPES)
    assert failure in answer.failure
    assert bool(answer.failure) == bool(failure)
    assert not answer.ended


def test_what_is_said_of_a_checkpoint_is_made_printable() -> None:
    said = {"missing": ["a\x1b[2J"], "unexpected": [], "mismatched": [["b", "x", "y\u202e"]], "error": "c\x00"}
    event = {"event": "checkpoint", "loaded": False, "finite": None, "output": None, **said}
    check = read_answer(json.dumps(event).encode(), SHAPES).checkpoint
    assert check and (check.missing, check.mismatched, check.error) == (("a [2J",), (("b", "x", "y"),), "c")


def test_what_ran_it_is_no_claim_of_the_worker() -> None:
    event = {"event": "start", "framework": "mindspore 99", "device": "Ascend", "isolation": ["from all"]}
    answer = read_answer(json.dumps(event).encode(), SHAPES)
    assert answer.started and (answer.framework, answer.device, answer.isolation) == ("", "", ())


def test_what_came_before_a_bad_line_is_kept_and_the_rest_is_not() -> None:
    answer = read_answer(GOOD + b'nonsense\n{"event": "end"}\n', SHAPES)
    assert answer.attempts[0].output == (1, 7)
    assert answer.failure and not answer.ended


def test_nothing_is_read_after_the_end() -> None:
    answer = read_answer(b'{"event": "end"}\n' + GOOD, SHAPES)
    assert answer.ended and not answer.attempts


def test_deep_nesting_is_a_failure() -> None:
    assert "cannot be read" in read_answer(b"[" * 200_000, SHAPES).failure


def test_memory_that_ended_is_no_attempt() -> None:
    answer = read_answer(b'{"event": "unchecked", "shape": [1, 3, 8, 8], "reason": "MemoryError"}\n', SHAPES)
    assert not answer.attempts
    assert "more memory" in answer.unchecked[0]


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("std::bad_alloc", True),
        ("Allocate output memory failed, alloc node:Default/Conv2D-op5 alloc size:1147396608B", True),
        ("MemoryError: Unable to allocate 3.00 GiB for an array", True),
        ("ValueError: For 'load_checkpoint', not enough memory to load checkpoint protobuf content", True),
        ("the content size 9 bytes exceeds current available memory 7 bytes", True),
        ("RuntimeError: For 'AvgPool' op, H_out/W_out must be positive", False),
        ("ValueError: For 'MatMul' the input dimensions must be equal", False),
    ],
)
def test_messages_of_memory(message: str, says: bool) -> None:
    assert says_memory_ended(message) == says


def test_texts_are_short_and_printable() -> None:
    assert printable("a\x1b[2J\n b\u202e\u0000") == "a [2J b"
    assert len(printable("x" * 10_000)) == 600
    assert first_paragraph(ValueError("one\ntwo\n\n----\ncall stack")) == "ValueError: one two"
    assert first_paragraph(ValueError("one\n---------\nstack")) == "ValueError: one"
    assert first_paragraph(SystemExit()) == "SystemExit"
    headed = "-------\n- Kernel select failed:\n-------\nUnsupported op [X] on CPU\n\n-------\n- C++ Call Stack"
    assert first_paragraph(RuntimeError(headed)) == "RuntimeError: Kernel select failed: Unsupported op [X] on CPU"
