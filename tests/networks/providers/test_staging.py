"""A folder of a commit is put on disk whole or not at all, and nothing of it goes anywhere else."""

import os
import subprocess
from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.networks.providers import staging
from xreg.registry.networks.providers.protocol import Stage
from xreg.registry.networks.providers.staging import left_out, stage
from xreg.schema.repository import RepositoryError


def tree(clone: Path, path: str) -> str:
    return git(clone, "rev-parse", f"HEAD:{path}")


def hostile(clone: Path, entries: list[tuple[str, str, str]]) -> str:
    """A tree that git itself would not make, by the bytes of its entries: mode, name, object."""
    content = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(sha) for mode, name, sha in entries)
    command = ["git", "-C", str(clone), "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().strip()


def test_a_folder_is_put_on_disk_read_only_and_once(models: Path, tmp_path: Path) -> None:
    wanted = Stage(models, tree(models, "official/cv/tiny"))
    there = stage(wanted, tmp_path / "code")
    assert sorted(path.relative_to(there).as_posix() for path in there.rglob("*.py")) == [
        "export.py",
        "mindspore_hub_conf.py",
        "src/__init__.py",
        "src/config.py",
        "src/net.py",
    ]
    assert not (there / "src" / "net.py").stat().st_mode & 0o222 and not (there / "src").stat().st_mode & 0o222
    assert stage(wanted, tmp_path / "code") == there
    assert os.listdir(tmp_path / "code") == [there.name]


def test_only_some_of_a_folders_entries(models: Path, tmp_path: Path) -> None:
    there = stage(Stage(models, tree(models, "official/cv/tiny"), ("src",)), tmp_path)
    assert os.listdir(there) == ["src"]


def links(clone: Path, **leading: str) -> Path:
    """A clone with files, and links that lead somewhere."""
    clone.mkdir()
    git(clone, "init", "-q")
    for name, where in leading.items():
        (clone / name).symlink_to(where)
    put(clone, {"a.py": "x", "src/b.py": "y"}, "links")
    return clone


def test_links_within_the_folder_become_copies(tmp_path: Path) -> None:
    clone = links(tmp_path / "clone", file="src/b.py", folder="./src")
    there = stage(Stage(clone, tree(clone, "")), tmp_path / "code")
    assert (there / "file").read_text() == (there / "folder" / "b.py").read_text() == "y"
    assert not any(path.is_symlink() for path in there.rglob("*")) and left_out(there) == ()


def test_links_that_lead_elsewhere_are_left_out_and_noted(tmp_path: Path) -> None:
    leading = {"absolute": "/etc/passwd", "above": "../x", "itself": ".", "gone": "gone.py", "link": "gone"}
    clone = links(tmp_path / "clone", **leading)
    there = stage(Stage(clone, tree(clone, "")), tmp_path / "code")
    assert sorted(os.listdir(there)) == ["a.py", "src"] and left_out(there) == tuple(sorted(leading))


def test_other_repositories_are_left_out_and_noted(models: Path, tmp_path: Path) -> None:
    made = hostile(models, [("160000", "other", "12" * 20)])
    assert left_out(stage(Stage(models, made), tmp_path)) == ("other",)


def test_a_link_to_a_folder_that_it_is_in_is_left_out(models: Path, tmp_path: Path) -> None:
    said = subprocess.run(
        ["git", "-C", str(models), "hash-object", "-w", "--stdin"], input=b"../a", capture_output=True
    )
    inner = hostile(models, [("120000", "up", said.stdout.decode().strip())])
    there = stage(Stage(models, hostile(models, [("40000", "a", inner)])), tmp_path)
    assert os.listdir(there / "a") == [] and left_out(there) == ("a/up",)


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", "a\\b", "a:b", "a.", "a ", "aux", "Nul.py", "COM1"])
def test_names_that_lead_elsewhere_are_refused(models: Path, tmp_path: Path, name: str) -> None:
    blob = tree(models, "README.md")
    made = hostile(models, [("100644", name, blob)])
    with pytest.raises(RepositoryError, match="not put on disk"):
        stage(Stage(models, made), tmp_path / "code")
    assert os.listdir(tmp_path / "code") == []


def test_a_file_that_the_clone_lacks_is_said(models: Path, tmp_path: Path) -> None:
    made = hostile(models, [("100644", "a.py", tree(models, "README.md")), ("100644", "gone.py", "12" * 20)])
    with pytest.raises(RepositoryError, match=r"the clone lacks gone\.py"):
        stage(Stage(models, made), tmp_path / "code")
    assert os.listdir(tmp_path / "code") == []


def test_a_folder_that_the_clone_lacks_is_said(models: Path, tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="the clone lacks the folder"):
        stage(Stage(models, "34" * 20), tmp_path)


@pytest.mark.parametrize(("limit", "value", "says"), [("MOST_FILES", 2, "2 files"), ("MOST_DEPTH", 0, "deeper than 0")])
def test_a_folder_that_is_no_models_is_refused(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, says: str
) -> None:
    monkeypatch.setattr(staging, limit, value)
    with pytest.raises(RepositoryError, match=says):
        stage(Stage(models, tree(models, "official/cv/tiny")), tmp_path)


def test_a_folder_that_another_process_has_put_there_meanwhile(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Stage(models, tree(models, "official/cv/tiny"))

    def faster(path: Path, target: Path) -> None:
        (target / "src").mkdir(parents=True)
        raise OSError(path)

    monkeypatch.setattr(Path, "rename", faster)
    assert stage(wanted, tmp_path) == tmp_path / wanted.tree


def test_a_link_through_a_folder_that_the_clone_lacks_is_left_out(models: Path, tmp_path: Path) -> None:
    said = subprocess.run(["git", "-C", str(models), "hash-object", "-w", "--stdin"], input=b"a/b", capture_output=True)
    made = hostile(models, [("40000", "a", "12" * 20), ("120000", "link", said.stdout.decode().strip())])
    there = stage(Stage(models, made, ("link",)), tmp_path)
    assert os.listdir(there) == [] and left_out(there) == ("link",)
