"""Figures as cards and file names write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xreg.registry.knowledge.load import load
from xreg.schema.figures import Figure
from xreg.schema.metrics import MAX_FIGURES, bare_metric

NAMES = load().metric_names


def told(figures: list[Figure]) -> list[tuple[str, str]]:
    return [(figure.of + figure.name, figure.digits) for figure in figures if figure.metric]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("top1acc79", [("top1", "79")]),
        ("top1acc76.97 | top5acc93.44", [("top1", "76.97"), ("top5", "93.44")]),
        ("Top-1 Accuracy: 0.79", [("top1", "0.79")]),
        ("top 5 acc 93", [("top5", "93")]),
        ("top-1: 0.79", [("top1", "0.79")]),
        ("top173", [("top1", "73")]),
        ("topacc179", [("top1", "79")]),
        ("acc=88%", [("acc", "88")]),
        ("accuracy 88.1", [("acc", "88.1")]),
        ("Top1ACC77.", [("top1", "77")]),
        ("mAP 37.4", [("mAP", "37.4")]),
        ("mAP@.5IoU60.6", [("AP50", "60.6")]),
        ("AP50acc60.1 | AP75acc44.5", [("AP50", "60.1"), ("AP75", "44.5")]),
        ("R10@1acc25.4", [("R10@1", "25.4")]),
        ("vot2015robustness32.16", [("vot2015robustness", "32.16")]),
        ("set5acc36.65", [("set5acc", "36.65")]),
        ("avgReward-9.11", [("reward", "-9.11")]),
        ("acc1.72e-05", [("acc", "1.72e-05")]),
        ("Easyacc91, hard78", [("easyacc", "91"), ("hard", "78")]),
        ("allAcc79.86", [("allacc", "79.86")]),
        ("TPR@FAR=0.1%:95.6", [("TPR@FAR01", "95.6")]),
        ("F-score76.17", [("F", "76.17")]),
        ("2.2m | 3.44d", []),
        ("totaltext81", []),
        ("sacc5", []),
        ("meanIoU62.7 | avgmiou69.4", [("IoU", "62.7"), ("IoU", "69.4")]),
        (f"{'x' * 80}5", []),
        ("_" * 60 + "5", []),
        ("top1", []),
        ("no", []),
        ("", []),
    ],
)
def test_figures(text: str, found: list[tuple[str, str]]) -> None:
    made = list(NAMES.figures(text, 10))
    assert told(made) == found
    assert all(text[figure.span.start - 10 : figure.span.end - 10] == figure.digits for figure in made)
    assert all(text[figure.label_span.start - 10 : figure.label_span.end - 10] == figure.label for figure in made)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("xception_v111_bs128_1top79.ckpt", [("top1", "79")]),
        ("x_5top94_1top78.5.ckpt", [("top5", "94"), ("top1", "78.5")]),
        ("x_Top5_acc93", [("top5", "93")]),
        ("x_a_cv_bs256_top1acc76.97__top5acc_93.44.ckpt", [("top1", "76.97"), ("top5", "93.44")]),
        ("x_a_gnn_bs12_20recall_15.81.ckpt", [("recall@20", "15.81")]),
        ("x_a_cv_acctop1%3D78.81_top5%3D94.34.ckpt", [("top1", "78.81"), ("top5", "94.34")]),
        ("x_a_cv_acc84_recall77_hmean81.ckpt", [("acc", "84"), ("recall", "77"), ("F", "81")]),
        ("x_a_cv_sintelacc31.30.ckpt", [("sintelacc", "31.30")]),
        ("a_sintelacc31.30.ckpt", []),
        ("f1_resnet50-f369a08d-910v2.ckpt", []),
        ("acc_resnet.ckpt", []),
        ("shufflenet_acc.ckpt", []),
        (f"{'x' * 100}_5.ckpt", []),
        ("", []),
    ],
)
def test_figures_of_a_file(name: str, found: list[tuple[str, str]]) -> None:
    assert told(list(NAMES.figures_of_file(name))) == found


def test_a_label_without_a_metric_counts_only_where_the_hub_states_figures():
    labels = [
        [figure.label for figure in NAMES.figures_of_file(name)] for name in ("r_a_cv_totaltext81.ms", "r_total81")
    ]
    assert labels == [["totaltext"], []]


def test_what_is_shown_of_a_label():
    figure = next(NAMES.figures("AP50acc: 59.8"))
    assert (figure.shown, figure.number, figure.value) == ("AP50", 50, 59.8)


def test_nobody_states_a_thousand_figures():
    assert len(list(NAMES.figures("acc1|" * 1000))) == MAX_FIGURES


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
