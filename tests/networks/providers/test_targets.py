"""What a run of a target shows, what is kept of it, and which way a card's evidence is collected: no MindSpore here."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xreg.publisher.network_runs import run_networks
from xreg.registry.collect import Sources, collect
from xreg.registry.networks import cards, ended, preparing, results, targets
from xreg.registry.networks.cards import card_evidence
from xreg.registry.networks.engine import session
from xreg.registry.networks.engine.task import Ended, Task
from xreg.registry.networks.providers.choose import choose
from xreg.registry.networks.providers.protocol import CardNetwork, Stage, Target, call_message
from xreg.registry.networks.targets import run_all
from xreg.registry.repositories.views import Clones
from xreg.schema.evidence import AssetFile
from xreg.schema.network import NetworkError, NetworkEvidence, Supplied

Make = Callable[..., CardNetwork]
START = {"event": "start", "framework": "mindspore 2.10.0", "device": "CPU", "isolation": []}
REFUSED = {"event": "refused", "call": 0, "where": "mindspore_hub_conf.py:5", "kind": "TypeError", "module": ""}
REFUSED |= {"error": "TypeError: Tiny.__init__() missing 1 required positional argument: 'num_classes'", "shims": []}
NETWORK = {"event": "network", "parameters": [["dense.weight", [7, 48], "float32"]], "shims": ["numpy.float: float"]}
RAN = {"event": "attempt", "shape": [1, 3, 4, 4], "output": [1, 7], "error": "", "seconds": 0.1, "asked": True}
PROBE, SHIMS, END = {"event": "probe", "low": 4, "high": 4}, {"event": "shims", "shims": []}, {"event": "end"}
GOOD = (START, REFUSED, {"event": "built", "call": 1}, NETWORK, RAN, PROBE, SHIMS, END)


class Engine:
    """An engine whose children answer at once; it remembers their tasks."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.events, self.asked = folder, GOOD, list[Task]()
        self.ended = Ended(isolation=("no network",))

    def __call__(self, *_: object) -> "Engine":
        return self

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None: ...

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[int, Ended]]:
        for number, task in enumerate(tasks):
            self.asked.append(task)
            self.ended.stdout = b"\n".join(json.dumps(event).encode() for event in self.events)
            yield number, self.ended


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    (tmp_path / "site" / "mindspore-2.10.0.dist-info").mkdir(parents=True)
    for module in (targets, cards, ended, preparing, results):
        monkeypatch.setattr(module, "framework_folder", lambda: tmp_path / "site")
    made = Engine(tmp_path / "code")
    monkeypatch.setattr(session, "Session", made)
    targets.forget()
    return made


def target_of(card: CardNetwork) -> Target:
    found = choose(card).target
    assert found
    return found


def test_what_a_run_shows(card: Make, engine: Engine) -> None:
    (found,) = run_all([target_of(card(shape="[4, 4, 3]"))])
    assert found.provider == "repository" and found.network == "tiny" and found.how == "run"
    assert [(len(build.arguments), bool(build.error)) for build in found.builds] == [(0, True), (1, False)]
    assert found.built and found.built.arguments[0].source == "export.py:6"
    assert found.attempts[0].output == (1, 7) and found.accepted == (4, 4)
    assert found.accepted_from.endswith("mindspore 2.10.0 on CPU")
    assert found.isolation == ("no network",) and not found.fault and not found.note
    message = engine.asked[0].message
    assert message["builder"]["folder"] == str(engine.asked[0].folder)
    assert message["calls"][1] == {"args": [], "kwargs": {"num_classes": 7}}
    assert message["inputs"][0] == [{"shape": (1, 3, 4, 4)}] and message["checkpoint"] is None


def test_paths_of_this_machine_are_left_out(card: Make, engine: Engine) -> None:
    target = target_of(card())
    assert target.stage
    error = f"ImportError: cannot import name 'x' from 'src.net' (/code/{target.stage.tree}/src/net.py)"
    engine.events = (START, {**REFUSED, "error": error, "kind": "ImportError", "module": "src.net"}, END)
    (found,) = run_all([target])
    assert found.builds[0].error == "ImportError: cannot import name 'x' from 'src.net' (src/net.py)"
    assert found.fault == "repository"


def test_a_run_is_made_once_in_a_process(card: Make, engine: Engine) -> None:
    told: list[str] = []
    for _ in range(2):
        run_all([target_of(card())], done=lambda target, _: told.append(target.network))
    assert len(engine.asked) == 1 and told == ["tiny", "tiny"]


def test_lasting_results_are_kept_for_other_processes(card: Make, engine: Engine, tmp_path: Path) -> None:
    (first,) = run_all([target_of(card())], tmp_path)
    targets.forget()
    assert run_all([target_of(card())], tmp_path) == [first]
    assert len(engine.asked) == 1


def test_passing_failures_are_tried_again(card: Make, engine: Engine, tmp_path: Path) -> None:
    engine.ended.out_of_time, engine.events = True, (START,)
    (found,) = run_all([target_of(card())], tmp_path)
    assert found.fault == "here" and "did not end within" in found.reason and "Not checkable here" in found.note
    targets.forget()
    run_all([target_of(card())], tmp_path)
    assert len(engine.asked) == 2


def test_code_that_cannot_be_put_on_disk_is_not_checkable(card: Make, engine: Engine, models: Path) -> None:
    (found,) = run_all([target_of(card())._replace(stage=Stage(models, "12" * 20))])
    assert found.fault == "here" and "the clone lacks the folder" in found.reason and not engine.asked


@pytest.mark.parametrize("name", ["tiny.ckpt", "tiny"])
def test_a_checkpoint_at_hand_is_handed_on(card: Make, engine: Engine, tmp_path: Path, name: str) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / name).write_bytes(b"x")
    file = AssetFile(0, str(tmp_path / name), "0" * 64, 1, "")
    target = target_of(card()._replace(files=(file,)))
    assert target.checkpoint == file
    run_all([target])
    assert str(engine.asked[0].message["checkpoint"]).endswith(".ckpt")
    assert [str(path) for path in engine.asked[0].files] == [engine.asked[0].message["checkpoint"]]


def test_what_ran_it_is_what_is_installed_and_no_claim(card: Make, engine: Engine) -> None:
    engine.events = ({**START, "framework": "mindspore 99", "device": "Ascend"}, *GOOD[1:])
    (found,) = run_all([target_of(card())])
    assert (found.framework, found.device) == ("mindspore 2.10.0", "CPU")


def test_code_is_put_on_disk_as_it_is_run(card: Make, engine: Engine) -> None:
    todo = [target_of(card())._replace(network=name) for name in ("a", "b", "c")]
    for number, (place, _) in enumerate(targets.run_each(todo, 1, "auto")):
        assert (number, len(engine.asked)) == (place, place + 1)


@pytest.mark.usefixtures("engine")
def test_a_file_that_cannot_be_read_ends_no_other_run(card: Make, tmp_path: Path) -> None:
    good = target_of(card())
    (tmp_path / "graph.onnx").write_bytes(b"x")
    at_hand = good._replace(files=(tmp_path / "graph.onnx", tmp_path))
    gone = good._replace(network="gone", files=(tmp_path / "none.onnx",))
    lost = good._replace(network="lost", checkpoint=AssetFile(0, str(tmp_path / "none.ckpt"), "0" * 64, 1, ""))
    found = run_all([gone, at_hand, lost])
    assert [bool(each.attempts) for each in found] == [False, True, False]
    assert [each.fault for each in found] == ["here", "", "here"]
    assert "none.onnx is no file" in found[0].reason and "name a file that you may read" in found[2].reason


@pytest.mark.usefixtures("engine")
def test_a_result_is_as_old_as_what_reads_it(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    before = targets.name_of(target_of(card()))
    monkeypatch.setattr(targets, "reading_digest", lambda: "sha256:other")
    assert targets.name_of(target_of(card())) != before


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("{'size': 3}", {"size": 3}),
        ("src.config:config", {"$from": "src.config:config"}),
        ("(1, 2)", {"$literal": "(1, 2)"}),
        ("{1, 2}", {"$literal": "{1, 2}"}),
        ("{'$from': 'os:getcwd()'}", {"$literal": "{'$from': 'os:getcwd()'}"}),
        ("{'$literal': 'x', 'y': 1}", {"$literal": "{'$literal': 'x', 'y': 1}"}),
    ],
)
def test_what_a_card_gives_names_nothing(value: str, told: object) -> None:
    call = call_message((Supplied("#1", value, "x"), Supplied("name", value, "x")))
    assert call == {"args": [told], "kwargs": {"name": told}}


def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (targets, cards, preparing, results):
        monkeypatch.setattr(module, "framework_folder", lambda: None)


def test_without_mindspore_nothing_is_run(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    missing(monkeypatch)
    with pytest.raises(NetworkError, match="install"):
        card_evidence(card(), "run", None)
    assert card_evidence(card(), "auto", None) is None
    assert results.not_staged(target_of(card()), "x").framework == "mindspore"


EVIDENCE = NetworkEvidence("tiny", "recorded", "", "", "", "", (), (), None, "", (), None, "It was long ago.")


@pytest.mark.parametrize(("mode", "how"), [("auto", "run"), ("run", "run"), ("recorded", "recorded")])
def test_the_way_that_is_asked_for(
    card: Make, engine: Engine, monkeypatch: pytest.MonkeyPatch, mode: Any, how: str
) -> None:
    monkeypatch.setattr(cards, "recorded_for", lambda *_: EVIDENCE)
    found = card_evidence(card(), mode, None)
    assert found and found.how == how
    assert len(engine.asked) == (how == "run")


def test_what_is_not_run_unasked_is_taken_from_the_record(
    card: Make, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "recorded_for", lambda *_: EVIDENCE)
    unasked = choose(card())._replace(target=target_of(card())._replace(eager=False))
    monkeypatch.setattr(cards, "choose", lambda *_, **__: unasked)
    file = AssetFile(0, "x.ckpt", "0" * 64, 1, "")
    found = card_evidence(card()._replace(files=(file,)), "auto", None)
    assert found and found.note == "It was long ago. The checkpoint was not loaded: that takes a run."
    assert not engine.asked


@pytest.mark.usefixtures("engine")
def test_the_record_answers_where_no_clone_is_given(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("xreg.registry.networks.recording.lookup.recorded", lambda *given: asked.append(given))
    assert card_evidence(card(shape="[4, 4, 3]", usage="mshub.load('x', 3)")._replace(clones=()), "auto", None) is None
    ((repository, branch, folder, name, arguments, shapes),) = asked
    assert (repository, branch, folder) == ("gitee.com/mindspore/models", "r1.9", "official/cv/tiny")
    assert name == "tiny" and arguments[0].value == "3" and shapes == ((1, 3, 4, 4),)


def test_off_and_unlinked_cards_have_no_evidence(card: Make) -> None:
    assert card_evidence(card(), "off", None) is None
    assert card_evidence(card()._replace(repository=None), "recorded", None) is None


@pytest.mark.usefixtures("engine")
def test_a_run_that_is_demanded_says_what_a_provider_said(card: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = choose(card(folder="official/cv/gone"))._replace(notes=("It failed.",))
    monkeypatch.setattr(cards, "choose", lambda *_, **__: failed)
    with pytest.raises(NetworkError, match="It failed"):
        card_evidence(card(), "run", None)
    assert card_evidence(card(), "auto", None) is None


CARD = b"""# tiny

---

model-name: tiny
repo-link: <https://gitee.com/mindspore/models/tree/r1.9/official/cv/tiny>
input-shape: [4, 4, 3]

---
"""


def test_the_networks_of_many_cards_are_run_together_and_once(
    card: Make, engine: Engine, given: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, sources = card(shape="[4, 4, 3]").document, Sources(repositories=given)
    nameless = CARD.replace(b"model-name: tiny\n", b"")
    run_networks([("a/1.9/a.md", CARD), ("b/1.9/b.md", CARD), ("c/1.9/c.md", nameless)], sources)
    assert len(engine.asked) == 1
    found = collect(document, sources).network
    assert found and found.built and len(engine.asked) == 1
    missing(monkeypatch)
    run_networks([("a/1.9/a.md", CARD)], sources)
    assert len(engine.asked) == 1
