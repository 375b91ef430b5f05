"""Each package that the project asks for has its entry in docs/dependencies.md, which says what it is for."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Za-z0-9._-]+")


def project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def packages() -> list[str]:
    """The packages of all extras too, without the project's own extras."""
    lists = [project()["dependencies"], *project()["optional-dependencies"].values()]
    names = {NAME.match(text)[0].lower() for found in lists for text in found}
    return sorted(names - {project()["name"]})


def entries() -> set[str]:
    """The words of the first column of the page's tables."""
    lines = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    return {word.lower() for line in lines if line.startswith("|") for word in NAME.findall(line.split("|")[1])}


@pytest.mark.parametrize("package", packages())
def test_it_has_its_entry(package: str) -> None:
    assert package in entries(), f"docs/dependencies.md does not say why {package} is needed"
