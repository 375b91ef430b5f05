"""A checkpoint of two parameters, the card that states it, and what a run of its network would have shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.protobuf import entry

from xreg.publisher.verifying.measured import Measured, measure
from xreg.registry.networks.table import source_digest
from xreg.schema.digests import Digest
from xreg.schema.document import Document, parse
from xreg.schema.network import Attempt, CheckpointCheck, NetworkEvidence, Parameter
from xreg.schema.text import Text

GOOD = entry("fc.weight") + entry("fc.bias", (2,))
SHAPE = (1, 3, 299, 299)
Card = Callable[..., Document]
Write = Callable[[bytes], Measured]
PATH = "mshub_res/assets/mindspore/1.1/xception_v1.1.md"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with these bytes, measured."""

    def run(content: bytes) -> Measured:
        path = tmp_path / "xception.ckpt"
        path.write_bytes(content)
        return measure(path)

    return run


@pytest.fixture
def card() -> Card:
    """A card of Xception on ImageNet with one asset; an empty line is left out."""

    def make(
        digest: str = Digest.of(GOOD).hex,
        kind: str = "ckpt",
        shape: str = "input-shape: [299, 299, 3]",
        link: str = "https://example.org/xception_imagenet2012.ckpt",
        path: str = PATH,
    ) -> Document:
        asset = (("file-format", kind), ("asset-link", f"<{link}>"), ("asset-sha256", digest))
        lines = [
            "# Xception",
            "---",
            "model-name: xception",
            "backbone-name: xception",
            "train-dataset: imagenet2012",
            shape,
            "asset:",
            "  -",
            *(f"    {key}: {value}" for key, value in asset if value),
            "---",
        ]
        return parse(Text("\n".join(line for line in lines if line) + "\n"), path)

    return make


@pytest.fixture
def ran() -> NetworkEvidence:
    """The evidence of a run with which nothing is wrong."""
    return NetworkEvidence(
        network="xception",
        how="run",
        framework="mindspore 2.10.0",
        device="CPU",
        date="2025-11-22",
        source_digest=source_digest("xception"),
        isolation=(),
        attempts=(Attempt(SHAPE, (1, 1000), ""),),
        accepted=(295, 326),
        accepted_from="the record",
        parameters=(Parameter("fc.weight", (2, 3), "float32"), Parameter("fc.bias", (2,), "float32")),
        checkpoint=CheckpointCheck((), (), (), True, True, (1, 1000), ""),
        note="",
    )
