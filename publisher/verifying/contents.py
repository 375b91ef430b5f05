"""Whether the file is of the format that the card states, and what it says of itself."""

from xreg.publisher.verifying.checks import failed, unverified, verified
from xreg.publisher.verifying.measured import Measured
from xreg.registry.formats.reading import read_asset
from xreg.registry.formats.values import Contents, FormatError, NotUnderstoodError, Port
from xreg.registry.networks.text import printable
from xreg.schema.document import Asset
from xreg.schema.shape import Shape
from xreg.schema.verification import Check

# How a note begins that says so: then nothing was verified.
_NOT_UNDERSTOOD = "not understood"
_STORES = ("ckpt", "safetensors")


def check_format(asset: Asset, file: Measured) -> tuple[Check, Contents | None]:
    """The format, and the contents where the file was understood. What was not is never called right."""
    scalar = asset.scalar("file-format")
    if not scalar:
        return unverified("format", "The card states no file-format, so the file was not read: state it."), None
    try:
        contents = read_asset(file.path, scalar.value)
    except NotUnderstoodError as error:
        return unverified("format", _sentence(f"The file's contents are not all understood: {error}")), None
    except FormatError as error:
        return failed("format", _sentence(f"The card states {scalar.value.strip()}: {error}")), None
    except OSError as error:
        return unverified("format", f"The file cannot be read: {error.strerror}: verify it again."), None
    if any(note.startswith(_NOT_UNDERSTOOD) for note in contents.notes):
        return unverified("format", _sentence(f"The file was not read: {'; '.join(contents.notes)}")), None
    return _understood(contents)


def _understood(contents: Contents) -> tuple[Check, Contents | None]:
    if contents.format in _STORES and not contents.parameters:
        return failed("format", f"The {contents.format} file holds no parameters."), None
    details = (*_ports("input", contents.inputs), *_ports("output", contents.outputs), *map(printable, contents.notes))
    return verified("format", f"The file is read as {contents.format}{_held(contents)}.", details), contents


def _held(contents: Contents) -> str:
    if not contents.parameters:
        return ""
    return f": {len(contents.parameters):,} parameters of {contents.values:,} numbers"


def _ports(kind: str, ports: tuple[Port, ...]) -> list[str]:
    return [printable(f"{kind} {port.name} {port.dtype} {list(port.shape)}", 200) for port in ports[:10]]


def check_input(contents: Contents, shape: Shape | None) -> Check:
    """The input that a graph states against the card's, in either order of the axes; what is open fits anything."""
    if not shape:
        return unverified("input", "The card states no input shape to hold the graph's against.")
    if len(contents.inputs) != 1 or len(contents.inputs[0].shape) != 4:
        return unverified("input", f"The graph has {len(contents.inputs)} inputs, and not one of an image.")
    stated, (height, width, channels) = contents.inputs[0].shape, shape
    told = printable(str(list(stated)), 200)
    if any(_fits(stated[1:], sides) for sides in ((channels, height, width), (height, width, channels))):
        return verified("input", f"The graph takes {told}, which fits the card's {list(shape)}.")
    return failed("input", f"The graph takes {told}, and the card states {list(shape)}.")


def _fits(stated: tuple[int | str, ...], sides: Shape) -> bool:
    """A dimension of 0 or less, or a name, is open."""
    return all(isinstance(one, str) or one <= 0 or one == side for one, side in zip(stated, sides, strict=True))


def _sentence(text: str) -> str:
    return f"{printable(text).rstrip('.')}."
