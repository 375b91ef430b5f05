"""Which of the names in a sentence it is about, and the numbers of classes that it states."""

import pytest
from support.knowledge import SMALL

from xreg.schema.claims import class_counts, subject_mention
from xreg.schema.text import Span


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("AlexNet used to classify images", "AlexNet"),
        ("This is AlexNet", "AlexNet"),
        ("derived from VGG", ""),
        ("derived from the original VGG", ""),
        ("more accurate than ResNet-50", ""),
        ("outperforms ResNet", ""),
        ("improves the famous AlexNet", ""),
        ("like ResNet, but smaller", ""),
        ("based on a standard ResNet", ""),
        ("extends ResNet and VGG", ""),
        ("a variant of ResNet called VGG", ""),
        ("a network (ResNet)", ""),
        ('the "AlexNet" of old', ""),
        ("“AlexNet” of old", ""),
        ("an implementation of AlexNet", "AlexNet"),
        ("the network for the AlexNet", "AlexNet"),
        ("built from VGG: AlexNet goes on", "AlexNet"),
        ("ResNet outperforms VGG", "ResNet"),
        ('summary: "AlexNet: a network"', "AlexNet"),
        ("summary: 'AlexNet'", "AlexNet"),
        ("Comparison: ResNet", "ResNet"),
        ("nothing is named", ""),
    ],
)
def test_subject(text: str, subject: str) -> None:
    mentions = list(SMALL.architecture_names.mentions(text, Span(0, len(text))))
    found = subject_mention(text, mentions)
    assert (text[found.span.start : found.span.end] if found else "") == subject


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the 10 classes of cifar10", [10]),
        ("1,000 classes", [1000]),
        ("1000-class", [1000]),
        ("21,841 categories, not 1000 classes", [21841, 1000]),
        ("50 layers", []),
        ("cifar10 classes", []),
        ("10 classifiers", []),
        ("ten classes", []),
        ("10 classes" + "0" * 5, [10]),
    ],
)
def test_class_counts(text: str, numbers: list[int]) -> None:
    found = list(class_counts(text, Span(0, len(text))))
    assert [count.number for count in found] == numbers
    said = [int(text[count.span.start : count.span.end].replace(",", "")) for count in found]
    assert said == numbers


def test_class_counts_within_a_span() -> None:
    text = "10 classes, 20 classes"
    assert [count.number for count in class_counts(text, Span(11, len(text)))] == [20]


def test_a_number_without_end_is_none() -> None:
    """Python refuses to read more than 4,300 digits, with an exception."""
    text = "9" * 5000 + " classes"
    assert list(class_counts(text, Span(0, len(text)))) == []
