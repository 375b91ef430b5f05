"""A checkpoint under a name that MindSpore reads it by: it goes by the end of the name, and not by what the file is."""

from pathlib import Path
from shutil import copyfile
from tempfile import mkdtemp

from xreg.schema.network import NetworkError

SUFFIXES = (".ckpt", ".safetensors")
_SIZE = 8  # bytes at the beginning of a safetensors file, which hold the length of the JSON behind them


def named(file: Path, folder: Path) -> Path:
    """The file under a name that ends as MindSpore demands: its own, a link's too, or else that of a copy in `folder`.

    Raises NetworkError where it cannot be read or copied.
    """
    try:
        head = _head(file)
        if file.suffix in SUFFIXES:
            return file.absolute()
        copy = Path(mkdtemp(dir=folder)) / f"checkpoint{_suffix(head, file.stat().st_size)}"
        copyfile(file, copy)
        copy.parent.chmod(0o755)  # children may run as another user
        copy.chmod(0o644)
    except OSError as error:
        raise NetworkError(
            f"the checkpoint {file} cannot be read or copied ({error}): name a file that you may read, and see that"
            f" there is room in {folder}"
        ) from error
    return copy


def _head(file: Path) -> bytes:
    if not file.is_file():
        raise FileNotFoundError("it is no file")
    with file.open("rb") as opened:
        return opened.read(_SIZE + 1)


def _suffix(head: bytes, size: int) -> str:
    """The end of the name by what the file holds: safetensors begin with the length of a JSON object."""
    is_safetensors = head[_SIZE:] == b"{" and int.from_bytes(head[:_SIZE], "little") < size
    return ".safetensors" if is_safetensors else ".ckpt"
