"""A folder of a commit is put on disk whole or not at all, and nothing of it goes anywhere else."""

import os
import subprocess
from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.networks.providers import staging
from xreg.registry.networks.providers.protocol import Stage
from xreg.registry.networks.providers.staging import stage
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


def test_links_are_left_out(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "init", "-q")
    (clone / "link").symlink_to("/etc/passwd")
    put(clone, {"a.py": "x"}, "links")
    assert os.listdir(stage(Stage(clone, tree(clone, "")), tmp_path / "code")) == ["a.py"]


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", "a\\b"])
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
