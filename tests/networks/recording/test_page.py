"""The tables of docs/networks.md."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from networks.recording.conftest import ALPHA, MINDCV, MODELS

from xreg.registry.networks.recording.making import keep
from xreg.registry.networks.recording.population import Network
from xreg.schema.network import NetworkEvidence

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = "".join(
    f"before\n<!-- {name}: made by docs/networks.py -->\nold\n<!-- end -->\n"
    for name in ("counts", "branches", "runs", "failures")
)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_networks", DOCS / "networks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def records(evidence: NetworkEvidence, tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    network = Network(MODELS, ALPHA, "alpha", "git-tree:a1", "r1.2", {"r1.2": "a" * 40})
    keep(network, evidence, "w", folder)
    broken = evidence._replace(attempts=(), builds=(), fault="repository", reason="a|b <script> " + "x" * 400)
    keep(network._replace(network="broken"), broken, "w", folder)
    stuck = evidence._replace(
        attempts=evidence.attempts[:1], fault="here", reason="no *device*", framework="", device=""
    )
    keep(Network(MINDCV, "mindcv", "net_a", "mindcv 0.3.0", "", {}), stuck, "w", folder)
    return folder


def test_the_tables(script: ModuleType, records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "networks.md"
    page.write_text(PAGE)
    assert script.main(["--check"], page, records) == 1
    assert page.read_text() == PAGE
    assert script.main([], page, records) == 0
    text = page.read_text()
    assert script.main(["--check"], page, records) == 0 == script.main([], page, records)
    assert "is not current: run `python docs/networks.py`" in capsys.readouterr().out
    for row in (
        "| gitee.com/mindspore/models | 2 | 1 | 1 | 0 | 0 | 1 | 0 | 0 |",
        "| github.com/mindspore-lab/mindcv | 1 | 1 | 0 | 0 | 0 | 0 | 1 | 0 |",
        "| all | 3 | 2 | 1 | 0 | 0 | 1 | 1 | 0 |",
        "| gitee.com/mindspore/models | r1.2 | 2 | 1 | 1 | 0 | 0 | 1 | 0 | 0 |",
        "### Wrong in the repository: 1",
        "| net\\_a | github.com/mindspore-lab/mindcv, mindcv 0.3.0, mindcv | yes | no \\*device\\* |",
        "| mindspore 2.10.0 | CPU | 2026-11-22 | 2 |",
        "| none | none | 2026-11-22 | 1 |",
    ):
        assert row in text
    assert "a\\|b \\<script\\>" in text and "x" * 300 not in text and "…" in text
    assert "old" not in text and text.count("before") == 4


def test_of_one_repository_there_is_no_sum(script: ModuleType) -> None:
    assert not any(line.startswith("| all") for line in script.counts([]))


def test_the_page_has_all_tables(script: ModuleType) -> None:
    text = (DOCS / "networks.md").read_text(encoding="utf-8")
    assert all(f"<!-- {name}: made by docs/networks.py -->" in text for name in script.TABLES)
    assert script.made(text, ()).count("<!-- end -->") == len(script.TABLES)


def test_the_page_is_current(script: ModuleType) -> None:
    assert script.main(["--check"]) == 0, "run `python docs/networks.py`"
