"""Checkpoints that MindSpore saved, each bad one named for its one defect, loaded and run in a worker."""

from pathlib import Path

import pytest

from xreg.registry.networks.built_in.runner import Request, run_worker
from xreg.schema.network import CheckpointCheck, Mismatch

SHAPE = (1, 3, 299, 299)


def check(path: Path) -> CheckpointCheck:
    answer = run_worker(Request("xception", (SHAPE,), checkpoint=path))
    assert not answer.failure
    assert answer.checkpoint is not None
    return answer.checkpoint


def test_a_good_one(checkpoints: Path) -> None:
    assert check(checkpoints / "good.ckpt") == CheckpointCheck((), (), (), True, True, (1, 1000), "")


def test_one_under_another_name(checkpoints: Path, tmp_path: Path) -> None:
    path = tmp_path / "6a68489c"
    path.symlink_to(checkpoints / "good.ckpt")
    assert check(path).finite


def test_a_missing_parameter(checkpoints: Path) -> None:
    found = check(checkpoints / "missing.ckpt")
    assert found.missing == ("block7.rep.4.pointwise.weight",)
    assert not found.loaded and found.finite is None and not found.error


def test_a_wrong_shape(checkpoints: Path) -> None:
    found = check(checkpoints / "shape.ckpt")
    assert found.mismatched == (
        Mismatch("fc.weight", "float32 (1000, 2048)", "float32 (10, 2048)"),
        Mismatch("fc.bias", "float32 (1000,)", "float32 (10,)"),
    )
    assert not found.loaded


def test_a_wrong_dtype(checkpoints: Path) -> None:
    found = check(checkpoints / "dtype.ckpt")
    assert found.mismatched == (Mismatch("fc.bias", "float32 (1000,)", "float16 (1000,)"),)
    assert not found.loaded


def test_an_extra_parameter_is_named_and_does_not_hinder(checkpoints: Path) -> None:
    found = check(checkpoints / "extra.ckpt")
    assert found.unexpected == ("moments.fc.bias",)
    assert found.loaded and found.finite


def test_a_value_that_is_not_finite(checkpoints: Path) -> None:
    found = check(checkpoints / "nan.ckpt")
    assert found.loaded and found.finite is False
    assert found.error == "values that are not finite in conv1.weight (1 parameter)"


@pytest.mark.parametrize("name", ["truncated", "garbage", "empty"])
def test_what_is_no_checkpoint(checkpoints: Path, name: str) -> None:
    found = check(checkpoints / f"{name}.ckpt")
    assert not found.loaded and found.finite is None
    assert found.error.startswith("ValueError: ")
    assert str(checkpoints) not in found.error


def test_a_checkpoint_without_a_shape_that_runs(checkpoints: Path) -> None:
    answer = run_worker(Request("xception", ((1, 3, 227, 227),), checkpoint=checkpoints / "good.ckpt"))
    assert answer.checkpoint is not None
    assert answer.checkpoint.loaded and answer.checkpoint.finite is None
