"""Empty stand-ins: only for what code fails without, and every use of them is refused."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks.worker import errors
from xreg.registry.networks.worker.shims.empty import Empty, EmptyFinder


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was noted of an empty stand-in for the package `absent_package`, for want of which code has failed."""
    notes = list[str]()
    finder = EmptyFinder({"absent_package": "draws"}, notes.append)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, finder])
    _unimported()
    finder.finish(lambda: importlib.import_module("absent_package"))
    _unimported()
    return notes


def _unimported() -> None:
    for name in ("absent_package", "absent_package.deep"):
        sys.modules.pop(name, None)


GUARDED = """
try:
    import absent_package
except ImportError:
    absent_package = None
import guarded_helper
"""
FILES = {"guarded": GUARDED, "guarded_helper": "", "half_done": "import guarded\nimport needed_package\n"}


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> EmptyFinder:
    """Stand-ins for two packages, with a network's own code that can do without the first of them alone."""
    found = EmptyFinder({"absent_package": "draws", "needed_package": "reads"}, list[str]().append)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, found])
    monkeypatch.setattr(errors, "_CODE", [])
    errors.own_code(str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    for name, text in FILES.items():
        (tmp_path / f"{name}.py").write_text(text)
    for name in (*FILES, "absent_package", "needed_package"):
        sys.modules.pop(name, None)
    return found


def test_code_that_can_do_without_a_package_learns_that_it_is_missing(finder: EmptyFinder) -> None:
    assert finder.finish(lambda: importlib.import_module("guarded")).absent_package is None


def test_code_that_fails_for_want_of_a_package_is_imported_afresh(finder: EmptyFinder) -> None:
    half = list[Any]()

    def imported() -> Any:
        try:
            return importlib.import_module("half_done")
        finally:
            half.append(sys.modules["guarded"])

    module = finder.finish(imported)
    assert isinstance(module.needed_package.name, Empty)
    assert len(half) == 2 and module.guarded is half[1] is not half[0] and module.guarded.absent_package is None


def test_a_package_that_no_list_names_is_not_tried_again(finder: EmptyFinder) -> None:
    with pytest.raises(ModuleNotFoundError, match="another_absent_package"):
        finder.finish(lambda: importlib.import_module("another_absent_package"))


def _subclass(name: Any) -> None:
    class Sub(name):  # type: ignore[misc]
        pass


USES: list[Callable[[Any], Any]] = [lambda it: it(3), lambda it: it.part, _subclass]


@pytest.mark.parametrize("use", USES, ids=["called", "looked into", "subclassed"])
@pytest.mark.parametrize("module", ["absent_package", "absent_package.deep"])
def test_an_empty_stand_in_imports_and_refuses_every_use(
    noted: list[str], module: str, use: Callable[[Any], Any]
) -> None:
    name = importlib.import_module(module).Name
    with pytest.raises(ModuleNotFoundError, match="absent_package is not installed") as raised:
        use(name)
    assert raised.value.name == "absent_package"
    assert noted[0].startswith("absent_package (not installed; it draws): an empty stand-in")


@pytest.mark.usefixtures("noted")
def test_what_python_itself_asks_of_a_stand_in_is_missing() -> None:
    module = importlib.import_module("absent_package")
    assert not hasattr(module, "__version__")
    assert not hasattr(module.Name, "__wrapped__")


@pytest.mark.usefixtures("noted")
def test_a_package_that_is_not_listed_stays_missing() -> None:
    with pytest.raises(ModuleNotFoundError, match="another_absent_package"):
        importlib.import_module("another_absent_package")
