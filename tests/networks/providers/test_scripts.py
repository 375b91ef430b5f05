"""What expressions of scripts come to: a table, in tests/data/networks/providers/expressions.yaml."""

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from networks.providers.conftest import make_folder

from xreg.registry.networks.providers import literals
from xreg.registry.networks.providers.assignments import Assignments
from xreg.registry.networks.providers.literals import Reference, UnknownError
from xreg.registry.networks.providers.protocol import call_message, tellable
from xreg.registry.networks.providers.scripts import Folder
from xreg.registry.networks.providers.settings import Setting, Settings, read_yaml
from xreg.registry.networks.providers.source import Source
from xreg.schema.network import Supplied

TABLE = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "networks" / "providers" / "expressions.yaml").read_text(encoding="utf-8")
)
SCRIPT = """
import numpy as np
from mindspore import ops
from src.config import config
from src.gone import other
made = edict({'size': 3}, more=f())
made.size = 4
parser.add_argument('--size', default=6)
parser.add_argument('--gone', default=f())
given, rest = parser.parse_args(), parser.parse_known_args()
first, second = 1, 2
empty = dict(f())
bad = edict(5)
relative = f(1)
odd.size = (
    odd.size)
odd.more = f()
"""
FILES = {
    "eval.py": SCRIPT,
    "src/config.py": "from .deeper import thing\nconfig = make()\n",
    "src/deeper.py": "thing = 5\n",
}


def value(folder: Folder, script: str, text: str) -> Any:
    found = folder.script(script)
    assert found
    node = ast.parse(text, mode="eval").body
    for each in ast.walk(node):
        if isinstance(each, ast.expr):
            each.lineno = 1000
    try:
        result = found.found(node)
    except UnknownError:
        return "unknown"
    return result.told if isinstance(result, Reference) else result


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[str(row[0])[:40] for row in TABLE])
def test_expressions(text: str, expected: Any) -> None:
    assert value(make_folder(FILES), "eval.py", text) == expected


def test_relative_imports_are_followed() -> None:
    assert value(make_folder(FILES), "src/config.py", "thing") == 5


def test_what_is_no_python_is_no_script() -> None:
    folder = make_folder({"a.py": "def ("})
    assert folder.script("a.py") is None and folder.script("gone.py") is None


def test_names_that_stand_for_others_twice_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(literals, "MOST_STEPS", 5000)
    lines = ["a0 = 1", *(f"a{number} = a{number - 1} + a{number - 1}" for number in range(1, 14))]
    assert value(make_folder({"eval.py": "\n".join(lines)}), "eval.py", "a13") == "unknown"


def test_a_value_that_cannot_be_told_is_none() -> None:
    assert not tellable({1, 2}) and not tellable(float("nan")) and not tellable([0] * 9999)
    assert call_message((Supplied("x", "{1, 2}", ""),))["kwargs"] == {"x": {"$literal": "{1, 2}"}}


def test_a_file_of_settings_that_is_no_mapping_says_nothing() -> None:
    assert read_yaml(b"- 1\n") == {} and read_yaml(b"") == {} and read_yaml(b"\xff\xfe\xff") == {}


def test_settings_of_other_devices_and_deeper_ones_are_found() -> None:
    folder = make_folder({"config/tiny_gpu.yaml": "net:\n  size: 8\n", "config/other.yaml": "net: 1\n"}, "tiny")
    setting = folder.settings.get("net.size")
    assert setting and (setting.value, setting.file) == (8, "config/tiny_gpu.yaml")
    assert folder.settings.get("net.size.more") is None


def test_a_setting_is_looked_for_once() -> None:
    read: list[str] = []

    def reading(path: str) -> bytes:
        read.append(path)
        return b"size: 8\n"

    settings = Settings(Source(reading, lambda folder: () if folder else ("default_config.yaml",)))
    assert [settings.get(path) for path in ("size", "size", "more", "more")] == [
        Setting(8, "default_config.yaml"),
        Setting(8, "default_config.yaml"),
        None,
        None,
    ]
    assert read == ["default_config.yaml"]


def test_of_the_assignments_to_a_name_the_last_ones_are_looked_at() -> None:
    lines = [f"a = {number}" for number in range(60)]
    known = Assignments(ast.parse("\n".join(lines)))
    assert [ast.literal_eval(each) for each in known.above("a", 51)] == list(range(49, 9, -1))
    assert [ast.literal_eval(each) for each in known.near("a", 1)] == list(range(40))
    assert known.above("b", 99) == [] == known.near("b", 99)
