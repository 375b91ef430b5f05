"""`--siblings` and the key of the configuration."""

from pathlib import Path

import pytest
from siblings.conftest import CARD, Tree
from support.cards import card

from xreg.publisher.config import ConfigError, read
from xreg.publisher.main import main

WRONG = card().replace("module-type: cv-classification", "module-type: nlp")


@pytest.fixture
def outside(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A card outside of the tree, whose earlier version lies in it."""
    tree(CARD.replace("1.9", "1.8"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "resnet50_imagenet2012.md").write_text(WRONG)
    return "resnet50_imagenet2012.md"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["lint", "--network", "off", "--output-format", "concise", *arguments])
    return code, *capsys.readouterr()


def test_the_option(outside: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "XR232" not in run(capsys, outside)[1]
    assert "XR232" in run(capsys, outside, "--siblings", "assets")[1]
    assert "XR232" in run(capsys, outside, "--siblings", "./assets/")[1]


def test_the_key(outside: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "xreg.toml").write_text('siblings = "assets"\n')
    assert "XR232" in run(capsys, outside)[1]
    assert read(tmp_path / "xreg.toml").siblings == tmp_path / "assets"


@pytest.mark.parametrize("given", ["nowhere", "resnet50_imagenet2012.md"])
def test_no_folder(outside: str, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys, outside, "--siblings", given)
    assert code == 2
    assert error == f"xreg: --siblings {given}: there is no such folder: name one that holds cards\n"


def test_a_key_that_is_no_path(tmp_path: Path) -> None:
    (tmp_path / "xreg.toml").write_text("siblings = 1\n")
    with pytest.raises(ConfigError, match="`siblings` must be the path of a folder, not 1"):
        read(tmp_path / "xreg.toml")
