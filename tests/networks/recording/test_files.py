"""The files of the records: what is in them, and that it is the same however it was made."""

import json
import os
from pathlib import Path

import pytest
from networks.recording.conftest import ALPHA, MINDCV, MODELS

from xreg.registry.networks.recording.entry import Entry, Recorded
from xreg.registry.networks.recording.files import path_of, read, read_all, text_of, write
from xreg.schema.network import NetworkError, NetworkEvidence, Supplied

HEADS = {"r1.9": "b" * 40, "r1.10": "c" * 40, "r1.2": "a" * 40}


@pytest.fixture
def recorded(evidence: NetworkEvidence) -> Recorded:
    """A network in one state, another one with the same parameters, and the first one in a state of its own."""
    kept = evidence._replace(
        how="recorded",
        origin="",
        accepted_from="the record of 2026-11-22, mindspore 2.10.0 on CPU",
        attempts=tuple(each._replace(seconds=None) for each in evidence.attempts),
    )
    failed = kept._replace(
        attempts=(), parameters=(), accepted=None, accepted_from="", shims=(), fault="card", reason="no"
    )
    nothing = Recorded(MODELS, ALPHA, {}, ())
    first = nothing.with_entry(Entry("git-tree:a1", "sha256:w", kept), HEADS)
    other = kept._replace(network="alpha_big")
    second = first.with_entry(Entry("git-tree:a1", "sha256:w", other), HEADS)
    moved = kept._replace(source_digest="git-tree:b2")
    third = second.with_entry(Entry("git-tree:b2", "sha256:w", moved), {"r1.10": "d" * 40})
    return third.with_entry(
        Entry("git-tree:b2", "sha256:w", failed._replace(network="x", source_digest="git-tree:b2")), {}
    )


def test_text_and_back(recorded: Recorded, tmp_path: Path) -> None:
    path = tmp_path / "new" / "alpha.json"
    write(recorded, path)
    found = read(path)
    assert found is not None
    assert found.states == recorded.states
    assert set(found.entries) == set(recorded.entries)
    assert text_of(found) == path.read_text(encoding="utf-8") == text_of(recorded)
    assert [each.name for each in path.parent.iterdir()] == ["alpha.json"]


def test_the_order_in_which_records_were_made_does_not_show(recorded: Recorded) -> None:
    states = dict(reversed(recorded.states.items()))
    assert text_of(recorded._replace(states=states, entries=recorded.entries[::-1])) == text_of(recorded)


def test_a_row_a_line_and_what_is_shared_once(recorded: Recorded) -> None:
    text = text_of(recorded)
    item = json.loads(text)
    assert [digest for digest, _ in item["states"]] == ["git-tree:a1", "git-tree:b2"]
    assert list(item["states"][0][1]) == ["r1.2", "r1.9"]
    assert item["parameters"] == [[9537, "conv1.weight:64,3,7,7 bn1.{moving_mean,gamma}:64 step::int32"]]
    assert [each["states"] for each in item["entries"]] == [[0, 1], [0], [1]]
    assert len(item["runs"]) == 1
    assert all(line.startswith(("[", "{", '"', "]")) for line in text.splitlines())


@pytest.mark.parametrize(
    ("repository", "folder", "network", "path"),
    [
        (MODELS, "official/cv/resnet", "resnet50", "mindspore-models/official__cv__resnet.json"),
        (MINDCV, "mindcv", "resnet50", "mindspore-lab-mindcv/resnet50.json"),
        (MODELS, "..", "x", "mindspore-models/...json"),
        (MODELS, "", "x", None),
        (MODELS, "a\0b", "x", None),
        (MODELS, "a//b", "x", None),
        (MODELS, "a" * 201, "x", None),
        ("a/\0", "b", "x", None),
    ],
)
def test_where_a_record_is(repository: str, folder: str, network: str, path: str | None, tmp_path: Path) -> None:
    assert path_of(repository, folder, network, tmp_path) == (tmp_path / path if path else None)


def test_no_record(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") is None
    assert list(read_all(tmp_path)) == []


@pytest.mark.parametrize(
    "change",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        {"runs": []},
        {"states": [["x", None]]},
        {"entries": [{"states": [0]}]},
        {"entries": [{"states": [9], "network": "x", "run": 0, "provider": "x", "builds": []}]},
        {"entries": [{"states": [0], "network": "x", "run": 0, "provider": "x", "builds": [], "parameters": 7}]},
        {"entries": [{"states": [0], "network": "x", "run": 0, "provider": "x", "builds": [], "fault": "mine"}]},
        {"entries": [{"states": [0], "network": "x", "run": 0, "provider": "x", "builds": [], "attempts": [{}]}]},
    ],
)
def test_a_broken_record_is_an_error(recorded: Recorded, tmp_path: Path, change: bytes | dict[str, object]) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(
        change if isinstance(change, bytes) else json.dumps(json.loads(text_of(recorded)) | change).encode()
    )
    with pytest.raises(NetworkError, match=r"x.json is broken .*`xreg network record`"):
        read(path)


def test_a_failed_writing_leaves_the_record_as_it_was(
    recorded: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.json"
    write(recorded, path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write(recorded._replace(folder="other"), path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["x.json"]


def test_a_branch_has_one_state_and_a_tree_without_branches_is_forgotten(recorded: Recorded) -> None:
    assert list(recorded.states["git-tree:a1"]) == ["r1.9", "r1.2"]
    moved = recorded.with_heads("git-tree:b2", HEADS)
    assert list(moved.states) == ["git-tree:b2"]
    assert {each.digest for each in moved.entries} == {"git-tree:b2"}


def test_a_package_needs_no_branch(evidence: NetworkEvidence) -> None:
    first = Recorded(MINDCV, "mindcv", {}, ()).with_entry(Entry("mindcv 0.3.0", "w", evidence), {})
    second = first.with_entry(Entry("mindcv 0.4.0", "w", evidence), {})
    assert len(second.entries) == 2
    assert second.origin("mindcv 0.3.0", "main") == f"{MINDCV} mindcv 0.3.0"


def test_a_later_run_takes_the_place_of_the_same(evidence: NetworkEvidence) -> None:
    first = Recorded(MODELS, ALPHA, {}, ()).with_entry(Entry("git-tree:a1", "w", evidence), HEADS)
    again = first.with_entry(Entry("git-tree:a1", "v", evidence._replace(date="2027-01-01")), HEADS)
    assert [each.worker for each in again.entries] == ["v"]
    call = evidence.builds[0]._replace(arguments=(Supplied("classes", "7", "the card's Usage"),))
    other = again.with_entry(Entry("git-tree:a1", "v", evidence._replace(builds=(call,))), HEADS)
    assert len(other.entries) == 2


@pytest.mark.parametrize(
    ("revision", "digest"),
    [
        ("r1.2", "git-tree:a1"),
        ("r1.10", "git-tree:b2"),
        ("d" * 40, "git-tree:b2"),
        ("aaaaaaa", "git-tree:a1"),
        ("aaaaaa", ""),
        ("a1", "git-tree:a1"),
        ("git-tree:b2", "git-tree:b2"),
        ("master", ""),
        ("", ""),
    ],
)
def test_which_state_is_meant(recorded: Recorded, revision: str, digest: str) -> None:
    assert recorded.digest(revision) == digest
