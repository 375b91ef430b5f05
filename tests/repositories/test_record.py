"""Facts are read from a clone's branches and come back from the record as they were."""

import time

import pytest
from support.git import git

from xreg.registry.repositories.facts import read_branches
from xreg.registry.repositories.record import RECORD, read_record, write_record
from xreg.schema.repository import Folder, RepositoryError


def test_branches(clone):
    first, second = read_branches(clone)
    assert (first.name, second.name) == ("r1.1", "r1.2")
    assert first.commit == git(clone, "rev-parse", "r1.1")
    assert first.date == git(clone, "log", "-1", "--format=%cs", "r1.1")
    assert first.folders["official/cv/alpha"] == Folder("official/cv/alpha", ("alpha",), ("*args", "classes"), True)
    assert first.folders["research/nlp/Be-ta"] == Folder("research/nlp/Be-ta", None, (), False)
    assert "official/cv/alpha/src" in first.paths
    assert "official/cv/alpha/src/deep" not in first.paths
    assert second.folders.keys() - first.folders.keys() == {
        "official/cv/Alpha",
        "research/cv/gamma",
        "research/cv/gamma/alpha",
    }


def test_a_bare_clone_and_one_with_remote_branches_are_read(clone, tmp_path):
    bare, other = tmp_path / "bare.git", tmp_path / "other"
    git(tmp_path, "clone", "-q", "--bare", str(clone), str(bare))
    git(tmp_path, "clone", "-q", str(clone), str(other))
    assert read_branches(bare) == read_branches(other) == read_branches(clone)


def test_the_record_holds_what_was_read(clone, record):
    read = read_record(record)
    assert read is not None
    assert tuple(read.branch(name) for name in ("r1.1", "r1.2")) == read_branches(clone)
    assert read.branch("topic") is None


def test_recording_twice_gives_the_same_bytes(clone, record, tmp_path):
    assert write_record(read_branches(clone), tmp_path / "again.json").read_bytes() == record.read_bytes()


def test_a_record_that_is_not_there_or_broken(tmp_path):
    assert read_record(tmp_path / "none.json") is None
    (tmp_path / "broken.json").write_text('{"branches": [["r1.1"]]}')
    with pytest.raises(RepositoryError, match="make it again"):
        read_record(tmp_path / "broken.json")


@pytest.mark.parametrize("name", ["none", "empty"])
def test_what_is_no_clone_is_refused(tmp_path, name, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(RepositoryError, match="clone"):
        read_branches(tmp_path / name)


def test_a_clone_without_release_branches_is_refused(tmp_path):
    git(tmp_path, "init", "-q", "-b", "topic")
    with pytest.raises(RepositoryError, match="no branch named"):
        read_branches(tmp_path)


def test_the_shipped_record_is_small_and_read_fast():
    assert RECORD.stat().st_size < 300_000
    durations = []
    for _ in range(5):
        read_record.cache_clear()
        start = time.perf_counter()
        read = read_record()
        assert read is not None
        assert read.branch("r1.9")
        durations.append(time.perf_counter() - start)
    assert min(durations) < 0.05
