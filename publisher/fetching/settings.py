"""How assets are fetched: the defaults, and `[tool.xreg.fetch]` of the configuration."""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from xreg.schema.errors import XregError

# The hosts that the cards of the hub link their assets to.
HUB_HOSTS = ("download.mindspore.cn", "download-mindspore.osinfra.cn")
GIB = 1 << 30

_HOST = re.compile(
    r"\*|(?:\*\.)?[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?"
)
_SIZE = re.compile(r"([0-9]{1,15}) ?(B|KiB|MiB|GiB|TiB)")
_UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": GIB, "TiB": 1 << 40}


class FetchSettingsError(XregError):
    """The configuration of fetching says something that xreg does not know."""


class Settings(NamedTuple):
    """What may be fetched, how long is waited, and where files are kept."""

    hosts: tuple[str, ...] = HUB_HOSTS
    limit: int = 8 * GIB
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    attempts: int = 6
    allow_insecure: bool = False
    offline: bool = False
    folder: Path | None = None
    sleep: Callable[[float], None] = time.sleep


def settings_from(table: Mapping[str, object], where: str) -> Settings:
    """The settings that a configuration's table states. Raises FetchSettingsError, which names `where`."""
    read: dict[str, object] = {}
    for key, value in table.items():
        if key not in _READERS:
            raise FetchSettingsError(f"{where}: unknown key `fetch.{key}`: the keys are {', '.join(_READERS)}")
        field, reader, form = _READERS[key]
        found = reader(value)
        if found is None:
            raise FetchSettingsError(f"{where}: `fetch.{key}` must be {form}, not {value!r}")
        read[field] = found
    return Settings(**read)  # type: ignore[arg-type]


def _hosts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not all(isinstance(item, str) and _HOST.fullmatch(item) for item in value):
        return None
    return tuple(item.lower() for item in value)


def _size(value: object) -> int | None:
    if isinstance(value, str) and (match := _SIZE.fullmatch(value)):
        value = int(match[1]) * _UNITS[match[2]]
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _seconds(value: object) -> float | None:
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if numeric and 0 < value <= 86400 else None  # type: ignore[arg-type, operator]


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100 else None


_READERS: Mapping[str, tuple[str, Callable[[object], object], str]] = {
    "hosts": (
        "hosts",
        _hosts,
        'a list of hosts, such as ["download.mindspore.cn", "*.example.org", "example.org:8443"]',
    ),
    "size-limit": ("limit", _size, 'a number of bytes, or a text such as "8 GiB"'),
    "connect-timeout": ("connect_timeout", _seconds, "a number of seconds above 0"),
    "read-timeout": ("read_timeout", _seconds, "a number of seconds above 0"),
    "attempts": ("attempts", _count, "a number from 1 to 100"),
}
