"""A small repository of models with two release branches, and its record."""

from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.repositories.facts import read_branches
from xreg.registry.repositories.record import write_record

CONF = """
def create_network(name, *args, **kwargs):
    if name == "{name}":
        return Net(kwargs["classes"], *args)
    raise NotImplementedError(f"{{name}} is not implemented")
"""


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Branch r1.1 holds two models; r1.2 moves one, adds one with the other's name, and a branch of no release."""
    folder = tmp_path_factory.mktemp("clone")
    git(folder, "init", "-q", "-b", "r1.1")
    files = {
        "README.md": "all",
        "official/cv/alpha/README.md": "alpha",
        "official/cv/alpha/mindspore_hub_conf.py": CONF.format(name="alpha"),
        "official/cv/alpha/src/deep/deeper/net.py": "x = 1",
        "research/nlp/Be-ta/README_CN.md": "beta",
        "research/nlp/Be-ta/mindspore_hub_conf.py": "def create_network(name): return Net(name)",
    }
    put(folder, files, "first")
    git(folder, "switch", "-q", "-c", "r1.2")
    git(folder, "mv", "official/cv/alpha", "official/cv/Alpha")
    put(folder, {"research/cv/gamma/README.md": "gamma", "research/cv/gamma/alpha/README.md": "part"}, "second")
    git(folder, "branch", "topic")
    return folder


@pytest.fixture(scope="session")
def record(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_record(read_branches(clone), tmp_path_factory.mktemp("record") / "models.json")
