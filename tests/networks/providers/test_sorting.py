"""Whose fault it is that a network does not build or run: a table, in tests/data/networks/providers/verdicts.yaml."""

from pathlib import Path

import pytest
import yaml

from xreg.registry.networks.answer import Answer, Tried
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.providers.sorting import Verdict, verdict
from xreg.schema.network import Attempt

TABLE = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "networks" / "providers" / "verdicts.yaml").read_text(encoding="utf-8")
)
TARGET = Target("repository", "tiny", "", "", {}, reached=("tiny",))
BUILT = Tried(0)
RAN = Attempt((1, 3, 4, 4), (1, 7), "")


@pytest.fixture
def definitions(tmp_path: Path) -> Definitions:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "net.py").write_text("class Tiny(nn.Cell):\n    pass\ndef tiny(): pass\n", encoding="utf-8")
    return Definitions(tmp_path)


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[2]} {row[3]}" for row in TABLE])
def test_a_call_that_is_refused(row: list[str], definitions: Definitions) -> None:
    fault, kind, error, where, *module = row
    answer = Answer(tried=(Tried(0, error, where, kind, module[0] if module else ""),), ended=True)
    found = verdict(answer, TARGET, definitions)
    assert found.fault == fault
    assert error in found.reason and where in found.reason


def refused(number: int, kind: str, error: str, where: str = "src/net.py:1") -> Tried:
    return Tried(number, f"{kind}: {error}", where, kind)


def test_what_a_further_call_shows_of_the_repository_counts(definitions: Definitions) -> None:
    tried = (refused(0, "ValueError", "x"), refused(1, "NameError", "name 'x' is not defined"))
    assert verdict(Answer(tried=tried, ended=True), TARGET, definitions).fault == "repository"


def test_a_network_that_runs_has_no_fault(definitions: Definitions) -> None:
    assert verdict(Answer(tried=(BUILT,), attempts=(RAN,), failure="x"), TARGET, definitions) == Verdict()


def failing(error: str, where: str = "", asked: bool = True) -> Attempt:
    return Attempt((1, 3, 4, 4), None, error, where=where, asked=asked)


@pytest.mark.parametrize(
    ("answer", "fault", "says"),
    [
        (Answer(failure="its time ended"), "here", "its time ended"),
        (Answer(ended=True), "here", "did not come to build it"),
        (Answer(tried=(BUILT,), unchecked=("it needs memory",), ended=True), "here", "it needs memory"),
        (Answer(tried=(BUILT,), ended=True), "here", "no input is known"),
        (Answer(tried=(BUILT,), attempts=(failing("ValueError: a shape"),), ended=True), "here", "no input that was"),
        (Answer(tried=(BUILT,), attempts=(failing("NameError: x", "src/net.py:3"),), ended=True), "repository", ":3"),
        (Answer(tried=(BUILT,), attempts=(failing("TypeError: x", asked=False),), ended=True), "here", "the search"),
    ],
)
def test_a_network_that_does_not_run(answer: Answer, fault: str, says: str, definitions: Definitions) -> None:
    found = verdict(answer, TARGET, definitions)
    assert found.fault == fault and says in found.reason


def test_code_that_is_no_folders_defines_nothing() -> None:
    assert not Definitions(None).names and not Definitions(None).holds("src")


def test_a_name_that_mindcv_does_not_know_is_the_cards_fault() -> None:
    target = TARGET._replace(provider="mindcv", network="resnet51")
    answer = Answer(tried=(refused(0, "RuntimeError", "Unknown model resnet51", "mindcv/models/x.py:3"),), ended=True)
    assert verdict(answer, target, Definitions(None)).fault == "card"
