"""The committed record: what it answers, and that it is the network's as the source now stands."""

import json
from dataclasses import replace
from math import prod
from pathlib import Path

import pytest

from xreg.registry.networks.built_in import records
from xreg.registry.networks.built_in.records import Range, read_record, record_from_json, recorded_evidence
from xreg.registry.networks.built_in.sweep import SIDES, record_to_json, write_record
from xreg.registry.networks.table import source_digest
from xreg.schema.network import NetworkError, Shape

FACTS = Path(__file__).resolve().parents[3] / "shared" / "facts" / "xception_parameters.json"
AVGPOOL = "RuntimeError: For 'AvgPool' op, H_out/W_out must be positive, but H_out/W_out is -2, "
MATMUL = "ValueError: For 'MatMul' the input dimensions must be equal, but got 'x1_col': 8192 and 'x2_row': 2048."


@pytest.fixture
def record() -> records.Record:
    found = read_record("xception")
    assert found is not None
    return found


def test_the_record_is_of_the_present_source(record: records.Record) -> None:
    assert record.source_digest == source_digest("xception"), "run `xreg network record xception`"


def test_the_parameters(record: records.Record) -> None:
    assert len(record.parameters) == 236
    assert record.values == sum(prod(each.shape) for each in record.parameters) == 22_910_480
    assert {each.dtype for each in record.parameters} == {"float32"}


def test_the_parameters_are_those_of_the_hub(record: records.Record) -> None:
    if not FACTS.is_file():
        pytest.skip(f"the facts are not beside this project: {FACTS}")
    facts = [(name, tuple(shape)) for name, shape in json.loads(FACTS.read_bytes())["parameters"]]
    assert [each[:2] for each in record.parameters] == facts


def test_every_square_side_is_recorded_once(record: records.Record) -> None:
    sides = [side for each in record.squares for side in range(each.first, each.last + 1)]
    assert sides == list(SIDES)
    assert record.accepted == (295, 326)


@pytest.mark.parametrize(
    ("shape", "output", "error"),
    [
        ((1, 3, 227, 227), None, AVGPOOL),
        ((1, 3, 294, 294), None, "RuntimeError: For 'AvgPool'"),
        ((1, 3, 295, 295), (1, 1000), ""),
        ((1, 3, 326, 326), (1, 1000), ""),
        ((1, 3, 327, 327), None, MATMUL),
        ((1, 3, 295, 326), (1, 1000), ""),
        ((1, 3, 299, 331), None, "ValueError: For 'MatMul'"),
        ((1, 4, 299, 299), None, "RuntimeError: For 'Conv2D'"),
        ((16, 3, 299, 299), (16, 1000), ""),
        ((1, 299, 299, 3), None, "RuntimeError: For 'Conv2D'"),
    ],
)
def test_what_was_seen(shape: Shape, output: Shape | None, error: str) -> None:
    found = recorded_evidence("xception", (shape,))
    assert found is not None and found.how == "recorded"
    attempt = found.attempt(shape)
    assert attempt is not None and attempt.output == output
    assert attempt.error.startswith(error)
    assert not found.note


@pytest.mark.parametrize("shape", [(1, 3, 8, 8), (1, 3, 513, 513), (1, 3, 299, 400), (2, 3, 300, 300), (1, 3, 299)])
def test_what_was_not_seen_has_no_attempt_and_says_so(shape: Shape) -> None:
    found = recorded_evidence("xception", (shape,))
    assert found is not None and not found.attempts
    assert "was not recorded" in found.note


def test_sides_that_differ_within_the_accepted_range() -> None:
    found = recorded_evidence("xception", ((1, 3, 300, 310),))
    assert found is not None and found.attempts[0].output == (1, 1000)
    assert "itself was not recorded" in found.note


def test_the_next_shape_answers_only_where_the_first_did_not_run() -> None:
    failed = recorded_evidence("xception", ((1, 3, 227, 227), (1, 3, 299, 299)))
    assert failed is not None and [each.output for each in failed.attempts] == [None, (1, 1000)]
    ran = recorded_evidence("xception", ((1, 3, 300, 300), (1, 3, 299, 299)))
    assert ran is not None and len(ran.attempts) == 1


def test_unknown_networks_have_no_record() -> None:
    assert recorded_evidence("../xception", ()) is None
    assert recorded_evidence("lenet", ()) is None


def test_a_changed_source_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "source_digest", lambda _: "sha256:00")
    found = recorded_evidence("xception", ())
    assert found is not None and "source has changed since" in found.note


def test_text_and_back(record: records.Record) -> None:
    text = record_to_json(record)
    assert text == (records.FOLDER / "xception.json").read_text(encoding="utf-8")
    assert record_from_json(json.loads(text)) == record


def test_writing(record: records.Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_record(replace(record, date="2020-02-02"), tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    found = read_record("xception")
    read_record.cache_clear()
    assert found is not None and found.date == "2020-02-02"


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"parameters": [], "values": 1}'])
def test_a_broken_record_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    (tmp_path / "xception.json").write_bytes(data)
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    read_record.cache_clear()
    with pytest.raises(NetworkError, match=r"broken .*`xreg network record xception`"):
        read_record("xception")
    read_record.cache_clear()


def test_two_ranges_that_run_are_no_accepted_range(record: records.Record) -> None:
    parted = replace(record, squares=(Range(1, 2, (1, 7), ""), Range(3, 4, None, "no"), Range(5, 6, (1, 7), "")))
    assert parted.accepted is None
    assert parted.inferred((1, 3, 1, 2)) is None
