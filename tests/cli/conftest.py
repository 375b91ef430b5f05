"""Running the program in the tests' own process, in a folder of its own, with a card to lint."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from xreg.publisher.main import main

ROOT = Path(__file__).resolve().parents[2]


class Ran(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, with caches of its own."""
    monkeypatch.setenv("XREG_CACHE_DIR", str(tmp_path / ".cache"))
    return tmp_path


@pytest.fixture
def card(folder: Path) -> Path:
    """The card of Xception as the hub published it, under the path that it has in this project."""
    (folder / "cards").mkdir()
    shutil.copy(ROOT / "cards" / "xception.md", folder / "cards")
    return folder / "cards" / "xception.md"


@pytest.fixture
def xreg(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """The program: `xreg("lint", "cards")`; networks are answered from the record."""

    monkeypatch.chdir(folder)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        networks = (
            ("--network", "recorded") if arguments[0] in ("lint", "render") and "--network" not in arguments else ()
        )
        try:
            code = main([*arguments, *networks])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode("utf-8", "surrogateescape"), err.decode("utf-8", "surrogateescape"))

    return run
