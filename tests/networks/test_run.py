"""Xception really run by MindSpore: against the record, from a hostile network, and as a whole."""

import json
import socket
import sys
from pathlib import Path

import pytest

from xreg.registry.networks import table
from xreg.registry.networks.answer import Answer
from xreg.registry.networks.built_in import sweep
from xreg.registry.networks.built_in.evidence import collect_network
from xreg.registry.networks.built_in.records import read_record
from xreg.registry.networks.built_in.runner import Request, run_worker
from xreg.registry.networks.built_in.sweep import record
from xreg.registry.networks.engine.session import Session
from xreg.registry.networks.engine.task import LIMITS, Worker
from xreg.schema.network import NetworkError

SHAPES = tuple((1, 3, side, side) for side in range(296, 316))
DATA = Path(__file__).parent.parent / "data" / "networks"


def test_a_fresh_run_ends_as_the_record_says(fresh: Answer) -> None:
    known = read_record("xception")
    assert known is not None and not fresh.failure
    for attempt in fresh.attempts:
        earlier = known.attempt(attempt.shape) or known.inferred(attempt.shape)
        assert earlier is not None and earlier.output == attempt.output
        assert earlier.error == attempt.error or fresh.framework != known.framework
    assert len(fresh.attempts) == 10


def test_the_fresh_parameters_are_the_recorded_ones(fresh: Answer) -> None:
    known = read_record("xception")
    assert known is not None and fresh.parameters == known.parameters


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces")
def test_what_a_run_is_kept_from(fresh: Answer) -> None:
    assert {"no network: a namespace of its own", "no privileges"} <= set(fresh.isolation)
    assert "memory at most 6144 MiB a process" in fresh.isolation


@pytest.mark.usefixtures("mindspore_folder")
def test_a_record_of_few_shapes() -> None:
    made = record("xception", range(294, 297), ((1, 3, 295, 296),))
    assert [(each.first, each.last) for each in made.squares] == [(294, 294), (295, 296)]
    assert made.values == 22_910_480 and made.others[0].output == (1, 1000)


@pytest.mark.usefixtures("mindspore_folder")
def test_a_record_that_is_not_whole_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "LIMITS", LIMITS | {"memory": 3 << 30})
    with pytest.raises(NetworkError, match=r"was not recorded \(.*needs more memory"):
        record("xception", range(2048, 2049), ())


def test_collecting_caches_what_was_run(mindspore_folder: Path, tmp_path: Path) -> None:
    given = ("xception", (227, 227, 3), (299, 299, 3), "auto", tmp_path, None, None)
    found = collect_network(*given)  # type: ignore[arg-type]
    assert found is not None and found.how == "run" and not found.note
    assert found.framework == f"mindspore {table.framework_version(mindspore_folder)}"
    assert "must be positive, but H_out/W_out is -2" in found.attempts[0].error
    assert found.attempts[1].output == (1, 1000)
    assert collect_network(*given) == found  # type: ignore[arg-type]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.usefixtures("mindspore_folder")
def test_a_limit_that_is_too_low_is_no_claim() -> None:
    answer = run_worker(Request("xception", SHAPES, "end", limits=LIMITS | {"cpu": 1}))
    assert "SIGXCPU (its processor time ended)" in answer.failure and len(answer.attempts) < len(SHAPES)
    answer = run_worker(Request("xception", ((1, 3, 299, 299),), limits=LIMITS | {"memory": 600 << 20}))
    assert answer.failure and not answer.attempts


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces")
def test_a_hostile_network_reaches_nothing(mindspore_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        name = f"hostile-{listener.getsockname()[1]}"
        monkeypatch.setitem(table.NETWORKS, name, "hostile_network")
        with Session(1, worker=Worker(paths=(mindspore_folder, DATA))) as session:
            answer = run_worker(Request(name, ((1, 3, 8, 8),)), session)
    assert not answer.attempts, "a print was taken for an answer"
    found = json.loads(answer.tried[0].error.removeprefix("RuntimeError: "))
    assert found["reached"] == [False, False]
    assert found["arguments"] == [] and found["folder"]
    assert {name for name in found["names"] if name.startswith(("GITHUB", "USER", "SSH"))} == set()
    assert len([name for name in found["names"] if not name.startswith("COV")]) <= 12
