"""What is built from the project: the source archive and the wheel hold all of it.

An archive that walked the links under src/xreg first would drop the real folders, and the wheel would be empty with
exit code 0.
"""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("schema", "registry", "publisher")


def tracked(folder: str) -> set[str]:
    """The files of a folder that belong to the project."""
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(listed.split())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with both archives, the wheel made from the source archive."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: which files belong to the project cannot be told")
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_the_wheel_holds_every_file_under_its_import_name(built):
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"xreg/{name}" for folder in FOLDERS for name in tracked(folder)}
    assert expected <= names
    assert {"xreg/__init__.py", "xreg/__main__.py", "xreg/py.typed"} <= names
    outside = {name for name in names if not name.startswith(("xreg/", "xreg-"))}
    assert outside == set(), "top-level names would overwrite other people's installs"


def test_the_source_archive_holds_what_the_project_is_made_of(built):
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
        links = [member.name for member in file.getmembers() if member.issym() or member.islnk()]
    for folder in (*FOLDERS, "tests", "cards", "docs"):
        assert tracked(folder) <= names
    assert {"LICENSE", "README.md", "pyproject.toml", "src/xreg/__init__.py"} <= names
    assert links == []
