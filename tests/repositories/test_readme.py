"""What READMEs and configuration files say is read as text, bounded, as it is written there."""

import pytest

from xreg.registry.knowledge.load import load
from xreg.registry.repositories.configurations import configurations, is_configuration
from xreg.registry.repositories.readme import Said, said
from xreg.schema.readme_figures import readme_figures
from xreg.schema.repository import Configuration

README = """# Contents
- [Dataset](#dataset)

## [Net Description](#contents)

[Paper](https://arxiv.org/abs/1409.1556): X. arXiv: 1610.02357.

## [Dataset](#contents)

Dataset used: [CIFAR-10](<https://x.org>), see https://arxiv.org/abs/1111.11111

| Parameters | Ascend | GPU |
| --- | :---: | ----- |
| Dataset | ImageNet2012 | 50k images |
| Accuracy | **97.71%** | [93.4%](x) |
| Paper accuracy | 99% | |
| Input size | 224 x 224 | |
| A very long name of an accuracy that nobody would ever write down | 1 | 2 |

| model | top-1 (%) | acc@top5 | resolution |
|---|---|---|---|
| a | 76.1 | 93.2 | 32x32 |

Average Precision (AP) @[ IoU=0.50:0.95 | area= all | maxDets=100 ] = 0.369
a | b
使用的数据集：COCO2017（大小）
"""


def test_a_readme():
    assert said(README.encode()) == Said(
        ("1409.1556", "1610.02357"),
        ("acc 97.71%", "acc 93.4%", "top1 76.1", "top5 93.2"),
        ("224x224", "32x32"),
        ("CIFAR-10", "COCO2017", "ImageNet2012"),
    )


HOSTILE = [
    b"",
    b"\xff\xfe\x00",
    b"|" * 100_000,
    b"|-" * 100_000,
    b"[" * 100_000,
    b"| a\n" * 100_000,
    b"arXiv:" * 50_000,
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_readme_says_little(content):
    assert all(len(part) <= 12 for part in said(content))
    assert configurations([("config.yaml", content)]) == ()


@pytest.mark.parametrize(
    ("result", "figures"),
    [
        ("acc 97.71%", [("acc", "97.71")]),
        ("acc 1pc: 93.4%;  8pcs: 92.17%", [("acc", "93.4"), ("acc", "92.17")]),
        ("acc 8卡：top1:79.35%, top5:94.64%", [("top1", "79.35"), ("top5", "94.64")]),
        ("acc 8pcs: 58.5%(TOP1), 81.1%(TOP5)", [("top1", "58.5"), ("top5", "81.1")]),
        ("acc acc=77.4%(TOP1,224\\*224)", [("top1", "77.4")]),
        ("acc ACC1[79.85%] ACC5[94.60%]", [("top1", "79.85"), ("top5", "94.60")]),
        ("top1 76.1", [("top1", "76.1")]),
        ("nonsense 76.1", []),
        ("acc 72 mins", []),
    ],
)
def test_figures(result, figures):
    names = load().metric_names
    meant = {name: names.meaning(name).name for name in ("acc", "top1", "top5")}
    found = [(each.name, each.digits) for each in readme_figures([result], names)]
    assert found == [(meant[name], digits) for name, digits in figures]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("num_classes: 10\n", (10, "")),
        ("'class_num': 1001,\n", (1001, "")),
        ("    num_class = 5  # five\n", (5, "")),
        ("config.num_classes = 7\n", (7, "")),
        ("num_classes: 10\nnum_classes: 'the number of classes'\n", (10, "")),
        ("num_classes: 10\nimage_size: '224,224'\n", (10, "224x224")),
        ("image_size: [192, 256]\n", (None, "192x256")),
        ('"image_size": 32,\n', (None, "32x32")),
        ("image_height: 32\nimage_width: 100\n", (None, "32x100")),
        ("image_height: 32\n", None),
        ("config1 = {'num_classes': 10}\n", None),
        ("'num_classes': 10,\n'num_classes': 1000,\n", None),
        ("num_classes: len(x)\n", None),
        ("nothing: 3\n", None),
    ],
)
def test_configurations(content, found):
    read = configurations([("a.yaml", content.encode())])
    assert read == ((Configuration("a.yaml", *found),) if found else ())


@pytest.mark.parametrize(
    ("folder", "name", "expected"),
    [
        ("", "default_config.yaml", True),
        ("", "vit_b32.yaml", True),
        ("src", "config.py", True),
        ("src", "net.py", False),
        ("src/utils", "x.yaml", False),
        ("", "README.md", False),
    ],
)
def test_which_files_are_configurations(folder, name, expected):
    assert is_configuration(folder, name) is expected
