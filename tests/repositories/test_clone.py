"""A clone that somebody else made: nothing of it is executed, and what is hostile or missing tells nothing."""

import os
import subprocess
from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.repositories import git as running
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.evidence import repository_evidence
from xreg.registry.repositories.git import Objects, run
from xreg.registry.repositories.given import clones, named_path
from xreg.registry.repositories.trees import Trees
from xreg.schema.repository import RepositoryError

NAME = "gitee.com/mindspore/models"
LINK = f"https://{NAME}/tree/r1.1/official/cv/alpha"


def made(folder: Path, files: dict[str, str]) -> Path:
    git(folder, "init", "-q", "-b", "r1.1")
    put(folder, files, "first")
    return folder


def look(folder: Path, link: str = LINK):
    return repository_evidence(link, "1.1", clones([(NAME, folder)]))


def test_nothing_in_its_configuration_is_executed(tmp_path):
    folder = tmp_path / "x"
    folder.mkdir()
    made(folder, {"official/cv/alpha/README.md": "x", ".gitattributes": "* filter=x diff=x"})
    command = f"touch {tmp_path}/executed #"
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "gpg.program"),
        *("filter.x.smudge", "filter.x.process", "diff.x.textconv", "diff.external", "credential.helper"),
        *("alias.cat-file", "alias.ls-tree", "uploadpack.packObjectsHook", "core.alternateRefsCommand"),
    ):
        git(folder, "config", key, f"!{command}" if key.startswith("alias") else command)
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "extensions.partialClone", "origin")
    git(folder, "config", "remote.origin.promisor", "true")
    git(folder, "config", "protocol.ext.allow", "always")
    git(folder, "config", "remote.origin.url", f"ext::sh -c '{command}'")
    (folder / ".git" / "hooks").mkdir(exist_ok=True)
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (folder / ".git" / "hooks" / hook).write_text(f"#!/bin/sh\n{command}\n")
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    missing = git(folder, "rev-parse", "r1.1:official/cv/alpha/README.md")
    (folder / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    found = look(folder)
    assert found
    assert found.exists
    assert found.folder
    assert found.folder.papers == ()
    assert not (tmp_path / "executed").exists()


def test_what_the_environment_says_to_git_is_left_out(tmp_path, monkeypatch, clone):
    """A commit hook is started with the committed repository in `GIT_DIR`."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    found = look(clone)
    assert found
    assert found.how == "read"


def test_a_partial_clone_tells_what_it_has(clone, tmp_path):
    git(clone, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{clone}", "partial")
    found = look(tmp_path / "partial")
    assert found
    assert (found.exists, found.how) == (True, "read")
    assert found.folder
    assert (found.folder.readmes, found.folder.names, found.folder.papers) == (("README.md",), None, ())


def test_a_clone_without_its_trees_tells_nothing(clone, tmp_path):
    git(clone, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=tree:0", f"file://{clone}", "partial")
    assert look(tmp_path / "partial") is None


def test_links_and_other_repositories_are_no_folders(tmp_path):
    folder = made(tmp_path, {"official/cv/beta/README.md": "x"})
    (folder / "official/cv/alpha").symlink_to("beta")
    (folder / "official/cv/beta/mindspore_hub_conf.py").symlink_to("/etc/passwd")
    git(folder, "add", "-A")
    head = git(folder, "rev-parse", "HEAD")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{head},official/cv/gamma")
    git(folder, "commit", "-q", "-m", "links")
    assert [look(folder, LINK.replace("alpha", name)).exists for name in ("alpha", "beta", "gamma")] == [
        False,
        True,
        False,
    ]
    assert look(folder, LINK.replace("alpha", "beta")).folder.names is None


def test_names_that_are_no_text(tmp_path):
    folder = made(tmp_path, {"official/cv/alpha/README.md": "x"})
    for name in (b"a\nb", b"\xff\xfe", b"--help", b"a\tb"):
        Path(os.fsdecode(os.fsencode(folder) + b"/official/cv/alpha/" + name)).write_bytes(b"x")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "names")
    found = look(folder)
    assert found
    assert found.folder
    assert found.folder.readmes == ("README.md",)
    assert Clone(folder).model_folders(found.commit, ("official",)) == ("official/cv/alpha",)


def test_files_that_are_too_large_tell_nothing(tmp_path):
    big = "x = 1\n" * 300_000
    files = {"README.md": f"arXiv:1512.03385\n{big}", "mindspore_hub_conf.py": big, "config.yaml": big}
    folder = made(tmp_path, {f"official/cv/alpha/{name}": content for name, content in files.items()})
    found = look(folder)
    assert found
    assert found.folder
    assert (found.folder.readmes, found.folder.papers, found.folder.names) == (("README.md",), (), None)


def test_a_tree_that_multiplies_itself_ends(tmp_path, monkeypatch):
    """Ten folders in each of ten, ten times over, are ten objects and ten thousand million files."""
    git(tmp_path, "init", "-q", "-b", "r1.1")
    put(tmp_path, {"official/cv/alpha/README.md": "x"}, "first")
    tree = git(tmp_path, "rev-parse", "HEAD:official/cv/alpha")
    for _ in range(10):
        entries = "".join(f"040000 tree {tree}\t{name}\n" for name in "abcdefghij")
        made_tree = subprocess.run(
            ["git", "-C", str(tmp_path), "mktree"], input=entries, capture_output=True, text=True, check=True
        )
        tree = made_tree.stdout.strip()
    top = subprocess.run(
        ["git", "-C", str(tmp_path), "mktree"],
        input=f"040000 tree {tree}\tofficial\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    commit = git(tmp_path, "commit-tree", top, "-m", "bomb")
    git(tmp_path, "update-ref", "refs/heads/r1.1", commit)
    found = look(tmp_path, LINK.replace("cv/alpha", "a/a/a/a/a/a/a/a/a/a"))
    assert found
    assert found.exists
    monkeypatch.setattr(running, "_MAX_OUTPUT", 1 << 16)
    with pytest.raises(RepositoryError, match="more files"):
        list(Clone(tmp_path).files(commit, ("official",)))


def test_a_path_too_deep_is_none(clone):
    trees = Clone(clone).trees
    root = trees.root(git(clone, "rev-parse", "r1.1"))
    assert root
    assert trees.at(root, "/".join("a" * 30)) is None
    assert trees.at(root, "README.md/x") is None
    assert trees.read(root, "official") is None
    assert trees.files(root, "none") == ()
    assert trees.root(root) is None


def test_objects_that_are_asked_for_wrongly(clone):
    objects = Objects(clone)
    assert objects.read("HEAD", 100) is None
    assert objects.read("0" * 40, 100) is None
    assert objects.read(git(clone, "rev-parse", "r1.1"), 3) is None
    objects.close()
    assert objects.read(git(clone, "rev-parse", "r1.1"), 10_000)
    for process in objects._processes.values():
        process.kill()
        process.wait()
    read = [objects.read(git(clone, "rev-parse", "r1.1"), 10_000) for _ in range(3)]
    assert [bool(each) for each in read] == [False, False, True], "each process that ended is replaced"
    assert Trees(objects).files("0" * 40, "") == ()
    assert Trees(objects).files("0" * 40, "a") == ()
    assert Trees(objects).read("0" * 40, "a") is None
    objects.close()


def test_git_that_is_not_there_or_hangs(clone, monkeypatch, tmp_path):
    monkeypatch.setattr(running, "_SECONDS", 0.2)
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(RepositoryError, match="no answer in time"):
        run(clone, "version")
    monkeypatch.setenv("PATH", str(clone))
    with pytest.raises(RepositoryError, match="git cannot be run"):
        run(clone, "version")
    assert Objects(clone).read("0" * 40, 100) is None


@pytest.mark.parametrize("text", ["gitee.com/mindspore/models", "=path", "gitee.com/mindspore/models=", "x=path"])
def test_what_names_no_clone(text):
    with pytest.raises(RepositoryError, match="models"):
        clones([named_path(text)])


def test_what_is_missing_at_a_path_is_not_known(clone, monkeypatch):
    opened = Clone(clone)
    commit, trees = git(clone, "rev-parse", "r1.1"), opened.trees
    entries = trees.entries
    with pytest.raises(LookupError):
        opened.folder("0" * 40, "official")
    gone = trees.at(trees.root(commit) or "", "official/cv/alpha")
    assert gone
    monkeypatch.setattr(trees, "entries", lambda tree: None if tree == gone.object else entries(tree))
    with pytest.raises(LookupError):
        opened.folder(commit, "official/cv/alpha")
    assert trees.read(trees.root(commit) or "", "official/cv/alpha/README.md") is None


def test_references_that_are_no_commits_are_no_branches(clone, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(clone), "bare")
    tree = git(clone, "rev-parse", "r1.1^{tree}")
    git(tmp_path / "bare", "update-ref", "refs/tags/tree", tree)
    heads = Clone(tmp_path / "bare").heads
    assert "tree" not in heads
    assert {"r1.1", "r1.2", "topic", "v1.1.0"} <= heads.keys()
    assert Clone(tmp_path / "bare").head(tree) is None


def test_a_path_that_is_no_clone(tmp_path):
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "none", tmp_path / "empty"):
        with pytest.raises(RepositoryError, match="clone"):
            clones([(NAME, path)])
