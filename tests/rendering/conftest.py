"""A card, and a small knowledge base that knows what it is about."""

from pathlib import Path

import pytest

from xreg.schema.citations import citations
from xreg.schema.document import Document, parse
from xreg.schema.entities import Architecture, Dataset, Metric, ModuleType, Paper, Vocabulary
from xreg.schema.evidence import AssetFile, Evidence
from xreg.schema.knowledge import Knowledge
from xreg.schema.named import named_in
from xreg.schema.network import Attempt, CheckpointCheck, NetworkEvidence, Parameter
from xreg.schema.subject import subject_of
from xreg.schema.text import Text

DATA = Path(__file__).parent.parent / "data" / "reports"
DIGEST = "6a68489c6f3fa7b748473b93ddeed1acb13190d089403b2fa2a6c525dc69a282"
PATH = "assets/mindspore/ascend/1.1/xception_v1.1.md"
CARD = f"""# Xception

---

model-name: xception

backbone-name: xception

module-type: cv-classification

fine-tunable: True

input-shape: [299, 299, 3]

train-dataset: imagenet2012

accuracy: 79

repo-link: <https://gitee.com/mindspore/mindspore/tree/r1.1/model_zoo/official/cv/xception>

mindspore-version: 1.1

asset:

-
    file-format: ckpt
    asset-link: <https://download.mindspore.cn/xception_ascend_imagenet2012_1top79.ckpt>
    asset-sha256: {DIGEST}

license: Apache2.0

summary: Xception used to classify the 1000 classes of imagenet2012.

---

## Introduction

Xception is an image classification network: [more](https://gitee.com/mindspore).

## Citation

1. F. Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", CVPR 2017.
"""


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    paper = Paper(
        "xception", "Xception: Deep Learning with Depthwise Separable Convolutions", ("François Chollet",), 2017,
        "arXiv:1610.02357", "CVPR", "1610.02357",
    )  # fmt: skip
    own = Architecture(
        "xception", "Xception", "image classification", ("cv-classification",), "xception", "arXiv:1610.02357",
        input=(299, 299, 3),
    )  # fmt: skip
    dataset = Dataset("imagenet2012", "ImageNet 2012", "natural images of 1,000 classes", "arXiv:1409.0575")
    vocabulary = Vocabulary({}, {"cv-classification": ModuleType("cv", "image classification")}, {}, {})
    top = Metric("top#", "top-k accuracy", "percent", "arXiv:1409.0575", ("#top",))
    metrics = {top.id: top}
    return Knowledge({own.id: own}, {dataset.id: dataset}, {paper.id: paper}, vocabulary, metrics=metrics)


@pytest.fixture
def document() -> Document:
    return parse(Text(CARD), PATH)


@pytest.fixture
def network() -> NetworkEvidence:
    shape = (1, 3, 299, 299)
    return NetworkEvidence(
        network="xception",
        how="run",
        framework="mindspore 2.10.0",
        device="CPU",
        date="2026-11-22",
        source_digest="sha256:" + "0" * 64,
        isolation=("no network",),
        attempts=(Attempt(shape, (1, 1000), ""),),
        accepted=(295, 326),
        accepted_from="the record",
        parameters=(Parameter("conv1.weight", (32, 3, 3, 3), "float32"),),
        checkpoint=CheckpointCheck((), (), (), True, True, (1, 1000), ""),
        note="",
    )


@pytest.fixture
def evidence(document: Document, knowledge: Knowledge, network: NetworkEvidence) -> Evidence:
    """All that can be collected: the network was run, the file was read and fits."""
    file = AssetFile(0, "xception.ckpt", DIGEST, 91653445, "2026-11-22")
    return seen(document, knowledge)._replace(files=(file,), network=network)


def seen(document: Document, knowledge: Knowledge) -> Evidence:
    """What the card's own text gives."""
    cited = tuple(citations(document, knowledge))
    subject = subject_of(document, knowledge)
    return Evidence(knowledge, subject, named_in(document, knowledge, subject.architecture), cited)


@pytest.fixture
def hostile() -> Text:
    return Text.from_bytes((DATA / "hostile.md").read_bytes())
