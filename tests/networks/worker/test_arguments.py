"""Arguments as a request describes them."""

from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks.worker.arguments import args_of, kwargs_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of code, which is the working folder."""
    (tmp_path / "settings_of_a_test.py").write_text(
        "class Made:\n    depth = 3\n\nconfig = {'train': {'size': 64}}\n\n"
        "def broken():\n    raise KeyError('no file')\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(10, 10, id="a number"),
        pytest.param({"size": 3}, {"size": 3}, id="a table"),
        pytest.param({"size": 3, "$from": "x"}, {"size": 3, "$from": "x"}, id="a table with another key"),
        pytest.param({"$literal": "[(2, 4)]"}, [(2, 4)], id="what JSON cannot say"),
        pytest.param({"$literal": "{'$from': 'os:getcwd()'}"}, {"$from": "os:getcwd()"}, id="what names nothing"),
        pytest.param({"$from": "settings_of_a_test:config.train.size"}, 64, id="a key in a module"),
        pytest.param({"$from": "settings_of_a_test:Made.depth"}, 3, id="an attribute in a module"),
        pytest.param({"$from": "settings_of_a_test:Made().depth"}, 3, id="an attribute of what a call gives"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_an_argument_is_its_value_or_what_it_names(given: Any, expected: Any) -> None:
    call = {"args": [given], "kwargs": {"name": given}}
    assert (args_of(call), kwargs_of(call)) == ([expected], {"name": expected})


@pytest.mark.usefixtures("folder")
def test_a_module_alone_is_named() -> None:
    [module] = args_of({"args": [{"$from": "settings_of_a_test"}]})
    assert module.config["train"] == {"size": 64}


@pytest.mark.usefixtures("folder")
def test_what_the_code_raises_is_raised() -> None:
    with pytest.raises(KeyError, match="no file"):
        args_of({"args": [{"$from": "settings_of_a_test:broken()"}]})
