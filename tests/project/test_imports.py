"""Imports run one way, and heavy packages are imported only where they are used."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CARD = str(ROOT / "cards" / "xception.md")
MAY_IMPORT = {
    "schema": {"xreg.schema"},
    "registry": {"xreg.schema", "xreg.registry"},
    "publisher": {"xreg.schema", "xreg.registry", "xreg.publisher"},
}
HEAVY = {
    "pydantic",
    "pydantic_core",
    "jinja2",
    "requests",
    "mindspore",
    "numpy",
    "sqlite3",
    "sqlalchemy",
    "alembic",
    "multiprocessing",
    "ray",
    "rich",
    "tqdm",
}
IMPURE = {"socket", "subprocess", "requests", "urllib", "http", "time", "random", "secrets", "tempfile", "shutil"}


def imported(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_run_one_way(folder):
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    for path in files:
        ours = {".".join(name.split(".")[:2]) for name in imported(path) if name.startswith("xreg.")}
        assert ours <= MAY_IMPORT[folder], path


def test_the_schema_is_pure():
    for path in (ROOT / "schema").rglob("*.py"):
        assert not {name.split(".")[0] for name in imported(path)} & IMPURE, path


@pytest.mark.parametrize("output", ["full", "concise"])
def test_linting_one_card_imports_nothing_heavy(output, tmp_path):
    code = (
        "import sys; from xreg.publisher.main import main\n"
        f"main(['lint', {CARD!r}, '--network', 'recorded', '--output-format', {output!r}])\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    # Without coverage, which would itself import what is looked for.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    assert done.stderr.strip() == "[]"
