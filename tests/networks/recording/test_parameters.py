"""Parameters as one line of text and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.registry.networks.built_in.records import read_record
from xreg.registry.networks.recording.parameters import compact, expanded
from xreg.schema.network import NetworkError, Parameter, Shape


def floats(*named: tuple[str, Shape]) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, shape, "float32") for name, shape in named)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ((), ""),
        (floats(("conv1.weight", (64, 3, 7, 7))), "conv1.weight:64,3,7,7"),
        (floats(("bn1.gamma", (64,)), ("bn1.beta", (64,))), "bn1.@ln:64"),
        (floats(("a.bn.x", (1,)), ("a.bn.y", (1,))), "a.bn.{x,y}:1"),
        (floats(("bn1.gamma", (64,)), ("bn2.gamma", (64,))), "bn[1-2].gamma:64"),
        (floats(("bn1.gamma", (64,)), ("bn1.beta", (32,))), "bn1(gamma:64 beta:32)"),
        (floats(("a", (1,)), ("b", (1,))), "{a,b}:1"),
        (floats(("a", (1,)), ("a.b", (1,)), ("a", (1,))), "a:1 a.b:1 a:1"),
        (floats(("scale", ())), "scale:"),
        ((Parameter("step", (1,), "int32"),), "step:1:int32"),
        ((Parameter("step", (), "int32"),), "step::int32"),
        (floats(("l.0.w", (2,)), ("l.1.w", (2,)), ("l.2.w", (2,))), "l.[0-2].w:2"),
        (floats(("l.0.w", (2,)), ("l.2.w", (2,)), ("l.1.w", (2,))), "l(0.w:2 2.w:2 1.w:2)"),
        (floats(("0.w", (2,)), ("00.w", (2,)), ("01.w", (2,)), ("2.w", (2,))), "0.w:2 0[0-1].w:2 2.w:2"),
        (
            floats(*((f"l.{n}.{part}", (1,) * len(part)) for n in range(9, 12) for part in ("a", "bb.c", "d"))),
            "l([9-11](a:1 bb.c:1,1,1,1 d:1))",
        ),
        (floats(*((f"block{n}.w", (2,)) for n in (0, 1, 2))), "block[0-2].w:2"),
        (floats(*((f"{n}.w", (2,)) for n in ("a9", "b10", "b011", "b12"))), "a9.w:2 b10.w:2 b011.w:2 b12.w:2"),
        (floats(*((f"{a}.{b}.w", (2,)) for a in "34" for b in "012")), "[3-4].[0-2].w:2"),
        (floats(*((f"{a}.{b}", (2,)) for a in "34" for b in ("gamma", "beta"))), "[3-4].@ln:2"),
    ],
)
def test_there_and_back(parameters: tuple[Parameter, ...], text: str) -> None:
    assert compact(parameters) == text
    assert expanded(text) == parameters


@pytest.mark.parametrize("name", ["a b", "a:b", "a{b", "a,b", "a(b", "a[b", "@bn", "a.", "a..b", ".a", "", "ä\u2028"])
def test_a_name_that_no_line_can_hold_is_kept_as_it_is(name: str) -> None:
    parameters = floats(("conv.weight", (3, 3)), (name, (2,)))
    made = compact(parameters)
    assert made == [["conv.weight", [3, 3], "float32"], [name, [2], "float32"]]
    assert expanded(made) == parameters


def test_a_real_network() -> None:
    record = read_record("xception")
    assert record is not None
    made = compact(record.parameters)
    assert expanded(made) == record.parameters
    assert len(made) < 2000


@given(st.lists(st.builds(Parameter, st.text("ab01./-", max_size=9), st.tuples(st.integers(0, 3)), st.just("float32"))))
def test_any_names_there_and_back(parameters: list[Parameter]) -> None:
    assert expanded(compact(parameters)) == tuple(parameters)


@pytest.mark.parametrize(
    "value",
    [
        None,
        3,
        "conv:x",
        [["a", 1]],
        "a(b:1",
        "a:1)",
        "a)",
        "[0-9999]([0-99].w:1)",
        "[0-65534](a:1 b:1)",
        "[0-99999].w:1",
        "[0-40000].a:1 [0-40000].b:1",
        "[0-999].[0-999].w:1",
    ],
)
def test_anything_else_is_wrong(value: object) -> None:
    with pytest.raises((ValueError, NetworkError)):
        expanded(value)
