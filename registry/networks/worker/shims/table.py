"""All shims, from the tables of each API. Another API's table is another file, named here."""

from xreg.registry.networks.worker.shims import (
    arguments,
    initialised,
    mindspore_names,
    numpy_names,
    packages,
    padding,
    restored,
)
from xreg.registry.networks.worker.shims.kinds import Changed, Method, Moved, Shim

NAMES: dict[str, dict[str, Shim]] = {**numpy_names.NAMES, **mindspore_names.NAMES}
MODULES: dict[str, Moved] = mindspore_names.MODULES
CHANGED: tuple[Changed, ...] = (*arguments.CHANGED, *initialised.CHANGED, *padding.CHANGED)
EMPTY: dict[str, str] = packages.EMPTY
METHODS: tuple[Method, ...] = restored.METHODS
