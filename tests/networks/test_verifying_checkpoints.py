"""Whole verifications of checkpoints that MindSpore saved from the real network; a bad one is named for its defect."""

import hashlib
from pathlib import Path

import pytest

from xreg.publisher.verifying.card import Outcome, Settings, verify_card
from xreg.schema.document import parse
from xreg.schema.text import Text
from xreg.schema.verification import Check, State

CARD = Path(__file__).resolve().parents[2] / "cards" / "xception.md"
V, F, U = State.VERIFIED, State.FAILED, State.UNVERIFIED


def verify(checkpoint: Path, sides: str = "299, 299") -> Outcome:
    """What comes of a checkpoint as the asset of the real card, with its own digest on it."""
    text = CARD.read_text(encoding="utf-8")
    stated = text.partition("asset-sha256: ")[2].split()[0]
    text = text.replace(stated, hashlib.sha256(checkpoint.read_bytes()).hexdigest()).replace("227, 227", sides)
    document = parse(Text(text), "mshub_res/assets/mindspore/ascend/1.1/xception_v1.1.md")
    (outcome,) = verify_card(document, Settings(files=((0, checkpoint),), network="run"))
    return outcome


def check(outcome: Outcome, name: str) -> Check:
    return next(check for check in outcome.report.checks if check.name == name)


def test_a_good_one(checkpoints: Path) -> None:
    outcome = verify(checkpoints / "good.ckpt")
    assert outcome.verified and outcome.verified.size == (checkpoints / "good.ckpt").stat().st_size
    assert check(outcome, "parameters").message.startswith("All 236 parameters of xception (mindspore ")
    assert (
        "answers with [1, 1000] finite numbers, as many as ImageNet 2012 has classes" in check(outcome, "run").message
    )


def test_a_good_one_at_a_shape_that_does_not_run(checkpoints: Path) -> None:
    run = check(verify(checkpoints / "good.ckpt", "227, 227"), "run")
    assert run.state is F and "does not run at the card's input shape [227, 227, 3]" in run.message


def test_one_with_an_optimisers_state(checkpoints: Path) -> None:
    outcome = verify(checkpoints / "extra.ckpt")
    assert outcome.verified
    assert check(outcome, "parameters").message.endswith("by name, shape and type, and besides them 1 of an optimiser.")


# The states of format, parameters and run; a line of the details of the first that failed.
CASES = {
    "missing": (V, F, F, "- block7.rep.4.pointwise.weight float32 (728, 728, 1, 1)"),
    "shape": (V, F, F, "+ fc.bias float32 (10,)"),
    "dtype": (V, F, F, "+ fc.bias float16 (1000,)"),
    "nan": (V, V, F, ""),
    "truncated": (F, U, U, ""),
    "garbage": (F, U, U, ""),
    "empty": (F, U, U, ""),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_ones(name: str, checkpoints: Path) -> None:
    *states, line = CASES[name]
    outcome = verify(checkpoints / f"{name}.ckpt")
    assert outcome.report.state is F and outcome.verified is None
    assert [check(outcome, part).state for part in ("format", "parameters", "run")] == states
    assert not line or line in check(outcome, "parameters").details
