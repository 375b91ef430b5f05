"""The table that is read without MindSpore against MindSpore's own checkpoints of the real network."""

from pathlib import Path

import pytest

from xreg.registry.formats.checkpoint import read_checkpoint
from xreg.registry.formats.values import FormatError
from xreg.registry.networks.answer import Answer


def test_the_table_is_the_network_s(checkpoints: Path, fresh: Answer) -> None:
    found = read_checkpoint(checkpoints / "good.ckpt")
    expected = {name: tuple(shape) for name, shape in _parameters(fresh)}
    assert {parameter.name: parameter.shape for parameter in found.parameters} == expected
    assert {parameter.dtype for parameter in found.parameters} == {"Float32"}
    assert found.values == 22_910_480


def _parameters(fresh: Answer) -> list[tuple[str, tuple[int, ...]]]:
    return [(parameter.name, parameter.shape) for parameter in fresh.parameters]


@pytest.mark.parametrize("name", ["truncated", "garbage", "empty"])
def test_what_mindspore_refuses_is_refused(name: str, checkpoints: Path) -> None:
    with pytest.raises(FormatError):
        read_checkpoint(checkpoints / f"{name}.ckpt")
