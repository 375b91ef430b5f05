"""A small repository of networks, what fake runs of them show, and records of that."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from support.git import git, put

from xreg.registry.networks.recording.making import Run
from xreg.registry.networks.recording.population import Network
from xreg.schema.network import Attempt, Build, NetworkEvidence, Parameter, Supplied

MODELS = "gitee.com/mindspore/models"
MINDCV = "github.com/mindspore-lab/mindcv"
ALPHA = "official/cv/alpha"
CONF = """
def create_network(name, *args, **kwargs):
    if name in ({names}):
        return 1
    raise NotImplementedError
"""
PARAMETERS = (
    Parameter("conv1.weight", (64, 3, 7, 7), "float32"),
    Parameter("bn1.moving_mean", (64,), "float32"),
    Parameter("bn1.gamma", (64,), "float32"),
    Parameter("step", (), "int32"),
)


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """r1.2 has two networks in one folder; r1.10 changes it and adds a folder; r1.9 is as r1.2."""
    folder = tmp_path_factory.mktemp("clone")
    git(folder, "init", "-q", "-b", "r1.2")
    put(folder, {f"{ALPHA}/mindspore_hub_conf.py": CONF.format(names="'alpha', 'alpha_big'")}, "first")
    git(folder, "switch", "-q", "-c", "r1.9")
    put(folder, {"README.md": "x"}, "second")
    git(folder, "switch", "-q", "-c", "r1.10")
    changed = {
        f"{ALPHA}/src/net.py": "x = 1\n",
        "research/nlp/beta/mindspore_hub_conf.py": "def create_network(name): return name\n",
        "mindspore_hub_conf.py": CONF.format(names="'root'"),
        "configs/net.yaml": "x: 1",
        "mindcv/__init__.py": "",
        "mindcv/models/net.py": "@register_model\ndef net_a(): ...\n@register_model('x')\ndef net_b(): ...\n",
        "mindcv/models/other.py": "def net_c(): ...\n",
        "mindcv/models/broken.py": "def (",
        "mindcv/models/notes.txt": "no code",
    }
    put(folder, changed, "third")
    return folder


@pytest.fixture
def evidence() -> NetworkEvidence:
    """What a run of a network showed: built at the second call, and run at one of two sizes."""
    return NetworkEvidence(
        network="alpha",
        how="run",
        framework="mindspore 2.10.0",
        device="CPU",
        date="2026-11-22",
        source_digest="git-tree:a1",
        isolation=("no network: a namespace of its own",),
        attempts=(
            Attempt((1, 3, 32, 32), None, "ValueError: too small", 0.1, where="src/net.py:3"),
            Attempt((1, 3, 224, 224), (1, 10), "", 0.2),
        ),
        accepted=(200, 300),
        accepted_from="a probe",
        parameters=PARAMETERS,
        checkpoint=None,
        note="",
        provider="repository",
        origin="gitee.com/mindspore/models r1.2 at 12345678, official/cv/alpha",
        builds=(
            Build((), "TypeError: classes is missing", "mindspore_hub_conf.py:3"),
            Build((Supplied("classes", "10", "default_config.yaml"),), ""),
        ),
        shims=("numpy.int (gone since NumPy 1.24): Python's own int",),
    )


@pytest.fixture
def running(evidence: NetworkEvidence) -> Callable[..., Run]:
    """Makes a runner that runs nothing: each network shows the same, but for changes that a test asks for."""

    def make(**changes: object) -> Run:
        def run(networks: Sequence[Network]) -> Iterator[tuple[Network, NetworkEvidence]]:
            for network in networks:
                shown = evidence._replace(network=network.network, source_digest=network.digest)
                yield network, shown._replace(**changes)  # type: ignore[arg-type]

        return run

    return make
