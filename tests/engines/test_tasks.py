"""The tasks of a cluster: what they raise, what ends them, and what their node must have."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from support.cluster import LONGEST, NEEDS

from xreg.publisher.engines import cluster as engine_module
from xreg.publisher.engines.cluster import Cluster
from xreg.publisher.engines.errors import EngineError
from xreg.registry.asset_files import AssetError


def test_what_the_work_raises_is_raised_here(cluster: Cluster) -> None:
    import ray

    def cannot(chunk: list[Any], _: Any) -> list[Any]:
        from xreg.registry.asset_files import AssetError

        raise AssetError(f"{chunk[0]}: cannot be read")

    def defect(_: list[Any], __: Any) -> list[Any]:
        return [1 / 0]

    with pytest.raises(AssetError, match=r"^x\.ckpt: cannot be read$"), cluster.map(cannot, [["x.ckpt"]], None) as all_:
        list(all_)
    assert not ray.is_initialized()
    with pytest.raises(ZeroDivisionError), cluster.map(defect, [[1]], None) as all_:
        list(all_)


def test_a_task_that_ends_its_process_is_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(_: list[Any], __: Any) -> list[Any]:
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    monkeypatch.setattr(engine_module, "RETRIES", 0)
    with pytest.raises(EngineError, match="ended its process 1 times"), cluster.map(dying, [[1]], None) as answers:
        list(answers)


def test_a_node_with_other_code_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "code_digest", lambda: "another")
    with (
        pytest.raises(EngineError, match="has another xreg than this machine"),
        cluster.map(lambda chunk, _: chunk, [[1]], None) as answers,
    ):
        list(answers)


def test_a_node_without_a_file_says_so(cluster: Cluster) -> None:
    lacking = Cluster(cluster._address, NEEDS._replace(paths=("/nowhere/x.ckpt",)))
    with (
        pytest.raises(EngineError, match=r"/nowhere/x\.ckpt: the node .* file system that all nodes share"),
        lacking.map(lambda chunk, _: chunk, [[1]], None) as answers,
    ):
        list(answers)


def test_an_interrupt_ends_the_tasks(cluster: Cluster, tmp_path: Path) -> None:
    import ray

    def slow(chunk: list[Any], folder: Path) -> list[Any]:
        if chunk != [0]:
            time.sleep(LONGEST)
            (folder / "done").touch()
        return chunk

    with pytest.raises(KeyboardInterrupt), cluster.map(slow, [[0], [1], [2]], tmp_path) as answers:
        assert next(answers) == [0]
        raise KeyboardInterrupt
    assert not ray.is_initialized()
    with cluster.map(lambda chunk, given: [given, *chunk], [[1], [2]], 0) as all_:  # the processor is free
        assert list(all_) == [[0, 1], [0, 2]]
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_is_connected_already_keeps_its_connection(cluster: Cluster) -> None:
    import ray

    ray.init(address=cluster._address, log_to_driver=False, logging_level="ERROR")
    try:
        with (
            pytest.raises(EngineError, match=r"cannot connect to .*twice"),
            cluster.map(lambda chunk, _: chunk, [[1]], None),
        ):
            pass
        assert ray.is_initialized()
    finally:
        ray.shutdown()
