"""Whose fault it is that a network does not build or run: a table, in tests/data/networks/providers/verdicts.yaml."""

from pathlib import Path

import pytest
import yaml

from xreg.registry.networks.answer import Answer, Tried
from xreg.registry.networks.providers.definitions import Definitions
from xreg.registry.networks.providers.judging import Verdict
from xreg.registry.networks.providers.protocol import Stage, Target
from xreg.registry.networks.providers.sorting import verdict
from xreg.registry.networks.providers.usage import NOT_MADE
from xreg.schema.network import Attempt, Supplied
from xreg.schema.network_facts import USAGE

DATA = Path(__file__).parents[2] / "data" / "networks" / "providers"
TABLE = yaml.safe_load((DATA / "verdicts.yaml").read_text(encoding="utf-8"))
CODE = yaml.safe_load((DATA / "verdict_code.yaml").read_text(encoding="utf-8"))
TARGET = Target("repository", "tiny", "", "", {}, reached=("tiny",))
BUILT = Tried(0)
RAN = Attempt((1, 3, 4, 4), (1, 7), "")


def put_code(folder: Path) -> Path:
    for path, text in CODE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def definitions(tmp_path: Path) -> Definitions:
    return Definitions(put_code(tmp_path))


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
    tried = (refused(0, "ValueError", "x"), refused(1, "NameError", "name 'gone' is not defined"))
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
        (
            Answer(
                tried=(BUILT,), attempts=(failing("NameError: name 'gone' is not defined", "src/net.py:3"),), ended=True
            ),
            "repository",
            ":3",
        ),
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


@pytest.mark.parametrize(
    ("kind", "error", "where", "usual", "made_up"),
    [
        ("AttributeError", "'Settings' object has no attribute 'x'", "src/net.py:9", "repository", "here"),
        (
            "TypeError",
            "Tiny.__init__() takes 2 positional arguments but 3 were given",
            "src/net.py:6",
            "repository",
            "here",
        ),
        ("FileNotFoundError", "No such file or directory: 'a.yaml'", "src/net.py:6", "repository", "here"),
        ("TypeError", "create_network() got an unexpected keyword argument 'n'", "", "card", "here"),
        ("KeyError", "'num_classes'", "mindspore_hub_conf.py:4", "card", "here"),
        ("NameError", "name 'gone' is not defined", "src/net.py:6", "repository", "repository"),
    ],
)
def test_a_call_that_the_card_does_not_make_convicts_nobody_by_what_it_gives(
    kind: str, error: str, where: str, usual: str, made_up: str, definitions: Definitions
) -> None:
    answer = Answer(tried=(refused(0, kind, error, where),), ended=True)
    cards = TARGET._replace(calls=((Supplied("n", "1", USAGE),),))
    scripts = TARGET._replace(calls=((Supplied("n", "1", "export.py:31"),),))
    unread = TARGET._replace(notes=(f"What Usage gives as n {NOT_MADE}",))
    found = [verdict(answer, target, definitions).fault for target in (TARGET, cards, scripts, unread)]
    assert found == [usual, usual, made_up, made_up]


def lacking(module: str) -> Answer:
    error = f"ModuleNotFoundError: No module named '{module}'"
    return Answer(tried=(Tried(0, error, "src/net.py:2", "ModuleNotFoundError", module),), ended=True)


def test_what_may_be_behind_a_link_is_not_known_to_be_missing(tmp_path: Path) -> None:
    put_code(tmp_path)
    found = verdict(lacking("src.config"), TARGET, Definitions(tmp_path, ("src/config.py",)))
    assert found.fault == "here" and "links that were left out (src/config.py)" in found.reason
    assert not Definitions(tmp_path, ("src/config.py",)).lacks_file("gone.yaml")


def test_what_lies_beside_the_folders_that_were_staged_is_not_known_to_be_missing(definitions: Definitions) -> None:
    target = TARGET._replace(stage=Stage(Path(), "", ("src",)))
    assert verdict(lacking("config"), target, definitions).fault == "here"
    assert verdict(lacking("src.config"), target, definitions).fault == "repository"


def test_a_file_that_nests_without_end_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("-" * 200_000 + "1", encoding="utf-8")
    found = Definitions(tmp_path)
    assert not found.broken("a.py:1") and not found.never_names("a.py:1", "gone")


def test_a_hub_file_without_an_entry_point_reads_nothing(tmp_path: Path) -> None:
    (tmp_path / "mindspore_hub_conf.py").write_text("net = args\n", encoding="utf-8")
    found = Definitions(tmp_path)
    assert not found.reads_arguments("mindspore_hub_conf.py:1") and not found.reads_keyword("args")
