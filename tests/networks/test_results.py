"""What a run showed is judged before the places of packages are taken out of what it says."""

import json
from pathlib import Path

import pytest

from xreg.registry.networks.engine.task import Ended, Task
from xreg.registry.networks.providers.protocol import Stage, Target
from xreg.registry.networks.results import evidence_of
from xreg.schema.network import NetworkEvidence

MISSING = "FileNotFoundError: No such file or directory: "


def judged(folder: Path, error: str) -> NetworkEvidence:
    refused = {"event": "refused", "call": 0, "error": error, "where": "a.py:1", "kind": error.partition(":")[0]}
    lines = [{**refused, "module": "src.gone", "shims": []}, {"event": "end"}]
    told = "\n".join(json.dumps(line) for line in lines).encode()
    target = Target("repository", "tiny", "", "git-tree:1", {}, Stage(folder, "1"))
    return evidence_of(target, Ended(stdout=told), Task({}, folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "code1" / "src").mkdir(parents=True)
    (tmp_path / "code1" / "a.py").write_text("x = 1\n", encoding="utf-8")
    return tmp_path / "code1"


def test_a_file_that_the_folder_lacks_is_named_from_the_folder(folder: Path) -> None:
    found = judged(folder, f"{MISSING}'{folder}/src/net.yaml'")
    assert found.fault == "repository" and f"{MISSING}'src/net.yaml'" in found.reason


def test_a_file_that_a_package_lacks_is_not_the_repositorys(folder: Path) -> None:
    found = judged(folder, f"{MISSING}'/usr/lib/site-packages/src/net.yaml'")
    assert found.fault == "here" and "/usr" not in found.reason + found.builds[0].error


def test_a_link_that_was_left_out_may_be_what_is_missing(folder: Path) -> None:
    error = "ModuleNotFoundError: No module named 'src.gone'"
    assert judged(folder, error).fault == "repository"
    (folder.parent / f".{folder.name}.left-out").write_text("src/gone", encoding="utf-8")
    assert judged(folder, error).fault == "here"
