"""The name by which a child finds a checkpoint: MindSpore goes by its end."""

from pathlib import Path

import pytest

from xreg.registry.networks import checkpoints
from xreg.registry.networks.checkpoints import named
from xreg.schema.network import NetworkError

SAFETENSORS = (2).to_bytes(8, "little") + b"{}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "session"
    made.mkdir()
    return made


@pytest.mark.parametrize("name", ["net.ckpt", "net.safetensors"])
def test_a_good_name_is_kept(tmp_path: Path, folder: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert named(tmp_path / name, folder) == tmp_path / name
    assert not list(folder.iterdir())


def test_the_name_of_a_link_is_kept(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "blob").write_bytes(b"x")
    link = tmp_path / "net.ckpt"
    link.symlink_to(tmp_path / "blob")
    assert named(link, folder) == link


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\n\x20\n\x0bconv.weight", "checkpoint.ckpt"),
        (b"", "checkpoint.ckpt"),
        (SAFETENSORS, "checkpoint.safetensors"),
        ((99).to_bytes(8, "little") + b"{}", "checkpoint.ckpt"),
    ],
)
@pytest.mark.parametrize("given", ["blob", "net.bin"])
def test_another_name_ends_as_the_content_demands(
    tmp_path: Path, folder: Path, given: str, content: bytes, name: str
) -> None:
    (tmp_path / given).write_bytes(content)
    (tmp_path / given).chmod(0o600)
    found = named(tmp_path / given, folder)
    assert (found.name, found.read_bytes()) == (name, content)
    assert found.is_relative_to(folder)
    assert (found.parent.stat().st_mode & 0o777, found.stat().st_mode & 0o777) == (0o755, 0o644)


def test_what_is_no_file_is_an_error(tmp_path: Path, folder: Path) -> None:
    for name in ("none.ckpt", "session"):
        with pytest.raises(NetworkError, match=r"cannot be read or copied .*name a file that you may read"):
            named(tmp_path / name, folder)


def test_a_copy_that_fails_is_an_error(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "blob").write_bytes(b"x")
    monkeypatch.setattr(checkpoints, "copyfile", full)
    with pytest.raises(NetworkError, match="No space left"):
        named(tmp_path / "blob", folder)
