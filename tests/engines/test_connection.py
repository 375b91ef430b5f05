"""Connecting to a cluster: what cannot be reached is said at once, and a head that falls silent is noticed."""

import socket
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from support.cards import card

from xreg.publisher.engines import head as head_module
from xreg.publisher.engines.cluster import _answer
from xreg.publisher.engines.connection import connected
from xreg.publisher.engines.errors import EngineError
from xreg.publisher.engines.head import Head, reachable
from xreg.publisher.main import main


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket that answers, as a head does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def _address(server: socket.socket) -> str:
    return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ray://127.0.0.1:10001", "Ray's client is not supported: run xreg on a node"),
        ("127.0.0.1:1", "no Ray cluster answers at 127.0.0.1:1: start one with `ray start --head`"),
        ("nonsense", "Ray cannot connect to nonsense: Invalid address format"),
    ],
)
def test_an_address_that_is_no_cluster_is_told_at_once(address: str, said: str) -> None:
    with pytest.raises(EngineError, match=said.replace(".", r"\.")), connected(address):
        pass


def test_the_address_of_the_environment_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(EngineError, match="no Ray cluster answers at"), connected(""):
        pass


@pytest.mark.parametrize("address", ["", "auto", "127.0.0.1:x", "127.0.0.1:70000", "[::1"])
def test_what_is_no_address_reaches_nothing(address: str) -> None:
    assert not reachable(address)


def test_a_head_may_be_silent_for_a_while_and_no_longer(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(head_module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    up = [True]
    monkeypatch.setattr(head_module, "reachable", lambda address: up[0] and reachable(address))
    head = Head(_address(listening))
    for now, answers in ((100, True), (110, False), (139, False), (139.5, True), (141, False), (170, False)):
        clock[0], up[0] = now, answers
        head.look()
    clock[0] = 171
    with pytest.raises(EngineError, match=r"head at 127\.0\.0\.1:\d+ does not answer any more: start it again"):
        head.look()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("OutOfMemoryError", "ended its process 4 times .no memory"),
        ("WorkerCrashedError", "ended its process 4 times"),
        ("LocalRayletDiedError", r"lost in mid-run \(LocalRayletDiedError\): run again"),
        ("NodeDiedError", "lost in mid-run"),
    ],
)
def test_what_a_cluster_does_is_an_error_that_says_what_to_do(name: str, said: str) -> None:
    import ray

    error = getattr(ray.exceptions, name)
    made = error("x") if name in ("OutOfMemoryError", "NodeDiedError") else error()

    def get(_: object) -> Any:
        raise made

    with pytest.raises(EngineError, match=said):
        _answer(SimpleNamespace(exceptions=ray.exceptions, get=get), None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--ray-address", "127.0.0.1:6379"), "--ray-address is for a cluster: give `--engine ray` with it"),
        (("--engine", "ray", "--jobs", "2"), "--jobs is for `--engine local`"),
        (("--engine", "ray", "--ray-address", "127.0.0.1:1"), "no Ray cluster answers at 127.0.0.1:1"),
    ],
)
@pytest.mark.parametrize("command", [("lint",), ("lint", "--fix"), ("report", "--html", "out.html")])
def test_options_that_cannot_be_followed_end_with_2_and_write_nothing(
    command: tuple[str, ...], arguments: tuple[str, ...], said: str, tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(card("xception"), encoding="utf-8")
    assert main([*command, ".", "--network", "off", "--no-cache", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, said in err) == ("", True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == card("xception")


def test_without_ray_the_program_says_what_to_install(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(card(), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "ray", None)
    assert main(["lint", str(tmp_path), "--network", "off", "--no-cache", "--engine", "ray"]) == 2
    assert "pip install 'xreg[cluster]'" in capsys.readouterr().err
