"""Whether one word is another one, misspelt, and how the right one is then written."""

import pytest

from xreg.schema.spelling import near, respelled


@pytest.mark.parametrize(
    ("word", "known", "is_near"),
    [
        ("citesser", "citeseer", True),
        ("brast2017", "brats2017", True),
        ("acuracy", "accuracy", True),
        ("accuracyy", "accuracy", True),
        ("xaccuracy", "accuracy", True),
        ("top1caa", "top1acc", True),
        ("accuracy", "accuracy", False),
        ("cifar11", "cifar10", False),
        ("top5", "top1", False),
        ("precision", "recall", False),
        ("mapper", "map", False),
        ("", "a", True),
    ],
)
def test_near(word: str, known: str, is_near: bool) -> None:
    assert near(word, known) is is_near


@pytest.mark.parametrize(
    ("written", "right", "made"),
    [
        ("BLUE", "bleu", "BLEU"),
        ("panrS", "psnrs", "psnrS"),
        ("TRP@FAR=0.1%", "tpr@far01%", "TPR@FAR=0.1%"),
        ("acuracy", "accuracy", "accuracy"),
        ("ACURACY", "accuracy", "ACCURACY"),
    ],
)
def test_respelled(written: str, right: str, made: str) -> None:
    assert respelled(written, right) == made
