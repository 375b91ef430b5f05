"""A small repository of models with two release branches, its record, and a table of repositories that names both."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.repositories import places as table
from xreg.registry.repositories.evidence import repository_evidence
from xreg.registry.repositories.facts import read_branches
from xreg.registry.repositories.places import Place, places
from xreg.registry.repositories.record import write_record
from xreg.registry.repositories.views import view_of

MODELS = Place("gitee.com/mindspore/models", None, ("official", "research"), branches="r{version}")
CONF = """
from src.net import Net
def create_network(name, *args, **kwargs):
    if name == "{name}":
        return Net(kwargs["classes"], *args)
    raise NotImplementedError(f"{{name}} is not implemented")
"""
NET = "class Net:\n    def __init__(self, classes, width=1): pass\n"


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Branch r1.1 holds two models; r1.2 moves one, adds one with the other's name, and a branch of no release."""
    folder = tmp_path_factory.mktemp("clone")
    git(folder, "init", "-q", "-b", "r1.1")
    files = {
        "README.md": "all",
        "official/cv/alpha/README.md": "alpha\narXiv:1512.03385\n",
        "official/cv/alpha/mindspore_hub_conf.py": CONF.format(name="alpha"),
        "official/cv/alpha/src/net.py": NET,
        "official/cv/alpha/src/deep/deeper/net.py": "x = 1",
        "official/cv/alpha/default_config.yaml": "num_classes: 10\nimage_size: 32\n",
        "research/nlp/Be-ta/README_CN.md": "beta",
        "research/nlp/Be-ta/mindspore_hub_conf.py": "def create_network(name): return Net(name)",
        "tools/x.py": "",
    }
    put(folder, files, "first")
    git(folder, "tag", "-a", "v1.1.0", "-m", "x")
    git(folder, "switch", "-q", "-c", "r1.2")
    git(folder, "mv", "official/cv/alpha", "official/cv/Alpha")
    put(folder, {"research/cv/gamma/README.md": "gamma", "research/cv/gamma/alpha/README.md": "part"}, "second")
    git(folder, "branch", "topic")
    return folder


@pytest.fixture(scope="session")
def record(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_record(read_branches(clone, MODELS), tmp_path_factory.mktemp("record") / "models.json")


def _forget() -> None:
    for each in (places, view_of, repository_evidence):
        each.cache_clear()


@pytest.fixture
def recorded(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The record in the place of those that ship with xreg, and an older repository from which models moved."""
    common = {"addresses": [], "roots": list(MODELS.roots), "branches": "r{version}"}
    moved = {"path": "old", "since": "r1.2", "branches": ["master"], "to": MODELS.name, "branch": "r1.2", "source": "x"}
    older = {**common, "record": str(record), "roots": ["old"], "moved": moved}
    known = {MODELS.name: {**common, "record": str(record)}, "gitee.com/a/older": older}
    (tmp_path / "places.json").write_text(json.dumps({"repositories": known}))
    monkeypatch.setattr(table, "PLACES", tmp_path / "places.json")
    _forget()
    yield
    _forget()
