"""Which registry a command means: `--registry`, `XREG_REGISTRY`, the configuration's, else the user's own."""

import os
from typing import TYPE_CHECKING

from xreg.publisher.config import Config

if TYPE_CHECKING:
    from xreg.registry.store.registry import Registry

VARIABLE = "XREG_REGISTRY"


def location_of(given: str | None, config: Config) -> str:
    """Where the registry of a command lies: a folder, or a server's address; empty for the user's own."""
    return given or os.environ.get(VARIABLE) or config.registry or ""


def open_existing(location: str) -> "Registry":
    """Opens a registry that is there. Raises NotReleasedError where there is none: reading makes no registry."""
    from xreg.registry.store.opening import open_registry

    return open_registry(location, create=False)


def open_or_make(location: str) -> "Registry":
    """Opens a registry to publish to, and makes it where it is not there yet."""
    from xreg.registry.store.opening import open_registry

    return open_registry(location)
