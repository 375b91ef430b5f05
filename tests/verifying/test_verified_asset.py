"""Only publisher/verifying makes a VerifiedAsset: by its constructor, by the types, and by who holds the token."""

import ast
import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xreg.schema.digests import Digest
from xreg.schema.verification import (
    VERIFIER,
    AssetReport,
    Check,
    NotVerifiedError,
    State,
    VerifiedAsset,
    Verifier,
)

ROOT = Path(__file__).resolve().parents[2]
DIGEST = Digest.of(b"x")
CHECKS = tuple(Check(name, State.VERIFIED, "") for name in ("digest", "size", "format"))
REPORT = AssetReport("asset[0]", "https://example.org/x", DIGEST.hex, 1, CHECKS)


def made(report: AssetReport = REPORT, token: Any = VERIFIER) -> VerifiedAsset:
    return VerifiedAsset(DIGEST, 1, "x.ckpt", "https://example.org/x", report, token)


def test_the_verifier_makes_one() -> None:
    assert made().report is REPORT


@pytest.mark.parametrize("token", [None, object(), Verifier()])
def test_nobody_else_does(token: Any) -> None:
    with pytest.raises(NotVerifiedError, match="was not verified"):
        made(token=token)
    with pytest.raises(TypeError):
        VerifiedAsset(DIGEST, 1, "x.ckpt", "https://example.org/x", REPORT)  # type: ignore[call-arg]


@pytest.mark.parametrize("change", [{"checks": CHECKS[:2]}, {"digest": "0" * 64}, {"size": 2}])
def test_a_report_that_does_not_verify_these_bytes(change: dict[str, Any]) -> None:
    with pytest.raises(NotVerifiedError, match="does not verify these bytes"):
        made(REPORT._replace(**change))


WAYS = {
    "_make": lambda asset: VerifiedAsset._make(asset),
    "_replace": lambda asset: asset._replace(size=2),
    "replace": lambda asset: asset.__replace__(size=2),
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_ways_round_a_constructor_are_closed(way: str) -> None:
    with pytest.raises(NotVerifiedError):
        WAYS[way](made())


def test_there_are_no_subclasses() -> None:
    with pytest.raises(TypeError, match="no subclasses"):
        type("Forged", (VerifiedAsset,), {})


def test_no_other_module_names_the_token() -> None:
    holders = {
        path.relative_to(ROOT).as_posix()
        for folder in ("schema", "registry", "publisher", "src/xreg")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if "VERIFIER" in (getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "attr", ""))
        or "Verifier" in (getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "attr", ""))
    }
    allowed = {"schema/verification.py", "publisher/verifying/asset.py"}
    assert {name for name in holders if not name.startswith("src/")} == allowed


WITHOUT = """
from xreg.schema.digests import Digest
from xreg.schema.verification import AssetReport, VerifiedAsset
report = AssetReport("asset[0]", "", "", 1, ())
VerifiedAsset(Digest("0" * 64), 1, "x", "", report{token})
class Forged(VerifiedAsset): ...
"""


def test_mypy_shows_it(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed: pip install 'xreg[dev]'")
    script = tmp_path / "forged.py"
    told = []
    for token in ("", ", object()"):
        script.write_text(WITHOUT.replace("{token}", token), encoding="utf-8")
        command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), str(script)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stdout + done.stderr
        told.append(done.stdout)
    assert 'Missing positional argument "token"' in told[0]
    assert 'incompatible type "object"; expected "Verifier"' in told[1]
    assert 'Cannot inherit from final class "VerifiedAsset"' in told[0]
