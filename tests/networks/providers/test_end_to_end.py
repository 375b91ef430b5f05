"""Networks of a small repository, built and run by MindSpore in the engine's own processes."""

from pathlib import Path

import pytest
from networks.providers.conftest import FILES, NET
from support.git import git, put

from xreg.registry.networks import targets
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.providers.repository import Asked, place_in, target_at
from xreg.registry.networks.targets import run_all
from xreg.registry.repositories.given import clones

REPOSITORY = "gitee.com/mindspore/models"
BROKEN = {
    "official/cv/lacking/mindspore_hub_conf.py": "from src.gone import net\ndef create_network(name): return net()\n",
    "official/cv/gone/mindspore_hub_conf.py": "import no_such_package\ndef create_network(name): return 1\n",
    "official/cv/wide/mindspore_hub_conf.py": "from src.net import Tiny\n"
    "def create_network(name, *args, **kwargs): return Tiny(5, width=6)\n",
    "official/cv/wide/src/net.py": NET,
}


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    folder = tmp_path_factory.mktemp("all")
    git(folder, "init", "-q", "-b", "r1.9")
    put(folder, {**FILES, **BROKEN}, "all")
    given, found = clones([(REPOSITORY, folder)]), dict[str, Target]()
    for path, name in (("tiny", "tiny"), ("tiny", "Tiny"), ("lacking", "x"), ("gone", "x"), ("wide", "x")):
        place = place_in(given, REPOSITORY, "r1.9", f"official/cv/{path}")
        target = target_at(place, Asked(name, shape=(4, 4, 3))) if place else None
        assert target
        found[f"{path}/{name}"] = target._replace(probe=False)
    return found


@pytest.mark.usefixtures("mindspore_folder")
def test_networks_are_built_run_and_sorted_in_one_session(networks: dict[str, Target], tmp_path: Path) -> None:
    targets.forget()
    found = dict(zip(networks, run_all(list(networks.values()), tmp_path, jobs=1), strict=True))
    tiny = found["tiny/tiny"]
    assert tiny.built and [(each.name, each.value) for each in tiny.built.arguments] == [("num_classes", "7")]
    assert tiny.attempts[0].output == (1, 7) and [each.shape for each in tiny.parameters] == [(7, 48), (7,)]
    assert {name: each.fault for name, each in found.items()} == {
        "tiny/tiny": "",
        "tiny/Tiny": "card",
        "lacking/x": "repository",
        "gone/x": "here",
        "wide/x": "",
    }
    assert "does not accept the name 'Tiny'" in found["tiny/Tiny"].reason
    assert (
        "No module named 'src'" in found["lacking/x"].reason and "mindspore_hub_conf.py:1" in found["lacking/x"].reason
    )
    assert "no_such_package is not installed" in found["gone/x"].reason
    wide = found["wide/x"]
    assert wide.attempts[0].shape == (1, 3, 4, 4) and wide.attempts[0].asked and wide.attempts[0].error
    assert not any(str(tmp_path) in each.reason or "/code/" in each.reason for each in found.values())
