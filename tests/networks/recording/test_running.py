"""What is built and run for a record."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from networks.recording.conftest import MINDCV, MODELS

from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.recording import running as module
from xreg.registry.networks.recording.population import Network, networks_of
from xreg.registry.networks.recording.running import here, runner, target_of
from xreg.registry.repositories.clone import Clone
from xreg.registry.repositories.given import clones
from xreg.registry.repositories.places import place_of
from xreg.schema.network import NetworkError, NetworkEvidence


def test_what_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mindspore-2.9.9.dist-info").mkdir()
    monkeypatch.setattr(module, "framework_folder", lambda: tmp_path)
    assert here().framework == "mindspore 2.9.9" and here().worker.startswith("sha256:")
    monkeypatch.setattr(module, "framework_folder", lambda: None)
    with pytest.raises(NetworkError, match="needs MindSpore"):
        here()


@pytest.mark.parametrize("name", [MODELS, MINDCV])
def test_the_targets_are_those_of_the_population(clone: Path, name: str) -> None:
    given = clones([(name, clone)])
    networks = list(networks_of(place_of(name), Clone(clone)))
    targets = [target_of(each, given) for each in networks]
    assert [each.digest for each in targets] == [each.digest for each in networks]
    assert [each.network for each in targets] == [each.network for each in networks]
    assert all(each.stage for each in targets)


def test_an_installed_package(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Target("mindcv", "net_a", "", "mindcv 0.3.0", {})
    monkeypatch.setattr(module, "of_package", lambda _: made)
    assert target_of(Network(MINDCV, "mindcv", "net_a", "mindcv 0.3.0", "", {}), ()) is made


def test_code_that_changed_in_between_is_an_error(clone: Path) -> None:
    network = next(networks_of(place_of(MODELS), Clone(clone)))
    for changed in (network._replace(digest="git-tree:00"), network._replace(branch="r9.9")):
        with pytest.raises(NetworkError, match="is not as it was a moment ago"):
            target_of(changed, clones([(MODELS, clone)]))


def test_many_networks_are_run_some_at_a_time(
    clone: Path, evidence: NetworkEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def run_each(targets: Sequence[Target], jobs: int, isolation: str) -> Iterator[tuple[int, NetworkEvidence]]:
        assert (jobs, isolation) == (3, "require")
        sizes.append(len(targets))
        yield from (
            (number, evidence._replace(network=each.network)) for number, each in reversed([*enumerate(targets)])
        )

    monkeypatch.setattr(module, "run_each", run_each)
    monkeypatch.setattr(module, "TOGETHER", 2)
    networks = list(networks_of(place_of(MODELS), Clone(clone)))
    done: Callable[..., object] = runner(clones([(MODELS, clone)]), 3, "require")
    found = list(done(networks))  # type: ignore[call-overload]
    assert sizes == [2, 2, 1]
    assert all(network.network == known.network for network, known in found)
    assert sorted(network for network, _ in found) == sorted(networks)
