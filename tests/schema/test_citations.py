"""The papers that a card cites, and how one is written."""

import pytest
from support.cards import document
from support.knowledge import SMALL

from xreg.schema.citations import citations, paper_in, written

HEAD = "# x\n---\n---\n## Citation\n"


def cited(body: str) -> list[tuple[str, str, str]]:
    made = document(HEAD + body)
    return [(item.marker, made.text[item.span], item.paper.id if item.paper else "") for item in citations(made, SMALL)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", []),
        ("\n\n", []),
        ("1. He et al. Deep residual learning for image recognition. 2016.\n", 1),
        ("1. A\n2. B\n", [("1. ", "A", ""), ("2. ", "B", "")]),
        ("- A\n* B\n+ C", [("- ", "A", ""), ("* ", "B", ""), ("+ ", "C", "")]),
        ("[1] A\n[2] B\n", [("[1] ", "A", ""), ("[2] ", "B", "")]),
        ("1) A  \n   more of A\n\n2) B", [("1) ", "A  \n   more of A", ""), ("2) ", "B", "")]),
        ("A\nB\n\nC\n", [("", "A\nB", ""), ("", "C", "")]),
        ("1.A\r\n2.B\r\n", [("", "1.A\r\n2.B", "")]),
        ("1. A\n## Disclaimer\n1. B\n", [("1. ", "A", "")]),
    ],
)
def test_items(body: str, found) -> None:
    made = cited(body)
    assert (len(made) if isinstance(found, int) else made) == found


@pytest.mark.parametrize("heading", ["Citation", "citations", "REFERENCES", "Reference", "参考论文"])
def test_headings(heading: str) -> None:
    made = document(f"# x\n---\n---\n## {heading}\n- A\n")
    assert len(list(citations(made, SMALL))) == 1


def test_no_list_of_citations() -> None:
    assert list(citations(document("# x\n---\n---\n## Papers\n- A\n"), SMALL)) == []


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("He K. Deep Residual Learning for Image Recognition[C]. 2016", "resnet"),
        ("[deep residual learning for image-recognition](x)", "resnet"),
        ("Deep ResidualLearning forImage Recognition", "resnet"),
        ("https://arxiv.org/pdf/1512.03385.pdf", "resnet"),
        ("http://arXiv.org/abs/1512.03385v2", "resnet"),
        ("arXiv: 1512.03385", "resnet"),
        ("arXiv:1512.0338", ""),
        ("1512.03385", ""),
        ("Very Deep Networks", "vgg"),
        ("Very Deep Networks for All", "vgg-long"),
        ("Going deeper", ""),
        ("A paper that nobody knows", ""),
        ("", ""),
    ],
)
def test_paper_in(text: str, paper: str) -> None:
    found = paper_in(text, SMALL)
    assert (found.id if found else "") == paper


@pytest.mark.parametrize(
    ("paper", "like", "text"),
    [
        (
            "resnet",
            "",
            'K. He, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, '
            "[arXiv:1512.03385](https://arxiv.org/abs/1512.03385).",
        ),
        ("resnet", "[A](b)", "[Deep Residual Learning for Image Recognition](https://arxiv.org/pdf/1512.03385.pdf)"),
        ("vgg", "[A](b)", 'K. Simonyan, "Very Deep Networks", 2014.'),
        ("vgg-long", "[A](b)", "[Very Deep Networks for All](https://example.com/vgg)"),
        ("vgg-long", "A", 'K. Simonyan, "Very Deep Networks for All", 2015.'),
        (
            "alexnet",
            "A",
            'A. Krizhevsky, "ImageNet Classification with Deep Convolutional Neural Networks", NeurIPS 2012, '
            "[doi:10.1/2](https://doi.org/10.1/2).",
        ),
        ("short", "A", 'A. A0 et al., "Going deeper", 2015.'),
    ],
)
def test_written(paper: str, like: str, text: str) -> None:
    assert written(SMALL.papers[paper], like) == text


def test_a_written_paper_is_found_again(known) -> None:
    for paper in known.papers.values():
        for like in ("", "[x](y)"):
            found = paper_in(written(paper, like), known)
            assert len(paper.title) < 20 or found is not None
