"""Whether every parameter of the network is in the file, by name, shape and type, and nothing of another network."""

from xreg.publisher.verifying.checks import failed, unverified, verified
from xreg.publisher.verifying.differences import Difference, Tensor, compare, lines, renaming
from xreg.publisher.verifying.networks import Network, NotAsked
from xreg.registry.formats.values import Contents
from xreg.registry.networks.table import known_networks, source_digest
from xreg.registry.networks.text import printable
from xreg.schema.network import NetworkEvidence
from xreg.schema.optimisers import is_optimisers
from xreg.schema.verification import Check

# What safetensors calls the types; MindSpore's names are the network's, letter case aside.
_TYPES = {
    "bool": "bool",
    "i8": "int8",
    "u8": "uint8",
    "i16": "int16",
    "u16": "uint16",
    "i32": "int32",
    "u32": "uint32",
    "i64": "int64",
    "u64": "uint64",
    "f16": "float16",
    "bf16": "bfloat16",
    "f32": "float32",
    "f64": "float64",
}


def check_parameters(contents: Contents, network: Network) -> Check:
    """The file's parameters against the network's."""
    if isinstance(network, NotAsked):
        return unverified("parameters", network.reason)
    if not network.parameters:
        return unverified("parameters", f"The network's parameters are not known. {network.note}".strip())
    if _outdated(network):
        message = f"The network's source has changed since its parameters were recorded on {network.date}."
        return unverified("parameters", f"{message} Record it again with `xreg network record {network.network}`.")
    wanted = [Tensor(*item) for item in network.parameters]
    found, left = _split(contents, frozenset(item.name for item in wanted))
    difference = compare(wanted, found)
    where = f"{network.network} ({network.framework}, {network.how} {network.date})"
    if difference.none:
        besides = f"besides them {left:,} of an optimiser" if left else "no others"
        message = f"All {len(wanted):,} parameters of {where} are in the file, by name, shape and type, and {besides}."
        return verified("parameters", message)
    return failed("parameters", f"The file does not fit {where}: {_told(difference, len(wanted))}.", lines(difference))


def _split(contents: Contents, own: frozenset[str]) -> tuple[list[Tensor], int]:
    """The file's parameters without those that training left beside the network's own, and how many these are."""
    every = [_tensor(item.name, item.dtype, item.shape) for item in contents.parameters]
    found = [item for item in every if item.name in own or not is_optimisers(item.name, own)]
    return found, len(every) - len(found)


def _outdated(network: NetworkEvidence) -> bool:
    """Whether what is known of the network is older than its source."""
    return network.network in known_networks() and network.source_digest != source_digest(network.network)


def _tensor(name: str, dtype: str, shape: tuple[int, ...]) -> Tensor:
    """A parameter of the file, named as a network's is: the names of both come from elsewhere."""
    lower = dtype.lower()
    return Tensor(printable(name, 200), shape, _TYPES.get(lower, lower))


def _told(difference: Difference, count: int) -> str:
    said = (
        (len(difference.missing), f"it lacks {len(difference.missing):,} of {count:,} parameters"),
        (len(difference.besides), f"it holds {len(difference.besides):,} others"),
        (len(difference.changed), f"it holds {len(difference.changed):,} in another shape or type"),
        (len(difference.renames), f"{len(difference.renames):,} may be renamed"),
    )
    told = ", ".join(text for number, text in said if number)
    common = renaming(difference)
    return f"{told} ({common})" if common else told
