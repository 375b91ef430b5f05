"""What is kept in the user's cache is there whole, or not at all, and nothing is left of what failed."""

import errno
import json
from pathlib import Path

import pytest

from xreg.registry.user_cache import keep_json


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    content = {"资源": ["é", "latin-\udce9.md"], "first\udcff\udcfe": []}
    keep_json(tmp_path / "new" / "kept.json", content)
    assert json.loads((tmp_path / "new" / "kept.json").read_bytes()) == content
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["kept.json"]


@pytest.mark.parametrize("call", ["write_bytes", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_what_fails_leaves_what_was_there(
    call: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_json(tmp_path / "kept.json", 1)
    write = Path.write_bytes

    def fails(path: Path, _: object) -> None:
        write(path, b"half")
        raise error

    monkeypatch.setattr(Path, call, fails)
    try:
        keep_json(tmp_path / "kept.json", 2)
    except KeyboardInterrupt:
        assert isinstance(error, KeyboardInterrupt)
    else:
        assert isinstance(error, OSError)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"kept.json": b"1"}
