"""Checkpoints made by hand, byte by byte: MindSpore writes none that are wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(content: bytes) -> Path:
        path = tmp_path / "asset"
        path.write_bytes(content)
        return path

    return run
