"""Figures as cards and file names write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.schema.metrics import bare_metric, metrics_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("top1acc79", [("top1", "79")]),
        ("top1acc76.97 | top5acc93.44", [("top1", "76.97"), ("top5", "93.44")]),
        ("xception_v111_bs128_1top79.ckpt", [("top1", "79")]),
        ("x_5top94_1top78.5.ckpt", [("top5", "94"), ("top1", "78.5")]),
        ("Top-1 Accuracy: 0.79", [("top1", "0.79")]),
        ("top 5 acc 93", [("top5", "93")]),
        ("Top5_acc93", [("top5", "93")]),
        ("shufflenetv1_top173.ckpt", [("top1", "73")]),
        ("top-1: 0.79", [("top1", "0.79")]),
        ("acc=88%", [("acc", "88")]),
        ("accuracy 88.1", [("acc", "88.1")]),
        ("Top1ACC77.", [("top1", "77")]),
        ("Easyacc91", []),
        ("x_acc91", [("acc", "91")]),
        ("mAP 37.4", []),
        ("top1", []),
        ("stop1acc5", []),
        ("", []),
    ],
)
def test_metrics_in(text: str, found: list[tuple[str, str]]) -> None:
    made = list(metrics_in(text, 10))
    assert [(metric.name, metric.digits) for metric in made] == found
    assert all(text[metric.span.start - 10 : metric.span.end - 10] == metric.digits for metric in made)


@pytest.mark.parametrize(
    ("text", "digits"), [("0.881", "0.881"), (" 79% ", "79"), ("79.", None), ("x79", None), ("", None), ("7 9", None)]
)
def test_bare_metric(text: str, digits: str | None) -> None:
    made = bare_metric(text, 5)
    assert (made.digits if made else None) == digits
    assert made is None or text[made.span.start - 5 : made.span.end - 5] == digits


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("79", "79", True),
        ("79", "79.31", True),
        ("79", "79.99", True),
        ("79", "78.5", True),
        ("79", "80.01", False),
        ("79", "0.79", True),
        ("0.881", "79", False),
        ("0.79", "0.7931", True),
        ("0.793", "79.31", True),
        ("0.793", "79.5", False),
        ("76.97", "76.98", True),
        ("76.97", "76.99", False),
        ("1", "100", True),
        ("1", "99.2", True),
        ("0", "0.0", True),
        ("94.54", "94.62", False),
    ],
)
def test_agrees(one: str, other: str, same: bool) -> None:
    a, b = bare_metric(one), bare_metric(other)
    assert a is not None
    assert b is not None
    assert a.agrees(b) is same
    assert b.agrees(a) is same


@given(st.decimals(min_value=2, max_value=100, places=4), st.integers(0, 3))
def test_a_rounded_figure_agrees_with_the_figure(value, places: int) -> None:
    exact, rounded = bare_metric(f"{value:f}"), bare_metric(f"{value:.{places}f}")
    assert exact is not None
    assert rounded is not None
    assert exact.agrees(rounded)
