"""The configuration: `[tool.xreg]` of pyproject.toml, or xreg.toml, in this folder or one above it."""

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from xreg.publisher.selection import PathChoice, matching
from xreg.registry.collect import MODES, Mode
from xreg.schema.errors import XregError

FILES = ("xreg.toml", "pyproject.toml")


class ConfigError(XregError):
    """The configuration cannot be read, or says something that xreg does not know."""


class Config(NamedTuple):
    """What the configuration says; `root` is its folder, to which the patterns of `per-path` are relative."""

    root: Path
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_path: tuple[PathChoice, ...] = ()
    network: Mode | None = None
    output_format: str | None = None


_LISTS = ("select", "extend-select", "ignore")
_CHOICES = {
    "network": MODES,
    "output-format": ("full", "concise", "json", "sarif", "github", "gitlab", "junit"),
}
_KEYS = (*_LISTS, *_CHOICES, "per-path")


def find(start: Path) -> Config:
    """The configuration that holds in a folder: the nearest one upwards, else an empty one."""
    for folder in (start, *start.parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and (table := _table(path)) is not None:
                return _config(path, table)
    return Config(start)


def read(path: Path) -> Config:
    """The configuration in a file. Raises ConfigError where it cannot be read or says what is not known."""
    return _config(path, _table(path) or {})


def _table(path: Path) -> dict[str, Any] | None:
    try:
        content = path.read_bytes()
        if path.name == "pyproject.toml" and b"xreg" not in content:
            return None  # spares most projects the import of a TOML parser
        table = _toml(content.decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    if path.name != "pyproject.toml":
        return table
    tools = table.get("tool", {})
    found = tools.get("xreg") if isinstance(tools, dict) else None
    if found is not None and not isinstance(found, dict):
        raise ConfigError(f"{path}: `tool.xreg` must be a table, not {found!r}")
    return found


def _toml(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _config(path: Path, table: Mapping[str, Any]) -> Config:
    for key in table:
        _refuse_unknown(path, key, _KEYS)
    lists = {key.replace("-", "_"): _selectors(path, key, table.get(key, [])) for key in _LISTS}
    return Config(
        root=path.parent,
        per_path=tuple(_per_path(path, table.get("per-path", {}))),
        network=cast("Mode | None", _one_of(path, "network", table)),
        output_format=_one_of(path, "output-format", table),
        **lists,
    )


def _refuse_unknown(path: Path, key: str, known: tuple[str, ...]) -> None:
    if key not in known:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"the keys are {', '.join(known)}"
        raise ConfigError(f"{path}: unknown key `{key}`: {hint}")


def _selectors(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f'{path}: `{key}` must be a list of rules, such as ["XR3"]')
    try:
        for item in value:
            matching(item)
    except XregError as error:
        raise ConfigError(f"{path}: `{key}`: {error}") from error
    return tuple(value)


def _one_of(path: Path, key: str, table: Mapping[str, Any]) -> str | None:
    value = table.get(key)
    if value is not None and value not in _CHOICES[key]:
        raise ConfigError(f"{path}: `{key}` must be one of {', '.join(_CHOICES[key])}, not {value!r}")
    return value


def _per_path(path: Path, table: object) -> list[PathChoice]:
    if not isinstance(table, dict) or not all(isinstance(item, dict) for item in table.values()):
        raise ConfigError(f'{path}: `per-path` must be a table, such as "cards/old/*" = {{ ignore = ["XR3"] }}')
    for settings in table.values():
        for key in settings:
            _refuse_unknown(path, key, ("ignore",))
    return [PathChoice(pattern, _selectors(path, "ignore", item.get("ignore", []))) for pattern, item in table.items()]
