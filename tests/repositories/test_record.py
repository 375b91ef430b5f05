"""Facts are read from a clone's branches and come back from the record as they were."""

import json

import pytest
from repositories.conftest import MODELS
from support.git import git

from xreg.registry.repositories.facts import read_branches
from xreg.registry.repositories.places import places
from xreg.registry.repositories.record import read_record, write_record
from xreg.schema.repository import Configuration, Folder, RepositoryError

ALPHA = Folder(
    "official/cv/alpha",
    ("alpha",),
    ("width=1, *, classes, **ignored",),
    ("README.md",),
    ("1512.03385",),
    configurations=(Configuration("default_config.yaml", 10, "32x32"),),
)


def test_branches(clone):
    first, second = read_branches(clone, MODELS)
    assert (first.name, second.name) == ("r1.1", "r1.2")
    assert first.commit == git(clone, "rev-parse", "r1.1")
    assert first.date == git(clone, "log", "-1", "--format=%cs", "r1.1")
    assert first.folders["official/cv/alpha"] == ALPHA
    assert first.folders["research/nlp/Be-ta"] == Folder("research/nlp/Be-ta", None, ("",), ("README_CN.md",))
    assert "official/cv/alpha/src" in first.paths
    assert "official/cv/alpha/src/deep" not in first.paths
    assert "tools" not in first.paths
    assert second.folders.keys() - first.folders.keys() == {
        "official/cv/Alpha",
        "research/cv/gamma",
        "research/cv/gamma/alpha",
    }


def test_a_branch_as_a_tag_or_a_commit_has_it(clone):
    commit = git(clone, "rev-parse", "r1.2")
    first, second, third = read_branches(clone, MODELS, {"r1.0": "v1.1.0", "r1.2": "r1.2", "r1.3": commit[:12]})
    assert (first.name, first.revision, first.commit) == ("r1.0", "v1.1.0", git(clone, "rev-parse", "r1.1"))
    assert (second.name, second.revision) == ("r1.2", "")
    assert (third.commit, third.date) == (commit, second.date)
    with pytest.raises(RepositoryError, match="has no revision abcdef12"):
        read_branches(clone, MODELS, {"r1.0": "abcdef12"})


def test_a_bare_clone_and_one_with_remote_branches_are_read(clone, tmp_path):
    bare, other = tmp_path / "bare.git", tmp_path / "other"
    git(tmp_path, "clone", "-q", "--bare", str(clone), str(bare))
    git(tmp_path, "clone", "-q", str(clone), str(other))
    assert read_branches(bare, MODELS) == read_branches(other, MODELS) == read_branches(clone, MODELS)


def test_the_record_holds_what_was_read(clone, tmp_path):
    branches = read_branches(clone, MODELS, {"r1.1": "v1.1.0", "r1.2": "r1.2"})
    read = read_record(write_record(branches, tmp_path / "record.json"))
    assert read is not None
    found = [read.branch(name) for name in ("r1.1", "r1.2")]
    assert tuple(each.whole() for each in found if each) == branches
    assert read.branch("topic") is None


def test_recording_twice_gives_the_same_bytes(clone, record, tmp_path):
    assert write_record(read_branches(clone, MODELS), tmp_path / "again.json").read_bytes() == record.read_bytes()


def test_a_record_that_is_not_there_or_broken(tmp_path):
    assert read_record(tmp_path / "none.json") is None
    for number, content in enumerate(('{"branches": [["r1.1"]], "folders": [], "paths": {}}', "[]", "{")):
        (tmp_path / f"broken{number}.json").write_text(content)
        with pytest.raises(RepositoryError, match="make it again"):
            read_record(tmp_path / f"broken{number}.json")


@pytest.mark.parametrize("name", ["none", "empty"])
def test_what_is_no_clone_is_refused(clone, tmp_path, name):
    (clone / "empty").mkdir(exist_ok=True)  # within a clone, but none itself
    for folder in (tmp_path / name, clone / "empty"):
        with pytest.raises(RepositoryError, match="clone"):
            read_branches(folder, MODELS)


def test_a_clone_without_release_branches_is_refused(tmp_path):
    git(tmp_path, "init", "-q", "-b", "topic")
    with pytest.raises(RepositoryError, match="no branch named"):
        read_branches(tmp_path, MODELS)


def test_the_shipped_records_are_small_and_whole():
    records = {place.record for place in places().values() if place.record}
    assert sum(path.stat().st_size for path in records) < 600_000
    for path in records:
        read = read_record(path)
        assert read
        for head in read.heads:
            branch = read.branch(head[0])
            assert branch
            whole = branch.whole()
            assert len(whole.folders) == len(list(branch.folders()))
            assert len(whole.commit) == 40


def test_what_a_record_says_of_a_signature_can_be_read():
    for path in {place.record for place in places().values() if place.record}:
        for row in json.loads(path.read_bytes())["folders"]:
            folder = Folder(row[0], tuple(row[8]) if len(row) > 8 else None, tuple(row[9]) if len(row) > 9 else ())
            for name in folder.names or ("x",):
                assert str(folder.signature(name) or "") in (*folder.signatures, "")
