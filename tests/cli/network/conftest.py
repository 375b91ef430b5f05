"""Two networks in a clone, runs of them that are made up, and their records."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from cli.conftest import Ran
from support.git import git, put

from xreg.registry.networks.recording import again, running
from xreg.registry.networks.recording.making import Here, Run
from xreg.registry.networks.recording.population import Network
from xreg.schema.network import Attempt, Build, NetworkEvidence, Parameter, Supplied, Tensor

MODELS = "gitee.com/mindspore/models"
CONF = "def create_network(name):\n    if name == '{name}':\n        return 1\n    raise NotImplementedError\n"
SHOWN = NetworkEvidence(
    network="",
    how="run",
    framework="mindspore 2.10.0",
    device="CPU",
    date="2026-11-22",
    source_digest="",
    isolation=("no privileges",),
    attempts=(
        Attempt((1, 16), None, "ValueError: no", where="src/net.py:3"),
        Attempt((1, 16), (1, 2), "", dtype="int32", rest=(Tensor((1, 16), "int32"),), outputs=((1, 2), (1, 3))),
    ),
    accepted=(32, 64),
    accepted_from="",
    parameters=(Parameter("conv.weight", (10, 100), "float32"),),
    checkpoint=None,
    note="A note.",
    builds=(Build((), "TypeError: x", "net.py:7"), Build((Supplied("n", "2", "eval.py:3"),), "")),
    shims=("numpy.int: Python's own int",),
)


@pytest.fixture
def clone(folder: Path) -> str:
    """The option that names a clone with two networks."""
    path = folder / "clone"
    path.mkdir()
    git(path, "init", "-q", "-b", "r1.9")
    put(path, {f"official/cv/{name}/mindspore_hub_conf.py": CONF.format(name=name) for name in ("alpha", "beta")}, "x")
    return f"{MODELS}={path}"


@pytest.fixture
def isolations() -> list[str]:
    """The isolation that was asked for, run by run."""
    return []


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, isolations: list[str]) -> list[str]:
    """What was run, without running it; a network named beta does not build."""
    made: list[str] = []

    def run(networks: Sequence[Network]) -> Iterator[tuple[Network, NetworkEvidence]]:
        for network in networks:
            made.append(network.network)
            shown = SHOWN._replace(network=network.network, source_digest=network.digest)
            failed = shown._replace(builds=(), attempts=(), parameters=(), accepted=None, fault="card", reason="a name")
            yield network, shown if network.network == "alpha" else failed

    def runner(clones: object, jobs: object, isolation: str) -> Run:
        assert clones is not None and jobs in (None, 1)
        isolations.append(isolation)
        return run

    monkeypatch.setattr(running, "runner", runner)
    monkeypatch.setattr(running, "here", lambda: Here("mindspore 2.10.0", "sha256:w"))
    monkeypatch.setattr(again, "built_in", lambda _, isolation: isolations.append(isolation))
    return made


Xreg = Callable[..., Ran]


@pytest.fixture
def recorded(xreg: Xreg, clone: str, runs: list[str]) -> str:
    """The folder of the records."""
    xreg("network", "record", "--all", "--repository", clone, "--to", "records")
    runs.clear()
    return "records"
