"""`xreg knowledge`: what is known of a name, whether it is consistent, and the record of a repository."""

import json

import pytest
from support.git import git, put

from xreg.registry.knowledge import consistency


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("resnet50", ["resnet50 (a variant, 50): the architecture ResNet", "1512.03385", "Kaiming He"]),
        ("se_resnext", ["the architecture SE-ResNeXt", "family:", "source:"]),
        ("cifar10", ["cifar10: the dataset CIFAR-10", "10"]),
        ("imagenet", ["may mean another one"]),
        ("1512.03385", ["the paper resnet", "CVPR 2016"]),
        ("Deep residual learning for image recognition", ["the paper resnet"]),
    ],
)
def test_show(xreg, name, said):
    ran = xreg("knowledge", "show", name)
    assert ran.code == 0
    assert [text for text in said if text not in ran.out] == []


def test_show_of_what_is_not_known(xreg):
    ran = xreg("knowledge", "show", "none-such")
    assert (ran.code, ran.out) == (1, "nothing is known of 'none-such'\n")


def test_check(xreg):
    ran = xreg("knowledge", "check")
    assert ran.code == 0
    assert ran.out.endswith("papers: consistent\n")


def test_check_says_what_is_wrong(xreg, monkeypatch):
    monkeypatch.setattr(consistency, "contradictions", lambda *_: iter(["paper x: it has no source"]))
    ran = xreg("knowledge", "check")
    assert ran.code == 1
    assert ran.out.startswith("paper x: it has no source\n")


def test_record_repository(xreg, tmp_path):
    clone, record = tmp_path / "clone", tmp_path / "made" / "record.json"
    clone.mkdir()
    git(clone, "init", "-q", "-b", "r1.1")
    put(clone, {"official/cv/alpha/README.md": "x"}, "first")
    ran = xreg("knowledge", "record-repository", str(clone), "--to", str(record))
    assert ran.code == 0
    assert json.loads(record.read_text())["folders"] == [["official/cv/alpha", 1, ["README.md"]]]


def test_record_another_repository_by_its_tags(xreg, tmp_path):
    clone, record = tmp_path / "clone", tmp_path / "record.json"
    clone.mkdir()
    git(clone, "init", "-q", "-b", "topic")
    put(clone, {"models/alpha/README.md": "x"}, "first")
    git(clone, "tag", "v1")
    given = (str(clone), "--name", "example.org/some/models", "--branch", "r1.0=v1", "topic")
    assert "say where with --to FILE" in xreg("knowledge", "record-repository", *given).err
    ran = xreg("knowledge", "record-repository", *given, "--to", str(record))
    assert ran.code == 0
    assert [[head[0], *head[3:]] for head in json.loads(record.read_text())["branches"]] == [["r1.0", "v1"], ["topic"]]


def test_record_repository_of_what_is_no_clone(xreg, tmp_path):
    ran = xreg("knowledge", "record-repository", str(tmp_path / "none"))
    assert ran.code == 2
    assert "give the folder of a clone" in ran.err
