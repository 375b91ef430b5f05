"""The configuration: `[tool.xreg]` of pyproject.toml, or xreg.toml, in this folder or one above it."""

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from xreg.publisher.selection import PathChoice, matching
from xreg.registry.networks.modes import ISOLATIONS, MODES, Isolation, Mode
from xreg.schema.errors import XregError

if TYPE_CHECKING:
    from xreg.publisher.fetching.settings import Settings
    from xreg.registry.signing.trust import Trusted

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
    isolation: Isolation | None = None
    output_format: str | None = None
    baseline: Path | None = None
    siblings: Path | None = None
    fetch: "Settings | None" = None
    repositories: tuple[tuple[str, Path], ...] = ()
    registry: str | None = None
    cards: tuple[str, ...] = ()
    trusted_keys: tuple["Trusted", ...] = ()


_LISTS = ("select", "extend-select", "ignore")
_CHOICES = {
    "network": MODES,
    "isolation": ISOLATIONS,
    "output-format": ("full", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"),
}
_KEYS = (
    *_LISTS,
    *_CHOICES,
    "baseline",
    "siblings",
    "repositories",
    "per-path",
    "fetch",
    "registry",
    "cards",
    "trusted-keys",
)


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
        isolation=cast("Isolation | None", _one_of(path, "isolation", table)),
        output_format=_one_of(path, "output-format", table),
        baseline=_path(path, "baseline", table, "file"),
        siblings=_path(path, "siblings", table, "folder"),
        fetch=_fetch(path, table),
        repositories=tuple(_repositories(path, table.get("repositories", {}))),
        registry=_registry(path, table),
        cards=_cards(path, table.get("cards", [])),
        trusted_keys=_trusted_keys(path, table),
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


def _path(path: Path, key: str, table: Mapping[str, Any], kind: str) -> Path | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, str) or not value):
        raise ConfigError(f"{path}: `{key}` must be the path of a {kind}, not {value!r}")
    return path.parent / value if value else None


def _repositories(path: Path, table: object) -> list[tuple[str, Path]]:
    """The clones by their repositories, relative to the configuration's folder."""
    if not isinstance(table, dict) or not all(isinstance(item, str) and item for item in table.values()):
        raise ConfigError(f'{path}: `repositories` must be a table, such as "gitee.com/mindspore/models" = "../models"')
    return [(name, path.parent / item) for name, item in table.items()]


def _fetch(path: Path, table: Mapping[str, Any]) -> "Settings | None":
    """How assets are fetched, if the configuration says so."""
    if "fetch" not in table:
        return None
    from xreg.publisher.fetching.settings import settings_from

    if not isinstance(table["fetch"], dict):
        raise ConfigError(f'{path}: `fetch` must be a table, such as {{ hosts = ["download.mindspore.cn"] }}')
    return settings_from(table["fetch"], str(path))


def _registry(path: Path, table: Mapping[str, Any]) -> str | None:
    """A server's address as it stands, a folder relative to the configuration's."""
    value = table.get("registry")
    if isinstance(value, str) and ("://" in value or value.startswith("sqlite+folder:")):
        return value
    folder = _path(path, "registry", table, "folder")
    return str(folder) if folder else None


def _cards(path: Path, value: object) -> tuple[str, ...]:
    """What `xreg publish` releases where no card is named: files and folders, relative to the configuration's."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ConfigError(f'{path}: `cards` must be a list of cards or folders, such as ["cards/xception.md"]')
    return tuple(value)


def _trusted_keys(path: Path, table: Mapping[str, Any]) -> tuple["Trusted", ...]:
    """The keys whose signatures count, by name."""
    if "trusted-keys" not in table:
        return ()
    from xreg.registry.signing.trust import trusted_from

    if not isinstance(table["trusted-keys"], dict):
        raise ConfigError(f'{path}: `trusted-keys` must be a table, such as {{ team = "ed25519:…" }}')
    return trusted_from(table["trusted-keys"], str(path))


def _per_path(path: Path, table: object) -> list[PathChoice]:
    if not isinstance(table, dict) or not all(isinstance(item, dict) for item in table.values()):
        raise ConfigError(f'{path}: `per-path` must be a table, such as "cards/old/*" = {{ ignore = ["XR3"] }}')
    for settings in table.values():
        for key in settings:
            _refuse_unknown(path, key, ("ignore",))
    return [PathChoice(pattern, _selectors(path, "ignore", item.get("ignore", []))) for pattern, item in table.items()]
