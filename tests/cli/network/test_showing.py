"""`xreg network show`."""

import json

import pytest
from cli.network.conftest import MODELS, Xreg


def test_showing(xreg: Xreg, recorded: str) -> None:
    done = xreg("network", "show", "alpha", "beta", "--records", recorded)
    assert done.code == 0
    for line in (
        f"alpha  {MODELS}, official/cv/alpha",
        "  run                      2026-11-22, mindspore 2.10.0 on CPU",
        "  refused                  with no arguments: TypeError: x at net.py:7",
        "  built                    with n=2 (eval.py:3)",
        "  stand-in                 numpy.int: Python's own int",
        "  parameters               1 of 1,000 values",
        "  fails                    given (1, 16) float32: ValueError: no at src/net.py:3",
        "  runs                     given (1, 16) int32 and (1, 16) int32: output (1, 2), (1, 3)",
        "  squares                  32 to 64 pixels run",
        "  note                     A note.",
        "  isolation                no privileges",
        "  wrong in the card        a name",
    ):
        assert line in done.out.splitlines()


def test_showing_as_json(xreg: Xreg, recorded: str) -> None:
    (found,) = json.loads(xreg("network", "show", "alpha", "--records", recorded, "--output-format", "json").out)
    assert found["repository"] == MODELS and list(found["heads"]) == ["r1.9"]
    assert found["evidence"]["how"] == "recorded" and found["evidence"]["accepted"] == [32, 64]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("alpha", "--branch", "r1.9"), 0),
        (("alpha", "--branch", "r1.8"), 2),
        (("alpha", "--repository", MODELS), 0),
        (("alpha", "--repository", "gitee.com/other/models"), 2),
        (("gamma",), 2),
    ],
)
def test_asking_for_one_origin(xreg: Xreg, recorded: str, arguments: tuple[str, ...], code: int) -> None:
    done = xreg("network", "show", *arguments, "--records", recorded)
    assert done.code == code
    assert ("nothing is recorded of" in done.err) == bool(code)


def test_showing_the_names(xreg: Xreg, recorded: str) -> None:
    assert xreg("network", "show", "--records", recorded).out == f"alpha  ({MODELS})\nbeta  ({MODELS})\n"
    assert xreg("network", "show", "--records", recorded, "--repository", "gitee.com/x/y").out == "\n"


def test_showing_the_built_in_network(xreg: Xreg) -> None:
    assert xreg("network", "show", "no-such-network").code == 2
    done = xreg("network", "show", "xception")
    assert done.out.startswith("xception  built-in\n")
    assert "parameters               236 of 22,910,480 values" in done.out
    assert "given (1, 3, 295, 295) float32: output (1, 1000)" in done.out
