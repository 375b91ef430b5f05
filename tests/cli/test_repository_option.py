"""`--repository NAME=PATH`: what a clone holds is the evidence, and a clone that moved gives another answer."""

import json
from pathlib import Path

import pytest
from support.cards import card
from support.git import git, put

NAME = "gitee.com/mindspore/models"
NETS = "def create_network(name):\n    if name == 'other': return N()\n    raise X\n"


@pytest.fixture
def clone(folder: Path) -> Path:
    """A clone in which the card's folder accepts another name."""
    path = folder / "models"
    path.mkdir()
    git(path, "init", "-q", "-b", "r1.9")
    put(path, {"official/cv/resnet/README.md": "x", "official/cv/resnet/mindspore_hub_conf.py": NETS}, "first")
    return path


def codes(ran) -> set[str]:
    return {found["code"] for found in json.loads(ran.out)}


def lint(xreg, folder: Path, *arguments: str):
    for number in range(20):  # as many as are worth a cache
        path = folder / "cards" / f"{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(card(), encoding="utf-8")
    return xreg("lint", "cards", "--output-format", "json", "--exit-zero", "--select", "XR511,XR711", *arguments)


def test_a_clone_is_read_in_the_place_of_the_record(xreg, folder, clone):
    assert codes(lint(xreg, folder)) == set()
    ran = lint(xreg, folder, "--repository", f"{NAME}={clone}")
    assert codes(ran) == {"XR511"}
    assert ", read " in json.loads(ran.out)[0]["evidence"][0]["source"]


def test_a_branch_that_moved_gives_another_answer(xreg, folder, clone):
    arguments = ("--repository", f"{NAME}={clone}")
    assert codes(lint(xreg, folder, *arguments)) == {"XR511"}
    git(clone, "mv", "official/cv/resnet", "official/cv/moved")
    git(clone, "commit", "-q", "-m", "moved")
    assert codes(lint(xreg, folder, *arguments)) == {"XR711"}


def test_in_the_configuration(xreg, folder, clone):
    (folder / "xreg.toml").write_text(f'[repositories]\n"{NAME}" = "{clone.name}"\n')
    assert codes(lint(xreg, folder)) == {"XR511"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("models", "names no clone: write gitee.com/mindspore/models=PATH"),
        ("models=models", "is no repository: write its address"),
        (f"{NAME}=none", "there is no such folder"),
        (f"{NAME}=cards", "give the folder of a clone"),
    ],
)
def test_what_is_no_clone(xreg, folder, given, message):
    ran = lint(xreg, folder, "--repository", given)
    assert ran.code == 2
    assert message in ran.err
