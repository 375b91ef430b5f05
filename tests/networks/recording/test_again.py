"""Running recorded networks again: which can be, from where, and what moved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from networks.recording.conftest import ALPHA, MINDCV, MODELS
from support.git import git, put

from xreg.registry.networks.answer import Answer
from xreg.registry.networks.built_in.records import read_record
from xreg.registry.networks.recording import again as module
from xreg.registry.networks.recording.again import again, built_in, recorded_here
from xreg.registry.networks.recording.making import Run, keep, record_all
from xreg.registry.networks.recording.population import Network, networks_of
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.given import clones
from xreg.registry.repositories.places import place_of
from xreg.schema.network import Attempt, Build, NetworkError, NetworkEvidence, Supplied


@pytest.fixture
def records(clone: Path, running: Callable[..., Run], tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    list(record_all(sorted(networks_of(place_of(MODELS), Clone(clone))), running(), "sha256:w", folder))
    return folder


def test_all_that_is_recorded(records: Path, clone: Path, running: Callable[..., Run]) -> None:
    found = recorded_here(records, clones=clones([(MODELS, clone)]))
    assert (len(found.runnable), found.moved, found.left_out) == (5, (), 0)
    assert {network.branch for network, _ in found.runnable} == {"r1.9", "r1.10"}
    assert [drift for _, drift in again(found, running(), "sha256:w")] == [None] * 5


def test_what_is_asked_for(records: Path, clone: Path) -> None:
    given = clones([(MODELS, clone)])
    assert {network.network for network, _ in recorded_here(records, ["beta"], given).runnable} == {"beta"}
    branch = recorded_here(records, (), given, ["r1.2"]).runnable
    assert [(network.network, network.branch) for network, _ in branch] == [("alpha", "r1.9"), ("alpha_big", "r1.9")]


def test_without_a_clone_nothing_is_run(records: Path) -> None:
    found = recorded_here(records)
    assert (found.runnable, found.moved, found.left_out) == ((), (), 5)


def test_a_branch_that_moved_is_said_and_the_recorded_code_is_run(records: Path, clone: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", str(clone), str(copy))
    git(copy, "switch", "-q", "r1.10")
    before = git(copy, "rev-parse", "HEAD")
    put(copy, {f"{ALPHA}/src/net.py": "x = 2\n"}, "later")
    now = git(copy, "rev-parse", "HEAD")
    found = recorded_here(records, ["alpha"], clones([(MODELS, copy)]))
    assert [each.says for each in found.moved] == [
        f"r1.10 of {MODELS} is at {now[:8]} now and was at {before[:8]}: record it"
    ]
    assert found.moved[0].name == f"alpha in {ALPHA}"
    assert before in {network.branch for network, _ in found.runnable}


def test_a_state_that_the_clone_lacks_is_left_out(records: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "r1.2")
    put(other, {"README.md": "x"}, "x")
    found = recorded_here(records, ["beta"], clones([(MODELS, other)]))
    assert (found.runnable, found.moved, found.left_out) == ((), (), 1)


def test_what_drifted(records: Path, clone: Path, running: Callable[..., Run]) -> None:
    found = recorded_here(records, ["beta"], clones([(MODELS, clone)]))
    worse = running(attempts=(Attempt((1, 3, 224, 224), None, "ValueError: no"),), framework="mindspore 2.11.0")
    ((name, drift),) = again(found, worse, "sha256:w")
    assert name == f"beta of {MODELS}, research/nlp/beta"
    assert drift is not None and drift.causes == ("mindspore",)


def test_each_call_is_compared_with_its_own_record(
    records: Path, clone: Path, running: Callable[..., Run], evidence: NetworkEvidence
) -> None:
    given = clones([(MODELS, clone)])
    network, entry = recorded_here(records, ["beta"], given).runnable[0]
    call = (Build((Supplied("classes", "7", "the card's Usage"),), ""),)
    keep(network, entry.evidence._replace(builds=call, fault="card"), "sha256:w", records)
    found = recorded_here(records, ["beta"], given)
    both = again(found, running(builds=call, fault="card"), "sha256:w")
    assert [drift for _, drift in both] == [None, None]
    other = again(found, running(builds=(), fault="card"), "sha256:w")
    assert all(drift for _, drift in other)
    assert evidence.builds != call


def installed_as(digest: str) -> Callable[[object], list[Network]]:
    return lambda _: [Network(MINDCV, "mindcv", "net_a", digest, "", {})]


def test_an_installed_package(evidence: NetworkEvidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(Network(MINDCV, "mindcv", "net_a", "mindcv 0.3.0", "", {}), evidence, "sha256:w", tmp_path)
    keep(Network(MINDCV, "mindcv", "net_z", "mindcv 0.3.0", "", {}), evidence, "sha256:w", tmp_path)
    monkeypatch.setattr(module, "installed", installed_as("mindcv 0.3.0"))
    found = recorded_here(tmp_path)
    assert ([network.network for network, _ in found.runnable], found.moved, found.left_out) == (["net_a"], (), 1)
    monkeypatch.setattr(module, "installed", installed_as("mindcv 0.4.0"))
    found = recorded_here(tmp_path)
    assert (found.runnable, found.left_out) == ((), 2)
    assert [each.says for each in found.moved] == [
        "mindcv 0.3.0 was recorded, and mindcv 0.4.0 is installed: record it"
    ]
    monkeypatch.setattr(module, "installed", lambda _: [])
    assert recorded_here(tmp_path).moved == ()


@pytest.fixture
def isolations() -> list[str]:
    """The isolation that was asked for, run by run."""
    return []


@pytest.fixture
def sweep(monkeypatch: pytest.MonkeyPatch, isolations: list[str]) -> Callable[..., None]:
    """Lets a worker answer as the record of Xception has it, but for changes."""
    record = read_record("xception")
    assert record is not None

    def answer(request: object, **changes: object) -> Answer:
        attempts = tuple(record.attempt(shape) for shape in request.shapes)  # type: ignore[attr-defined]
        isolations.append(request.isolation)  # type: ignore[attr-defined]
        usual = {"framework": record.framework, "parameters": record.parameters, "attempts": attempts}
        return Answer(**{**usual, **changes})

    def make(**changes: object) -> None:
        monkeypatch.setattr(module, "run_worker", lambda request: answer(request, **changes))

    return make


def test_a_built_in_network(sweep: Callable[..., None], isolations: list[str]) -> None:
    sweep()
    assert built_in("xception") is None
    assert built_in("lenet") is None
    sweep(framework="mindspore 2.11.0", attempts=(Attempt((1, 3, 295, 295), None, "RuntimeError: no"),))
    found = built_in("xception", "require")
    assert found is not None and found.causes == ("mindspore",)
    assert found.differences == ("at (1, 3, 295, 295) was: output (1, 1000); is now: RuntimeError: no",)
    assert isolations == ["auto", "require"]


def test_a_built_in_network_that_does_not_come_to_its_end(sweep: Callable[..., None]) -> None:
    sweep(failure="it did not end within 600 s")
    with pytest.raises(NetworkError, match=r"xception was not verified \(it did not end within 600 s\)"):
        built_in("xception")
