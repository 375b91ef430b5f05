"""`xreg network record`, with runs that are made up."""

from pathlib import Path

import pytest
from cli.network.conftest import Xreg

from xreg.publisher.commands.network import options, recording
from xreg.registry.networks.built_in import sweep
from xreg.registry.networks.recording.population import Network


def test_recording_all_and_again(xreg: Xreg, clone: str, runs: list[str]) -> None:
    done = xreg("network", "record", "--all", "--repository", clone, "--to", "records")
    assert (done.code, done.out) == (0, "recorded 2 networks: 1 build, 1 run; 0 were recorded before\n")
    done = xreg("network", "record", "--all", "--repository", clone, "--to", "records", "--jobs", "1")
    assert done.out == "recorded 0 networks: 0 build, 0 run; 2 were recorded before\n"
    assert runs == ["alpha", "beta"]
    xreg("network", "record", "beta", "--again", "--repository", clone, "--to", "records")
    assert runs == ["alpha", "beta", "beta"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say which networks to record: name them, or give --all"),
        (("alpha", "--all"), "say which networks to record"),
        (("gamma",), "no network is called gamma: give the repository"),
        (("alpha", "--branch", "r9.9"), "has no branch r9.9"),
    ],
)
def test_what_cannot_be_recorded(
    xreg: Xreg, clone: str, runs: list[str], arguments: tuple[str, ...], says: str
) -> None:
    done = xreg("network", "record", *arguments, "--repository", clone, "--to", "records")
    assert done.code == 2 and says in done.err and not runs


def test_a_built_in_network_is_swept(xreg: Xreg, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(sweep, "record", lambda name, isolation: f"{name} ({isolation})")
    monkeypatch.setattr(sweep, "write_record", lambda made, to: f"{made} to {Path(to).name}")
    done = xreg("network", "record", "xception", "--to", str(folder / "here"), "--isolation", "require")
    assert (done.code, done.out) == (0, "wrote xception (require) to here\n")


@pytest.mark.usefixtures("runs")
def test_the_isolation_of_the_command_line_and_of_the_configuration(
    xreg: Xreg, clone: str, isolations: list[str], folder: Path
) -> None:
    given = ("network", "record", "--all", "--again", "--repository", clone, "--to", "records")
    xreg(*given)
    xreg(*given, "--isolation", "require")
    (folder / "xreg.toml").write_text('isolation = "require"\n')
    xreg(*given)
    xreg(*given, "--isolation", "auto")
    assert isolations == ["auto", "require", "require", "auto"]


def test_recording_as_cards_call_them(xreg: Xreg, clone: str, runs: list[str], folder: Path) -> None:
    link = "repo-link: https://gitee.com/mindspore/models/tree/r1.9/official/cv/alpha"
    (folder / "cards").mkdir()
    (folder / "cards" / "alpha.md").write_text(f"---\nmodel-name: alpha\n{link}\ninput-shape: [7, 7, 3]\n---\n")
    done = xreg("network", "record", "--cards", "cards", "--repository", clone, "--to", "records")
    assert (done.code, runs) == (0, ["alpha"])
    done = xreg("network", "record", "--all", "--cards", "cards/none.md", "--repository", clone, "--to", "records")
    assert done.code == 2 and "none.md" in done.err


def test_without_a_clone_the_installed_packages_are_meant(
    xreg: Xreg, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Network("github.com/mindspore-lab/mindcv", "mindcv", "alpha", "mindcv 0.3.0", "", {})
    monkeypatch.setattr("xreg.registry.networks.recording.population.installed", lambda _: [package])
    assert xreg("network", "record", "--all", "--to", "records").code == 0
    assert runs == ["alpha"]
    assert "code                     mindcv 0.3.0" in xreg("network", "show", "alpha", "--records", "records").out


def test_the_modules_are_imported_where_they_are_used() -> None:
    assert not hasattr(options, "Clone") and not hasattr(recording, "record_all")
