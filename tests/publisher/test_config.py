"""The configuration: where it is found, what it says, and what is wrong with it."""

from pathlib import Path

import pytest
from support.cards import card

from xreg.publisher.config import Config, ConfigError, find, read
from xreg.publisher.linting import Options, lint
from xreg.publisher.selection import PathChoice
from xreg.registry.collect import Sources
from xreg.schema.rules.all import RULES
from xreg.schema.text import Text

FULL = """
select = ["XR3", "summary-names-other-model"]
extend-select = ["XR401"]
ignore = ["XR303"]
network = "off"
isolation = "require"
output-format = "json"
[per-path]
"cards/old/*" = { ignore = ["XR3"] }
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_all_keys(tmp_path: Path) -> None:
    expected = Config(
        tmp_path,
        ("XR3", "summary-names-other-model"),
        ("XR401",),
        ("XR303",),
        (PathChoice("cards/old/*", ("XR3",)),),
        "off",
        "require",
        "json",
    )
    assert read(write(tmp_path / "xreg.toml", FULL)) == expected


@pytest.mark.parametrize(("given", "expected"), [("b.json", "b.json"), ("../b.json", "../b.json"), ("/b", "/b")])
def test_a_path_is_relative_to_the_configuration(tmp_path: Path, given: str, expected: str) -> None:
    assert read(write(tmp_path / "xreg.toml", f'baseline = "{given}"')).baseline == tmp_path / expected


def test_clones_are_relative_to_the_configuration(tmp_path: Path) -> None:
    written = write(tmp_path / "xreg.toml", '[repositories]\n"gitee.com/mindspore/models" = "../models"')
    assert read(written).repositories == (("gitee.com/mindspore/models", tmp_path / "../models"),)


def test_in_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[project]\nname = "x"\n[tool.xreg]\nignore = ["XR3"]\n')
    assert find(tmp_path) == Config(tmp_path, ignore=("XR3",))


def test_the_nearest_one_counts(tmp_path: Path) -> None:
    write(tmp_path / "xreg.toml", 'ignore = ["XR1"]')
    write(tmp_path / "a" / "pyproject.toml", "[project]\n")
    write(tmp_path / "a" / "b" / "pyproject.toml", '[tool.xreg]\nignore = ["XR2"]')
    (tmp_path / "a" / "b" / "c").mkdir()
    assert find(tmp_path / "a" / "b" / "c") == Config(tmp_path / "a" / "b", ignore=("XR2",))
    assert find(tmp_path / "a") == Config(tmp_path, ignore=("XR1",))


def test_xreg_toml_wins_over_pyproject_in_the_same_folder(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.xreg]\nignore = ["XR2"]')
    write(tmp_path / "xreg.toml", 'ignore = ["XR1"]')
    assert find(tmp_path).ignore == ("XR1",)


def test_an_empty_table_ends_the_search(tmp_path: Path) -> None:
    write(tmp_path / "xreg.toml", 'ignore = ["XR1"]')
    write(tmp_path / "a" / "pyproject.toml", "[tool.xreg]\n")
    assert find(tmp_path / "a") == Config(tmp_path / "a")


def test_none(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\n")
    assert find(tmp_path).ignore == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key `selct`: did you mean `select`?"),
        ("per_path = {}", "unknown key `per_path`: did you mean `per-path`?"),
        ("zzz = 1", "unknown key `zzz`: the keys are select, extend-select, ignore,"),
        ('select = "XR3"', '`select` must be a list of rules, such as ["XR3"]'),
        ("ignore = [1]", "`ignore` must be a list of rules"),
        ('ignore = ["XR999"]', "`ignore`: there is no rule `XR999`"),
        ('network = "on"', "`network` must be one of auto, run, recorded, off, not 'on'"),
        ("network = true", "`network` must be one of"),
        (
            'output-format = "xml"',
            "`output-format` must be one of full, concise, json, sarif, github, gitlab, junit, markdown",
        ),
        ("baseline = true", "`baseline` must be the path of a file, not True"),
        ('baseline = ""', "`baseline` must be the path of a file, not ''"),
        ("repositories = 1", "`repositories` must be a table"),
        ('repositories = { "gitee.com/mindspore/models" = "" }', "`repositories` must be a table"),
        ("per-path = 1", "`per-path` must be a table"),
        ('per-path = { "a" = 1 }', "`per-path` must be a table"),
        ('per-path = { "a" = { select = [] } }', "unknown key `select`"),
        ('per-path = { "a" = { ignor = [] } }', "did you mean `ignore`?"),
        ('per-path = { "a" = { ignore = ["no-such-rule"] } }', "there is no rule `no-such-rule`"),
        ("select = [", "not TOML"),
        ("a = 1\na = 2", "not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_the_file(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "xreg.toml", text)
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "xreg.toml"
    path.write_bytes(b'ignore = ["\xff"]')
    with pytest.raises(ConfigError, match="not TOML"):
        read(path)


def test_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read(tmp_path / "xreg.toml")


@pytest.mark.parametrize(("path", "told"), [("cards/a.md", True), ("cards/old/a.md", False)])
def test_patterns_are_relative_to_the_configuration(tmp_path: Path, path: str, told: bool) -> None:
    """Wherever the run starts, and however the path is written."""
    config = read(write(tmp_path / "xreg.toml", '[per-path]\n"cards/old/*" = { ignore = ["license-not-spdx"] }'))
    options = Options(RULES, config.per_path, str(config.root), Sources(network="off"))
    found = lint(Text(card()), str(tmp_path / "x" / ".." / path), options).findings
    assert ("XR107" in [finding.code for finding in found]) is told
