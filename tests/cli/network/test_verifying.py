"""`xreg network verify`, with runs that are made up."""

from pathlib import Path

import pytest
from cli.network.conftest import MODELS, Xreg
from support.git import put

from xreg.registry.networks.recording import again
from xreg.registry.networks.recording.drift import Drift


def test_verifying_what_holds(xreg: Xreg, recorded: str, clone: str, runs: list[str]) -> None:
    done = xreg("network", "verify", "--records", recorded, "--repository", clone)
    assert (done.code, done.out) == (0, "2 networks were run again: nothing drifted\n")
    assert runs == ["alpha", "beta"]


def test_verifying_what_drifted(
    xreg: Xreg, recorded: str, clone: str, folder: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder / "clone", {"official/cv/beta/x.py": "x = 1"}, "later")
    monkeypatch.setattr(
        "xreg.registry.networks.recording.again.drift_of", lambda *_: Drift(("mindspore",), ("it was", "it is"))
    )
    done = xreg("network", "verify", "alpha", "beta", "--records", recorded, "--repository", clone)
    assert done.code == 1
    assert "beta in official/cv/beta: the repository has drifted" in done.out
    assert f"alpha of {MODELS}, official/cv/alpha: MindSpore has drifted" in done.out
    assert "\n  it was\n  it is\n" in done.out
    assert done.out.endswith("2 networks were run again: 3 drifted\n")
    assert runs == ["alpha", "beta"]


def test_verifying_without_the_code(xreg: Xreg, recorded: str, runs: list[str]) -> None:
    done = xreg("network", "verify", "--records", recorded)
    assert done.code == 2 and "give their clone with --repository NAME=PATH" in done.err and not runs


def test_what_is_left_out_is_said(xreg: Xreg, recorded: str, clone: str, folder: Path, runs: list[str]) -> None:
    path = folder / "records/mindspore-models/official__cv__beta.json"
    path.write_text(path.read_text().replace("gitee.com/mindspore/models", "gitee.com/mindspore/mindspore"))
    done = xreg("network", "verify", "--records", recorded, "--repository", clone)
    assert (
        done.out == "1 network was run again: nothing drifted; 1 were left out: their code is not in what was given\n"
    )
    assert runs == ["alpha"]


def test_the_isolation_is_handed_on(
    xreg: Xreg, recorded: str, clone: str, isolations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    isolations.clear()
    xreg("network", "verify", "--records", recorded, "--repository", clone, "--isolation", "require")
    monkeypatch.setattr("xreg.registry.networks.recording.again.read_all", lambda _: ())
    xreg("network", "verify", "xception", "--isolation", "require")
    assert isolations == ["require", "require"]


@pytest.mark.usefixtures("runs")
def test_verifying_the_built_in_network(xreg: Xreg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xreg.registry.networks.recording.again.read_all", lambda _: ())
    assert xreg("network", "verify", "xception").out == "1 network was run again: nothing drifted\n"
    monkeypatch.setattr(again, "built_in", lambda *_: Drift(("worker",), ("x",)))
    done = xreg("network", "verify")
    assert done.code == 1 and done.out.startswith("xception, built in: xreg has drifted")
