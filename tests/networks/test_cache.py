"""Results on disk: what was stored comes back, and nothing else does."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks import cache, table
from xreg.registry.networks.built_in.records import recorded_evidence
from xreg.schema.network import NetworkEvidence

KEY: cache.Key = {"network": "xception", "shapes": [[1, 3, 8, 8]], "checkpoint": None}


@pytest.fixture
def evidence() -> NetworkEvidence:
    found = recorded_evidence("xception", ((1, 3, 227, 227),))
    assert found is not None
    return found._replace(how="run", date="2020-02-02")


def test_what_was_stored_comes_back_with_its_own_date(tmp_path: Path, evidence: NetworkEvidence) -> None:
    folder = tmp_path / "made" / "when needed"
    assert cache.load(folder, KEY) is None
    cache.store(folder, KEY, evidence)
    assert cache.load(folder, KEY) == evidence
    assert [path.name[:8] for path in folder.iterdir()] == ["network-"]


@pytest.mark.parametrize("other", [{"network": "lenet"}, {"shapes": [[1, 3, 8, 9]]}, {"checkpoint": "sha256:0"}])
def test_another_key_is_a_miss(tmp_path: Path, evidence: NetworkEvidence, other: cache.Key) -> None:
    cache.store(tmp_path, KEY, evidence)
    assert cache.load(tmp_path, KEY | other) is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"key": 1}'])
def test_a_broken_file_is_a_miss_and_is_replaced(tmp_path: Path, evidence: NetworkEvidence, data: bytes) -> None:
    cache.path_of(tmp_path, KEY).write_bytes(data)
    assert cache.load(tmp_path, KEY) is None
    cache.store(tmp_path, KEY, evidence)
    assert cache.load(tmp_path, KEY) == evidence


def test_a_file_under_the_wrong_name_is_a_miss(tmp_path: Path, evidence: NetworkEvidence) -> None:
    cache.store(tmp_path, KEY, evidence)
    other = KEY | {"network": "lenet"}
    cache.path_of(tmp_path, KEY).rename(cache.path_of(tmp_path, other))
    assert cache.load(tmp_path, other) is None


@pytest.mark.parametrize("changed", [{"attempts": 1}, {"how": "dreamt"}, {"checkpoint": []}])
def test_evidence_of_the_wrong_form_is_a_miss(
    tmp_path: Path, evidence: NetworkEvidence, changed: dict[str, Any]
) -> None:
    cache.store(tmp_path, KEY, evidence)
    path = cache.path_of(tmp_path, KEY)
    stored = json.loads(path.read_bytes())
    path.write_text(json.dumps(stored | {"evidence": stored["evidence"] | changed}))
    assert cache.load(tmp_path, KEY) is None


def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path: Path, evidence: NetworkEvidence) -> None:
    (tmp_path / "file").write_text("")
    cache.store(tmp_path / "file", KEY, evidence)
    assert cache.load(tmp_path / "file", KEY) is None


def test_all_code_that_reads_an_answer_dates_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("answer.py", "parts.py", "ended.py", "results.py"):
        assert (table.READING[0] / name).is_file()
    assert (table.READING[1] / "sorting.py").is_file()
    (tmp_path / "networks").mkdir()
    monkeypatch.setattr(table, "HERE", tmp_path / "networks")
    monkeypatch.setattr(table, "READING", (tmp_path / "networks",))
    found = []
    for text in ("one", "two", "two"):
        (tmp_path / "networks" / "answer.py").write_text(text)
        table.reading_digest.cache_clear()
        found.append(table.reading_digest())
    table.reading_digest.cache_clear()
    assert found[0] != found[1] == found[2]


def test_nothing_is_left_of_a_write_that_failed(
    tmp_path: Path, evidence: NetworkEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.store(tmp_path, KEY, evidence)
    assert list(tmp_path.iterdir()) == []
