"""A small tree of cards on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.cards import card

Tree = Callable[..., Path]
CARD = "mindspore/1.9/resnet50_imagenet2012.md"
DIGEST = "41c1479844f6f848d4caf902cf940ebe4727df559495ed45885892fc55a2738f"
OTHER_DIGEST = "6a68489c6f3fa7b748473b93ddeed1acb13190d089403b2fa2a6c525dc69a282"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Writes cards into a tree of assets: `tree("mindspore/1.8/a.md", card)`; returns the tree's folder."""
    monkeypatch.setenv("XREG_CACHE_DIR", str(tmp_path / "cache"))
    root = tmp_path / "assets"

    def write(path: str = CARD, text: str | bytes | None = None) -> Path:
        content = card() if text is None else text
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write
