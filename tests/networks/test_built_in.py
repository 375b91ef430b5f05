"""Which way evidence is collected, and what is said where it cannot be: no network is run here."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks import ended, environment, table
from xreg.registry.networks.answer import Answer
from xreg.registry.networks.built_in import evidence, runner, running
from xreg.registry.networks.built_in.evidence import Mode, collect_network
from xreg.registry.networks.built_in.wanted import CardShape
from xreg.registry.networks.engine import session
from xreg.schema.network import Attempt, CheckpointCheck, NetworkError, NetworkEvidence, Parameter

CARD, CANONICAL = (227, 227, 3), (299, 299, 3)
FAILED = Attempt((1, 3, 227, 227), None, "RuntimeError: For 'AvgPool' …", 0.4)
RAN = Attempt((1, 3, 299, 299), (1, 1000), "", 0.5)
GOOD = Answer("mindspore 2.10.0", "CPU", ("no network",), (Parameter("a", (1,), "float32"),), (FAILED, RAN), ended=True)
CHECK = CheckpointCheck((), (), (), True, True, (1, 1000), "")


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """MindSpore is not installed."""
    for module in (table, evidence, running, session):
        monkeypatch.setattr(module, "framework_folder", lambda: None)


class Workers:
    """Workers that answer at once, and remember what they were asked."""

    def __init__(self) -> None:
        self.answer = GOOD
        self.asked: list[runner.Request] = []

    def __call__(self, request: runner.Request) -> Answer:
        self.asked.append(request)
        return self.answer


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workers:
    """MindSpore 2.10.0 is installed, it seems."""
    made = Workers()
    (tmp_path / "site" / "mindspore-2.10.0.dist-info").mkdir(parents=True)
    for module in (evidence, running):
        monkeypatch.setattr(module, "framework_folder", lambda: tmp_path / "site")
    monkeypatch.setattr(runner, "run_worker", made)
    return made


def collect(mode: Mode, card: CardShape | None = CARD, **others: Any) -> NetworkEvidence:
    given: dict[str, Any] = {"canonical_hwc": CANONICAL, "cache_dir": None, "checkpoint": None}
    found = collect_network("xception", card, mode=mode, **{**given, "checkpoint_digest": None, **others})
    assert found is not None
    return found


@pytest.mark.parametrize("mode", ["auto", "run", "recorded", "off"])
def test_unknown_networks_have_no_evidence(mode: Mode) -> None:
    assert collect_network("lenet", CARD, CANONICAL, mode, None, None, None) is None


def test_off_has_no_evidence() -> None:
    assert collect_network("xception", CARD, CANONICAL, "off", None, None, None) is None


@pytest.mark.usefixtures("missing")
def test_auto_takes_the_record_where_mindspore_is_missing() -> None:
    found = collect("auto")
    assert found.how == "recorded"
    assert [each.output for each in found.attempts] == [None, (1, 1000)]
    assert "MindSpore is not installed here" in found.note


@pytest.mark.usefixtures("missing")
def test_run_says_how_to_install_mindspore() -> None:
    with pytest.raises(NetworkError, match=r"pip install 'xreg\[network\]'"):
        collect("run")
    with pytest.raises(NetworkError, match=r"pip install 'xreg\[network\]'"):
        session.Session()


def test_recorded_says_that_a_checkpoint_was_not_loaded(tmp_path: Path) -> None:
    found = collect("recorded", checkpoint=tmp_path / "any.ckpt")
    assert found.checkpoint is None
    assert found.note == "The checkpoint was not loaded: that takes a run."


def test_recorded_without_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "recorded_evidence", lambda *_: None)
    with pytest.raises(NetworkError, match="no record of xception: make one with `xreg network record xception`"):
        collect("recorded")


def test_a_run_takes_its_accepted_range_from_the_record(workers: Workers) -> None:
    found = collect("run")
    assert found.how == "run" and found.attempts == (FAILED, RAN)
    assert found.accepted == (295, 326)
    assert found.accepted_from.startswith("the record of 20")
    assert workers.asked[0].shapes == ((1, 3, 227, 227), (1, 3, 299, 299))
    assert not found.note


def test_a_network_without_a_record_has_no_accepted_range(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (evidence, running):
        monkeypatch.setattr(module, "read_record", lambda _: None)
    found = collect("auto", canonical_hwc=None)
    assert found.accepted is None and found.attempts == (FAILED, RAN)
    assert workers.asked[0].shapes == ((1, 3, 227, 227),)


def test_without_a_canonical_shape_one_that_ran_before_is_the_control(workers: Workers) -> None:
    collect("run", canonical_hwc=None)
    assert workers.asked[0].shapes == ((1, 3, 227, 227), (1, 3, 295, 295))


@pytest.mark.parametrize(
    ("card", "says"),
    [
        ((100_000, 100_000, 3), "1048576 pixels"),
        ((299, 299, 65), "64 channels"),
        ((0, 227, 3), "each at least 1"),
        ((227, 227), "height, width and channels"),
        ((True, 227, 3), "each at least 1"),
    ],
)
def test_shapes_that_are_not_tried(workers: Workers, card: Any, says: str) -> None:
    workers.answer = replace(GOOD, attempts=(RAN,))
    found = collect("run", card)
    assert workers.asked[0].shapes == ((1, 3, 299, 299),)
    assert says in found.note and "was not tried" in found.note


OUT_OF_TIME = Answer(failure="the run did not end within 120 s on this machine")


def test_a_run_that_showed_nothing_is_no_claim(workers: Workers) -> None:
    workers.answer = OUT_OF_TIME
    found = collect("run")
    assert found.how == "run" and not found.attempts and not found.ever_ran
    assert found.note == "Not checkable here, because: the run did not end within 120 s on this machine."
    assert found.framework == "mindspore 2.10.0"


def test_auto_takes_the_record_where_the_run_showed_nothing(workers: Workers, tmp_path: Path) -> None:
    workers.answer = OUT_OF_TIME
    found = collect("auto", checkpoint=tmp_path / "any.ckpt")
    assert found.how == "recorded" and len(found.attempts) == 2
    assert "did not end within 120 s" in found.note
    assert "checkpoint was not loaded" in found.note


def test_what_was_seen_before_a_failure_is_kept(workers: Workers) -> None:
    workers.answer = replace(GOOD, failure="the worker was ended by SIGSEGV", ended=False)
    found = collect("auto")
    assert found.how == "run" and found.attempts == (FAILED, RAN)
    assert "SIGSEGV" in found.note


def test_where_nothing_runs_the_surroundings_may_be_at_fault(workers: Workers) -> None:
    workers.answer = replace(GOOD, attempts=(FAILED, RAN._replace(output=None, error="RuntimeError: oneDNN")))
    found = collect("run")
    assert "MindSpore itself may be at fault" in found.note
    assert "At (1, 3, 299, 299) this run ended otherwise than the record" in found.note


def test_memory_that_ended_is_said(workers: Workers) -> None:
    workers.answer = replace(GOOD, attempts=(RAN,), unchecked=("(1, 3, 900, 900) needs more memory",))
    assert "Not checkable here, because: (1, 3, 900, 900) needs more memory" in collect("run").note


def test_results_are_cached_with_their_own_date(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ended, "today", lambda: "2020-02-02")
    first = collect("run", cache_dir=tmp_path)
    monkeypatch.setattr(ended, "today", lambda: "2021-02-02")
    assert collect("run", cache_dir=tmp_path) == collect("auto", cache_dir=tmp_path) == first
    assert first.date == "2020-02-02" and len(workers.asked) == 1
    collect("run", (228, 228, 3), cache_dir=tmp_path)
    assert len(workers.asked) == 2


@pytest.mark.parametrize(
    ("name", "value"), [("source_digest", "sha256:1"), ("worker_digest", "sha256:2"), ("reading_digest", "sha256:3")]
)
def test_another_source_is_run_again(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    collect("run", cache_dir=tmp_path)
    monkeypatch.setattr(running, name, lambda *_: value)
    collect("run", cache_dir=tmp_path)
    assert len(workers.asked) == 2


@pytest.mark.parametrize("answer", [OUT_OF_TIME, replace(GOOD, attempts=(FAILED,)), replace(GOOD, unchecked=("x",))])
def test_what_is_not_conclusive_is_not_cached(workers: Workers, tmp_path: Path, answer: Answer) -> None:
    workers.answer = answer
    collect("run", cache_dir=tmp_path)
    collect("run", cache_dir=tmp_path)
    assert len(workers.asked) == 2


@pytest.mark.parametrize(("digests", "runs"), [(("sha256:1",) * 2, 1), (("sha256:1", "sha256:2"), 2), ((None,) * 2, 2)])
def test_checkpoints_are_cached_by_digest(
    workers: Workers, tmp_path: Path, digests: tuple[str | None, ...], runs: int
) -> None:
    workers.answer = replace(GOOD, checkpoint=CHECK)
    for digest in digests:
        found = collect("run", cache_dir=tmp_path, checkpoint=tmp_path / "a.ckpt", checkpoint_digest=digest)
        assert found.checkpoint == CHECK
    assert len(workers.asked) == runs


def test_what_is_known_is_told_without_heavy_imports() -> None:
    code = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from xreg.registry.networks.built_in.evidence import collect_network\n"
        "from xreg.registry.networks.table import known_networks\n"
        "assert known_networks() == ('xception',)\n"
        "collect_network('xception', (227, 227, 3), None, 'recorded', None, None, None)\n"
        "heavy = {'mindspore', 'numpy', 'subprocess', 'tempfile', 'multiprocessing', 'ctypes', 'importlib.metadata'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = str(Path(evidence.__file__).parents[4])
    command = [sys.executable, "-I", "-S", "-c", code, root]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_installation_without_its_metadata(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="reinstall it"):
        table.framework_version(tmp_path)


@pytest.mark.parametrize("machine", ["x86_64", "arm64"])
def test_onednn_is_bridled_on_x86_only(monkeypatch: pytest.MonkeyPatch, machine: str) -> None:
    monkeypatch.setattr(environment, "machine", lambda: machine)
    assert ("ONEDNN_MAX_CPU_ISA" in environment.settings()) == (machine == "x86_64")


def test_the_processor_is_known_without_uname(monkeypatch: pytest.MonkeyPatch) -> None:
    known = environment.machine()
    monkeypatch.delattr(os, "uname")
    assert environment.machine() == known
